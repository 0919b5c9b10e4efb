"""Transitions in R'G'B'."""

import numpy as np
import pytest
from PIL import Image

from render.interchange import film as film_module
from render.interchange.film import Film
from render.interchange.mixes import MIXES, through_planes, to_bytes
from render.options import RenderOptions
from render.prepare import prepare
from render.transitions import TRANSITIONS, Moment
from schemas.names import TRANSITION_TYPES
from tests.interchange.stage import composition, draw_both, painting

A = painting(64, 48).astype(np.float32)
B = painting(64, 48, turn=2.0).astype(np.float32)


def test_only_real_transitions_are_written_a_second_time():
    assert set(MIXES) <= set(TRANSITIONS)


@pytest.mark.parametrize("kind", MIXES)
def test_a_transition_starts_at_a_and_ends_at_b(kind):
    for direction in (None, "left", "right", "up", "down"):
        start, end = (Moment(progress, direction, pace=0.3) for progress in (0.0, 1.0))
        np.testing.assert_allclose(MIXES[kind](A, B, start), A, atol=1e-3)
        np.testing.assert_allclose(MIXES[kind](A, B, end), B, atol=1e-3)


def test_the_edge_of_a_wipe_moves_the_way_it_says():
    black, white = np.zeros((48, 64, 3), np.float32), np.full((48, 64, 3), 255, np.float32)
    at_half = {way: MIXES["wipe"](black, white, Moment(0.5, way)) for way in ("left", "up")}
    assert at_half["left"][0, -1, 0] == 255
    assert at_half["left"][0, 0, 0] == 0
    assert at_half["up"][-1, 0, 0] == 255
    assert at_half["up"][0, 0, 0] == 0


@pytest.mark.parametrize("kind", MIXES)
def test_a_borrowed_transition_is_the_fast_engines(kind):
    moment = Moment(0.4, pace=0.05)
    own = to_bytes(MIXES[kind](A, B, moment)).astype(int)
    borrowed = to_bytes(through_planes(kind)(A, B, moment)).astype(int)
    assert np.abs(own - borrowed).mean() < 4  # 4:2:0 there and back at 64x48


def test_a_transition_that_is_not_there_is_borrowed_and_said(media, monkeypatch):
    monkeypatch.setattr(film_module, "MIXES", {})
    crossfade = {"type": "crossfade", "durationFrames": 6}
    scenes = [{"asset": "photo.png"}, {"background": "#ffffff", "transition": crossfade}]
    document = composition(scenes)
    prepared = prepare(document, RenderOptions(assets=media))
    film = Film(prepared.timeline, prepared.fonts, 320, 180)
    assert film.borrowed_transitions == {"crossfade"}
    film.close()
    (compared,) = draw_both(document, media, [14])
    assert compared.mean < 2


@pytest.mark.parametrize("kind", sorted(set(TRANSITION_TYPES) - set(MIXES) - {"cut"}))
def test_every_other_kind_of_the_format_is_borrowed(media, kind):
    """Drawn from the same planes, the pictures differ by the way to R'G'B' and back alone."""
    transition = {"type": kind, "durationFrames": 9, "easing": "linear"}
    if TRANSITIONS[kind].needs_picture:
        ramp = np.tile(np.linspace(0, 255, 64), (36, 1))
        Image.fromarray(ramp.astype(np.uint8)).save(media / "ramp.png")
        transition["asset"] = "ramp.png"
    scenes = [{"asset": "photo.png"}, {"background": "#ffcf71", "transition": transition}]
    for compared in draw_both(composition(scenes), media, [13, 16, 19]):
        assert compared.mean < 3
