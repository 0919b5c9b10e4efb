"""Reading .cube files."""

import numpy as np
import pytest

from render.assets.probe import probe
from render.assets.tables import read_table
from render.errors import AssetUnreadable

IDENTITY = "LUT_3D_SIZE 2\n" + "".join(
    f"{r} {g} {b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1)
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))


def read(tmp_path, text):
    path = tmp_path / "look.cube"
    path.write_text(text, "utf-8")
    return read_table(path, "look.cube")


def test_red_runs_fastest(tmp_path):
    colors = np.random.default_rng(0).random((50, 3), np.float32)
    assert read(tmp_path, IDENTITY).applied(colors) == pytest.approx(colors, abs=1e-6)


def test_curves_domains_titles_and_remarks_are_read(tmp_path):
    text = '# by hand\nTITLE "x"\nLUT_1D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n'
    text += "0 0 0\n.25 .5 1 # middle\n1 1 1\n"
    table = read(tmp_path, text)
    colors = np.array([[1, 1, 1], [0.5, 0.5, 0.5]], np.float32)
    assert table.applied(colors) == pytest.approx(
        np.array([[0.25, 0.5, 1], [0.125, 0.25, 0.5]]), abs=1e-6
    )


def test_ranges_of_resolve_are_read(tmp_path):
    table = read(tmp_path, "LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0.0 0.5\n0 0 0\n1 1 1\n")
    got = table.applied(np.array([[0.25, 0.5, 1.0]], np.float32))
    assert got.tolist() == [[0.5, 1.0, 1.0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LUT_3D_SIZE 2\n0 0 0\n", "it has 1 colours, its size says 8"),
        ("LUT_3D_SIZE 900\n", "line 1: a size of 2 to 65"),
        ("LUT_3D_SIZE 2\n0 0\n", "line 2: three numbers"),
        ("LUT_3D_SIZE 2\n0 nan 0\n", "line 2: three numbers"),
        ("LUT_3D_SIZE 2\n0 1e99 0\n", "line 2: three numbers"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n1 1 1\n", "line 4 is one more"),
        ("DOMAIN_MIN 1 1 1\nLUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "its domain is empty"),
        ("TITLE none\n", "it does not say its size"),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(tmp_path, text, said):
    with pytest.raises(AssetUnreadable, match=said):
        read(tmp_path, text)


def test_a_table_is_an_asset_told_by_its_content(tmp_path):
    path = tmp_path / "look.txt"
    path.write_text(IDENTITY)
    media = probe("look.txt", path)
    assert media.kind == "table"
    assert probe("look.txt", path) == media
    path.write_text("just a text\n")
    with pytest.raises(AssetUnreadable, match="a text file"):
        probe("look.txt", path)
