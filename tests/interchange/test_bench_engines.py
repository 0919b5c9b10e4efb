"""`python -m bench.engines`: what it measures, prints and writes."""

import json

import numpy as np
import pytest
from PIL import Image

from bench import engines
from tests.interchange.stage import composition

WHITE = np.full((4, 6, 3), 255, np.uint8)


def test_a_difference_is_told_by_channel_pixel_and_luma():
    other = WHITE.copy()
    other[0, 0] = (255, 55, 255)
    found = engines.difference(7, WHITE, other)
    assert found.frame == 7
    assert found.max_levels == 200
    assert found.mean_levels == pytest.approx(200 / (4 * 6 * 3))
    assert found.worst_channel_levels == pytest.approx(200 / (4 * 6))
    assert found.luma_max_levels == pytest.approx(0.7152 * 200, abs=0.01)


def test_the_picture_shows_both_and_what_is_between_them_amplified():
    other = WHITE.copy()
    other[2, 3] -= 5
    picture = engines.side_by_side(WHITE, other)
    assert picture.shape == (4, 3 * 6 + 2 * engines.GAP_PX, 3)
    assert (picture[:, :6] == WHITE).all()
    between = picture[:, -6:]
    assert between[2, 3, 0] == 5 * engines.AMPLIFICATION
    assert between.sum() == 3 * 5 * engines.AMPLIFICATION


def test_a_composition_is_compared_and_its_pictures_written(tmp_path, capsys):
    path = tmp_path / "small" / "composition.json"
    path.parent.mkdir()
    scene = {"background": "#204060", "layers": [{"type": "text", "text": "Alike"}]}
    path.write_text(json.dumps(composition([scene], width=160, height=90)))
    out = tmp_path / "out"
    asked = [str(path), "--every", "5", "--pictures", "1", "--out", str(out)]
    assert engines.main(asked) == 0
    said = capsys.readouterr().out
    assert "small: 2 frames" in said
    assert "\nalike" in said
    (picture,) = out.iterdir()
    with Image.open(picture) as image:
        assert image.size == (3 * 160 + 2 * engines.GAP_PX, 90)


def test_engines_that_are_too_far_apart_are_told_by_the_exit_code(tmp_path, monkeypatch, capsys):
    path = tmp_path / "small" / "composition.json"
    path.parent.mkdir()
    document = composition([{"background": "#204060"}], width=160, height=90)
    path.write_text(json.dumps(document))
    monkeypatch.setattr(engines.Film, "rgb", lambda *_: np.zeros((90, 160, 3), np.uint8))
    assert engines.main([str(path), "--every", "6", "--out", str(tmp_path / "out")]) == 1
    assert "NOT alike" in capsys.readouterr().out
