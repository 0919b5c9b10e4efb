"""`wavemaker assets bundle`."""

import json

import pytest
from PIL import Image

from render.options import RenderOptions
from render.pipeline import render_composition

DOCUMENT = {
    "id": "c",
    "totalDurationFrames": 6,
    "oddity": 1,
    "scenes": [
        {
            "id": "s",
            "durationFrames": 6,
            "asset": "below/a.png",
            "layers": [
                {"type": "image", "asset": "AUX.png"},
                {"type": "text", "text": "Bundled"},
            ],
        }
    ],
}


@pytest.fixture
def composition(tmp_path, write):
    (tmp_path / "below").mkdir()
    Image.effect_noise((48, 32), 60).convert("RGB").save(tmp_path / "below" / "a.png")
    Image.new("RGB", (16, 16), "lime").save(tmp_path / "AUX.png")
    return write(DOCUMENT)


@pytest.fixture
def partly_opened(composition, monkeypatch):
    """Return a composition that names one more file, which a render does not open."""
    document = DOCUMENT | {"overlays": [{"type": "svg", "asset": "none.svg"}]}
    composition.write_text(json.dumps(document))
    keys = {"below/a.png": "scenes[0].asset", "AUX.png": "scenes[0].layers[0].asset"}
    monkeypatch.setattr("render.cli.bundle.all_asset_keys", lambda _: keys)
    return composition


def test_a_bundle_renders_elsewhere_to_the_same_bytes(composition, tmp_path, wavemaker):
    assert wavemaker("assets", "bundle", composition, "-o", tmp_path / "bundle").exit_code == 0
    options = RenderOptions(resolution="480p", quality="draft", jobs=1, cache=False)
    first = render_composition(composition, tmp_path / "first.mp4", options)
    (tmp_path / "bundle").rename(tmp_path / "elsewhere")
    (tmp_path / "below" / "a.png").unlink()
    (tmp_path / "AUX.png").unlink()
    bundled = tmp_path / "elsewhere" / "composition.json"
    assert render_composition(bundled, tmp_path / "second.mp4", options).sha256 == first.sha256


def test_it_says_what_was_bundled_what_not_and_what_is_called_otherwise(
    partly_opened, tmp_path, wavemaker
):
    said = wavemaker("assets", "bundle", partly_opened, "-o", tmp_path / "bundle")
    assert (said.exit_code, said.stdout) == (0, "")
    lines = said.stderr.splitlines()
    assert any("oddity" in line for line in lines)
    assert "warning: none.svg: not found, left out; a render does not open it" in lines
    assert any(line.startswith("warning: AUX.png: no name for every system") for line in lines)
    assert lines[-1].startswith(f"{tmp_path / 'bundle'}: the composition and 2 assets, ")


def test_as_json(partly_opened, tmp_path, wavemaker):
    result = wavemaker("assets", "bundle", partly_opened, "-o", tmp_path / "bundle", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    said = json.loads(result.stdout)
    assert said["folder"] == str(tmp_path / "bundle")
    assert [file["key"] for file in said["files"]] == [None, "below/a.png", "AUX.png"]
    assert said["size_bytes"] == sum(file["size_bytes"] for file in said["files"])
    assert said["left_out"] == ["none.svg"]
    assert list(said["renamed"]) == ["AUX.png"]


def test_media_may_lie_elsewhere_and_are_all_named_when_missing(composition, tmp_path, wavemaker):
    moved = tmp_path / "moved" / "composition.json"
    moved.parent.mkdir()
    composition.rename(moved)
    missing = wavemaker("assets", "bundle", moved, "-o", tmp_path / "bundle")
    assert missing.exit_code == 4
    assert all(key in missing.stderr for key in ("below/a.png", "AUX.png"))
    assert not (tmp_path / "bundle").exists()
    found = wavemaker("assets", "bundle", moved, "-o", tmp_path / "bundle", "--assets", tmp_path)
    assert found.exit_code == 0
    assert (tmp_path / "bundle" / "below" / "a.png").exists()


def test_a_bundle_that_is_there_is_replaced_when_asked_and_nothing_else_ever(
    composition, tmp_path, wavemaker
):
    command = ("assets", "bundle", composition, "-o", tmp_path / "bundle")
    assert wavemaker(*command).exit_code == 0
    again = wavemaker(*command)
    assert again.exit_code == 1
    assert "--force replaces it" in again.stderr
    assert wavemaker(*command, "--force").exit_code == 0
    (tmp_path / "bundle" / "mine.mp4").write_text("mine")
    assert "mine.mp4" in wavemaker(*command, "--force").stderr
    assert wavemaker("assets", "bundle", composition, "-o", tmp_path, "--force").exit_code == 1
    assert composition.exists()
