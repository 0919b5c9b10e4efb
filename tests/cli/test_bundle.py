"""What `wavemaker assets bundle` does and says."""

import json

import pytest
from PIL import Image

from render.cli.bundle import run_bundle
from render.errors import AssetError
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


def test_a_bundle_renders_elsewhere_to_the_same_bytes(composition, tmp_path, capsys):
    run_bundle(composition, tmp_path / "bundle")
    capsys.readouterr()
    options = RenderOptions(resolution="480p", quality="draft", jobs=1, cache=False)
    first = render_composition(composition, tmp_path / "first.mp4", options)
    (tmp_path / "bundle").rename(tmp_path / "elsewhere")
    (tmp_path / "below" / "a.png").unlink()
    (tmp_path / "AUX.png").unlink()
    bundled = tmp_path / "elsewhere" / "composition.json"
    assert render_composition(bundled, tmp_path / "second.mp4", options).sha256 == first.sha256


@pytest.fixture
def opened(monkeypatch):
    """Let a render open all but `none.svg`."""
    document = DOCUMENT | {"overlays": [{"type": "svg", "asset": "none.svg"}]}
    keys = {"below/a.png": "", "AUX.png": ""}
    monkeypatch.setattr("render.cli.bundle.all_asset_keys", lambda _: keys)
    return document


def test_it_says_what_was_bundled_what_not_and_what_is_called_otherwise(
    composition, opened, tmp_path, capsys
):
    composition.write_text(json.dumps(opened))
    run_bundle(composition, tmp_path / "bundle")
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert any("oddity" in line for line in lines)
    assert "warning: none.svg: not found, left out; a render does not open it" in lines
    assert any(line.startswith("warning: AUX.png: no name for every system") for line in lines)
    assert lines[-1].startswith(f"{tmp_path / 'bundle'}: the composition and 2 assets, ")


def test_as_json(composition, opened, tmp_path, capsys):
    composition.write_text(json.dumps(opened))
    run_bundle(composition, tmp_path / "bundle", as_json=True)
    out, err = capsys.readouterr()
    assert err == ""
    said = json.loads(out)
    assert said["folder"] == str(tmp_path / "bundle")
    assert [file["key"] for file in said["files"]] == [None, "below/a.png", "AUX.png"]
    assert said["size_bytes"] == sum(file["size_bytes"] for file in said["files"])
    assert said["left_out"] == ["none.svg"]
    assert list(said["renamed"]) == ["AUX.png"]


def test_media_may_lie_elsewhere(composition, tmp_path, capsys):
    moved = tmp_path / "moved" / "composition.json"
    moved.parent.mkdir()
    composition.rename(moved)
    with pytest.raises(AssetError, match="missing"):
        run_bundle(moved, tmp_path / "bundle")
    run_bundle(moved, tmp_path / "bundle", assets=tmp_path)
    assert (tmp_path / "bundle" / "below" / "a.png").exists()
    assert capsys.readouterr().out == ""
