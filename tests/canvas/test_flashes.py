"""Flashes are counted as WCAG 2.3.1 says: how many, how large, how bright, how red."""

from fractions import Fraction

import numpy as np
import pytest

from render.canvas.flashes import FlashMeter

FPS = 30


def measured(pictures):
    meter = FlashMeter(Fraction(FPS))
    for picture in pictures:
        meter.take(picture)
    return meter.close()


def flashing(color, *, every, other=(0, 0, 0), share=1.0, frames=60):
    """Pictures of which a part changes between two colours every so many frames."""
    for number in range(frames):
        picture = np.zeros((90, 160, 3), np.uint8)
        picture[: round(90 * share)] = color if number // every % 2 else other
        yield picture


@pytest.mark.parametrize(("every", "found"), [(3, True), (4, True), (5, False), (15, False)])
def test_more_than_three_flashes_a_second_are_too_many(every, found):
    """A flash is two changes: six a second pass, seven do not."""
    assert bool(measured(flashing((255, 255, 255), every=every))) is found


def test_small_and_faint_flashes_pass():
    assert not measured(flashing((255, 255, 255), every=3, share=0.06))
    assert not measured(flashing((70, 70, 70), every=3))
    assert not measured(flashing((255, 255, 255), other=(236, 236, 236), every=3))


def test_saturated_red_is_told_apart():
    kinds = {one.kind for one in measured(flashing((200, 0, 0), every=3))}
    assert "red" in kinds
    assert measured(flashing((120, 120, 120), every=3))[0].kind == "general"


def test_a_stretch_is_named_by_its_frames():
    still = [np.zeros((90, 160, 3), np.uint8)] * 60
    stretches = measured([*still, *flashing((255, 255, 255), every=3), *still, *still])
    start, end = stretches[0].start_frame, stretches[0].end_frame
    assert 60 <= start <= 90
    assert 115 <= end <= 155
