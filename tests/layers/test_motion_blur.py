"""Motion blur: the trace of what moves while the shutter is open."""

import numpy as np
import pytest

from render.canvas.ops import Mean, Treat
from render.frames.draw import draw_frame
from render.interchange.film import Film
from tests.pictures import FONTS, box, composition, planned, scene, shot

SIZE = (160, 40)


def moving(per_frame, *, blur=True, size=12, key="x", **fields):
    """A white square that moves evenly; its top left corner lies at 40, 14 at frame 2."""
    line = [{"frame": f, "value": 40 + per_frame * (f - 2)} for f in (0, 4)]
    layer = box("white", 40, 14, size, size, keyframes={key: line}, motionBlur=blur, **fields)
    return composition(scene(layer, frames=5), size=SIZE)


def luma(document, frame=2):
    return shot(document, frame)[0].astype(float).mean(axis=2)


def row(document, frame=2):
    """The levels along the middle of the square, 0 to 1, two pixels a design pixel."""
    return luma(document, frame)[40] / 255


@pytest.mark.parametrize(
    ("angle", "share"), [(True, 0.5), (360, 1.0), ({"shutterAngle": 90}, 0.25)]
)
@pytest.mark.parametrize("per_frame", [3, 10, 25])
def test_even_movement_is_the_exact_integral_over_the_shutter(per_frame, angle, share):
    found = row(moving(per_frame, blur=angle))
    way, side, left = 2 * per_frame * share, 24, 80
    fine = np.linspace(0, len(found), len(found) * 50, endpoint=False) + 0.01
    starts = left + way * np.linspace(-0.5, 0.5, 4000)
    covered = np.searchsorted(starts, fine, "right") - np.searchsorted(starts, fine - side, "left")
    exact = (covered / len(starts)).reshape(-1, 50).mean(axis=1)
    assert np.abs(found - exact).max() < 0.05
    assert found.sum() == pytest.approx(side, abs=0.4)
    centre = (found * (np.indices(found.shape)[0] + 0.5)).sum() / found.sum()
    assert centre == pytest.approx(left + side / 2, abs=0.1)


def test_diagonal_movement_is_as_long_as_it_is_and_where_it_is():
    line = [[{"frame": f, "value": at + 16 * (f - 2)} for f in (0, 4)] for at in (70, 15)]
    layer = box("white", 70, 15, 8, 8, keyframes={"x": line[0], "y": line[1]}, motionBlur=360)
    found = luma(composition(scene(layer, frames=5), size=(160, 40))) / 255
    rows, columns = np.mgrid[0 : found.shape[0], 0 : found.shape[1]] + 0.5
    assert found.sum() == pytest.approx(16 * 16, rel=0.03)
    assert (found * columns).sum() / found.sum() == pytest.approx(148, abs=0.2)
    assert (found * rows).sum() / found.sum() == pytest.approx(38, abs=0.2)
    along = ((columns - 148) + (rows - 38)) / 2**0.5
    spread = (found * along**2).sum() / found.sum()
    assert spread == pytest.approx((32 * 2**0.5) ** 2 / 12 + 16**2 / 12, rel=0.05)


def test_a_turn_is_blurred_at_the_rim_and_sharp_in_the_middle():
    turn = {"rotation": [{"frame": 0, "value": 0}, {"frame": 4, "value": 120}]}
    bar = box("white", 80, 20, 30, 4, anchor="center", keyframes=turn, motionBlur=True)
    found = luma(composition(scene(bar, frames=5), size=SIZE)) / 255
    assert found[40, 160] > 0.9
    assert found.max(axis=0)[[142, 178]].max() < 0.75
    assert found.sum() == pytest.approx(60 * 8, rel=0.03)


def test_what_stands_still_is_drawn_as_without():
    still = composition(scene(box("white", 40, 14, 12, 12, motionBlur=True), frames=5), size=SIZE)
    plain = composition(scene(box("white", 40, 14, 12, 12), frames=5), size=SIZE)
    assert np.array_equal(luma(still), luma(plain))
    for none in (False, 0):
        assert np.array_equal(luma(moving(9, blur=none)), luma(moving(9, blur=None)))
    assert not np.array_equal(luma(moving(9)), luma(moving(9, blur=None)))


def test_a_movement_ends_and_the_layer_is_sharp():
    line = [{"frame": 0, "value": 10}, {"frame": 3, "value": 70}]
    layer = box("white", 10, 14, 12, 12, keyframes={"x": line}, motionBlur=True)
    document = composition(scene(layer, frames=8), size=SIZE)
    partly = [(abs(row(document, f) - 0.5) < 0.4).sum() for f in range(6)]
    assert partly[1] > 10
    assert partly[3] > 5, "half of the shutter's time it still moves"
    assert partly[4] == partly[5] == 0


def test_enters_exits_and_parts_leave_traces():
    enter = {"preset": "slide", "durationFrames": 6, "easing": "linear"}
    words = {
        "type": "text", "text": "go go", "fontSize": 12, "color": "white", "motionBlur": True,
        "enter": {"preset": "rise", "by": "word", "durationFrames": 3, "staggerFrames": 2},
    }  # fmt: skip
    slid = box("white", 60, 14, 12, 12, enter=enter, motionBlur=True)
    for layer, frame in ((slid, 2), (words, 1)):
        timeline = planned(composition(scene(layer, frames=20), size=SIZE))
        ops = draw_frame(timeline, frame, *(2 * side for side in SIZE)).base.ops
        (treat,) = [op for op in ops if isinstance(op, Treat)]
        assert isinstance(treat.ops[0], Mean)
        assert treat.ops[0].lists


@pytest.mark.parametrize("preset", ["spin", "pop", "slide", "shake", "flip"])
def test_its_cost_is_bounded_and_its_frames_are_the_same_twice(preset):
    layer = box("white", 0, 0, *SIZE, enter={"preset": preset, "durationFrames": 2}, motionBlur=360)
    document = composition(scene(layer, frames=4), size=SIZE)
    timeline = planned(document)
    for frame in range(4):
        for op in draw_frame(timeline, frame, 1920, 480).base.ops:
            if isinstance(op, Treat):
                assert len(op.ops[0].lists) <= 32
        assert np.array_equal(luma(document, frame), luma(document, frame))


def test_shadow_effects_and_blend_mode_move_along():
    document = moving(
        8, shadow={"blur": 0, "offsetX": 0, "offsetY": 6, "color": "lime"}, blendMode="screen",
        effects=[{"type": "brightness", "amount": 0.5}], opacity=0.8,
    )  # fmt: skip
    picture = shot(document, 2)[0].astype(int)
    assert picture[40, 80].tolist() == pytest.approx([51, 51, 51], abs=8)  # half covered
    assert picture[58, 92, 1] > 150
    assert picture[58, 92, 0] < 60


def test_the_moviepy_engine_draws_the_same():
    document = moving(10)
    timeline = planned(document)
    width, height = (2 * side for side in SIZE)
    film = Film(timeline, FONTS, width, height)
    ours, theirs = luma(document), film.rgb(2).astype(float).mean(axis=2)
    assert np.abs(ours - theirs).mean() < 1
