"""Each kind's own way: where it goes, where its edges lie, what it does with speed."""

import numpy as np
import pytest

from render.canvas.picture import HALF, Picture, new_frame
from render.transitions import TRANSITIONS, Moment
from schemas.names import DIRECTIONS
from tests.canvas.patches import film, furthest, photo, same
from tests.transitions.stage import drawn, pair

BLACK, WHITE = (16, 128, 128), (235, 128, 128)
GREY, GREEN = (126, 128, 128), (173, 42, 26)

SIDES = [("right", 0, 1), ("left", 1, 0), ("down", 2, 3), ("up", 3, 2)]
"""Where the second picture is first and where it is last: left, right, upper, lower."""

to_every_side = pytest.mark.parametrize(("direction", "first", "last"), SIDES)


def thirds(y):
    """Mean luma of the left, right, upper and lower third."""
    across, down = y.shape[1] // 3, y.shape[0] // 3
    parts = y[:, :across], y[:, -across:], y[:down], y[-down:]
    return [float(part.astype(float).mean()) for part in parts]


def white_over_black(kind, progress, direction=None, size=(60, 60), **more):
    return drawn(kind, film(*size), film(*size, color=WHITE), progress, direction, **more).y


def stripes(width=96, height=54, *, upright=True):
    """A frame of hard stripes, 6 pixels wide."""
    frame = film(width, height)
    view = frame.y if upright else frame.y.T
    for start in range(0, view.shape[1], 12):
        view[:, start : start + 6] = 235
    return frame


def contrast(y, axis):
    return np.abs(np.diff(y.astype(float), axis=axis)).mean()


@pytest.mark.parametrize(
    "kind", ["wipe", "slide", "push", "cover", "iris", "diagonalWipe", "blinds"]
)
@to_every_side
def test_the_new_picture_comes_in_where_the_direction_says(kind, direction, first, last):
    at = thirds(white_over_black(kind, 0.45, direction))
    assert at[first] > at[last] + 60
    if kind in ("wipe", "slide", "push", "cover"):
        assert at[first] > 200
        assert at[last] < 30


@to_every_side
def test_what_is_uncovered_lies_behind_the_picture_that_leaves(direction, first, last):
    at = thirds(white_over_black("reveal", 0.5, direction))
    assert at[first] > 120  # still in the dark
    assert at[last] < 30


@to_every_side
def test_fire_runs_where_the_direction_says(direction, first, last):
    a, b = film(60, 60, color=GREY), film(60, 60, color=GREEN)
    burning = drawn("filmBurn", a, b, 0.3, direction)
    red = thirds(burning.cr)
    assert red[first] > red[last] + 10


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("wipe", "right"),
        ("slide", "left"),
        ("push", "left"),
        ("cover", "left"),
        ("reveal", "left"),
        ("whipPan", "left"),
        ("barnDoors", "left"),
        ("blinds", "down"),
        ("diagonalWipe", "right"),
        ("clockWipe", "right"),
        ("spin", "right"),
        ("flip", "left"),
        ("glitch", "left"),
        ("filmBurn", "right"),
        ("lumaWipe", "right"),
    ],
)
def test_without_a_direction_a_kind_goes_its_own_way(kind, default):
    a, b = pair((32, 18))
    assert same(drawn(kind, a, b, 0.4, pace=0.1), drawn(kind, a, b, 0.4, default, pace=0.1))


@pytest.mark.parametrize("kind", [k for k in TRANSITIONS if TRANSITIONS[k].has_directions])
def test_directions_make_a_difference_and_no_others_do(kind):
    a, b = pair((48, 48))
    shown = [drawn(kind, a, b, 0.4, direction, pace=0.1) for direction in DIRECTIONS]
    different = sum(not same(shown[0], other) for other in shown[1:])
    assert different >= (1 if kind in ("barnDoors", "glitch", "spin") else 3)


def test_a_crossfade_is_the_mean_in_the_middle():
    a, b = pair((32, 18))
    middle = drawn("crossfade", a, b, 0.5)
    for plane, p, q in zip(middle.planes, a.planes, b.planes, strict=True):
        assert np.abs(plane - (p.astype(float) + q) / 2).max() <= 0.5


def test_fading_through_black_shows_a_then_black_then_b():
    a, b = film(8, 6, color=(200, 90, 90)), film(8, 6, color=(200, 180, 180))
    assert same(drawn("fadeThroughBlack", a, b, 0.5), film(8, 6))
    half_a = drawn("fadeThroughBlack", a, b, 0.25)
    half_b = drawn("fadeThroughBlack", a, b, 0.75)
    assert [int(p[0, 0]) for p in half_a.planes] == [108, 109, 109]
    assert [int(p[0, 0]) for p in half_b.planes] == [108, 154, 154]


def test_fading_through_white_burns_out_the_lights_before_the_shadows():
    a, b = film(8, 6), film(8, 6, color=(120, 180, 100))
    a.y[:, 4:] = 130
    assert same(drawn("fadeThroughWhite", a, b, 0.5), film(8, 6, color=WHITE))
    early = drawn("fadeThroughWhite", a, b, 0.28)
    assert int(early.y[0, 7]) == 235
    assert int(early.y[0, 0]) < 60


def test_a_dissolve_lets_the_light_through_before_the_shadows():
    a, b = film(64, 36, color=GREY), film(64, 36)
    b.y[:, 32:] = 235
    mixed = drawn("dissolve", a, b, 0.42).y.astype(float)
    gone_bright = (mixed[:, 40:] - 126).mean() / (235 - 126)
    gone_dark = (126 - mixed[:, :24]).mean() / (126 - 16)
    assert gone_bright > gone_dark + 0.4


@pytest.mark.parametrize("kind", ["wipe", "cover", "reveal", "slide", "barnDoors"])
@pytest.mark.parametrize("upright", [True, False])
def test_an_edge_lies_in_the_same_place_in_luma_and_chroma(kind, upright):
    """Between grey and green, luma and chroma change along one edge: no coloured fringe."""
    width, height = (128, 8) if upright else (8, 128)
    a, b = film(width, height, color=GREY), film(width, height, color=GREEN)
    for progress in (0.3, 0.5, 0.61):
        mixed = drawn(kind, a, b, progress, "right" if upright else "down", pace=0.3)
        luma, cb = (mixed.y, mixed.cb) if upright else (mixed.y.T, mixed.cb.T)
        luma = luma[luma.shape[0] // 2].astype(float)
        # Chroma is sited with the first of two columns, and between two rows.
        luma = luma[::2] if upright else (luma[::2] + luma[1::2]) / 2
        chroma = cb[cb.shape[0] // 2].astype(float)
        # Shadows darken both alike: by how green it is, the luma that belongs to it is known.
        black = 16 + 0 * luma
        share = (128 - chroma) / (128 - 42)
        brightest = 126 + (173 - 126) * share
        assert (luma <= brightest + 8).all()
        if kind == "wipe":
            assert np.abs((luma - 126) / (173 - 126) - share).max() < 0.05
        assert (luma >= black).all()


def test_a_wipe_uncovers_as_much_as_its_progress():
    for kind in ("wipe", "clockWipe"):
        for progress in (0.25, 0.5, 0.75):
            y = white_over_black(kind, progress, size=(200, 100))
            shown = (y.astype(float).mean() - 16) / 219
            assert shown == pytest.approx(progress, abs=0.04)


@pytest.mark.parametrize("kind", ["slide", "push", "cover", "reveal", "whipPan", "barnDoors"])
def test_no_gap_shows_between_the_pictures(kind):
    white = film(64, 36, color=WHITE)
    for progress in np.linspace(0, 1, 21):
        for direction in DIRECTIONS:
            y = drawn(kind, white, white, float(progress), direction, pace=0.1).y
            assert y.min() > 16 + 219 * (0.25 if kind != "push" else 0.98)


@pytest.mark.parametrize("kind", ["zoom", "crossZoom", "spin"])
def test_no_edge_of_either_picture_shows(kind):
    a = film(64, 36, color=(150, 100, 170))
    for progress in np.linspace(0, 1, 21):
        assert furthest(drawn(kind, a, a, float(progress), pace=0.1), a) <= 1


def test_a_zoom_grows_the_first_picture_about_the_middle():
    a, b = film(64, 64), film(64, 64)
    a.y[24:40, 24:40] = 235
    mixed = drawn("zoom", a, b, 0.3)
    width = (mixed.y[32].astype(float) - 16).sum() / (int(mixed.y[32, 32]) - 16)
    assert width == pytest.approx(16 * 1.45**0.3, abs=0.5)
    assert np.abs(mixed.y.astype(int) - mixed.y[:, ::-1]).max() <= 1


@pytest.mark.parametrize(("direction", "turned"), [(None, "right"), ("left", "left")])
def test_a_spin_turns_the_way_its_direction_says(direction, turned):
    """A mark at the top goes to the right when the picture turns clockwise."""
    a, b = film(64, 64), film(64, 64)
    a.y[4:12, 28:36] = 235
    y = drawn("spin", a, b, 0.2, direction).y.astype(float)
    left, right, *_ = thirds(y)
    assert (right > left) == (turned == "right")


def test_a_clock_sweeps_the_quarter_its_direction_says():
    """By a quarter of the way one quarter of the frame is done."""
    quarters = {
        "right": (0, 1),  # the upper right one
        "left": (0, 0),
        "down": (1, 1),
        "up": (0, 1),
    }
    for direction, (row, column) in quarters.items():
        y = white_over_black("clockWipe", 0.25, direction, size=(80, 80)).astype(float)
        means = y.reshape(2, 40, 2, 40).mean(axis=(1, 3))
        assert means[row, column] == means.max() > 220
        assert sorted(means.ravel())[-2] < 40


def test_an_iris_is_round_in_every_frame():
    for width, height in ((160, 90), (90, 160)):
        y = white_over_black("iris", 0.3, size=(width, height))
        open_at = y > 125
        across = int(open_at[height // 2].sum())
        down = int(open_at[:, width // 2].sum())
        assert abs(across - down) <= 2


def test_blinds_have_slats_of_one_width_in_every_frame():
    for width, height in ((180, 90), (90, 180)):
        for direction, axis in (("down", 0), ("right", 1)):
            y = white_over_black("blinds", 0.5, direction, size=(width, height))
            line = (y[:, 0] if axis == 0 else y[0]).astype(int)
            starts = np.flatnonzero((line[:-1] <= 125) & (line[1:] > 125))
            assert len(starts) >= 3
            assert set(np.diff(starts)) == {10}


def test_pixels_are_largest_in_the_middle_and_lie_in_one_another():
    a = photo(280, 140, HALF, seed=3)
    runs = []
    for progress in (0.1, 0.3, 0.5):
        y = drawn("pixelize", a, a, progress).y.astype(int)
        runs.append(float((np.diff(y, axis=1) == 0).mean()))
    assert runs == sorted(runs)
    assert runs[-1] > 0.85


def test_a_blur_is_widest_in_the_middle():
    a = stripes(240, 135)
    sharpness = [
        contrast(drawn("blur", a, a, progress).y, 1) for progress in (0.0, 0.15, 0.3, 0.5, 1.0)
    ]
    assert sharpness[0] == sharpness[-1] > sharpness[1] > sharpness[2] > sharpness[3]
    assert sharpness[3] < sharpness[0] / 12


def test_a_flip_is_a_card_seen_from_its_edge_in_the_middle():
    a, b = film(90, 60, color=WHITE), film(90, 60, color=WHITE)
    widths = []
    for progress in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        bright = drawn("flip", a, b, progress).y[30] > 110
        widths.append(int(bright.sum()))
    assert widths == pytest.approx(widths[::-1], abs=2)
    assert widths[0] == 90 > widths[1] > widths[2] > 0


@pytest.mark.parametrize(("direction", "nearer"), [("left", "right"), ("right", "left")])
def test_a_card_turns_its_far_side_towards_the_eye(direction, nearer):
    a, b = film(90, 60, color=WHITE), film(90, 60)
    bright = drawn("flip", a, b, 0.2, direction).y > 110
    columns = np.flatnonzero(bright.any(axis=0))
    heights = bright[:, columns[2]].sum(), bright[:, columns[-3]].sum()
    assert (heights[1] >= heights[0]) == (nearer == "right")


def test_a_glitch_parts_the_colours_and_shows_strips_of_both():
    a = stripes(160, 90)
    b = film(160, 90, color=GREEN)
    y, cb, cr = drawn("glitch", a, b, 0.5).planes
    assert np.ptp(cb.astype(int)) > 60
    assert ((y == 173).mean() > 0.1) == ((y < 60).mean() > 0.1)
    early = drawn("glitch", a, b, 0.1)
    assert (np.abs(early.y.astype(int) - a.y) < 30).mean() > 0.5
    assert cr.dtype == np.uint8


@pytest.mark.parametrize(
    ("kind", "direction", "axis"),
    [
        ("push", "left", 1),
        ("push", "down", 0),
        ("slide", "right", 1),
        ("cover", "up", 0),
        ("whipPan", "left", 1),
        ("whipPan", "up", 0),
    ],
)
def test_fast_movement_is_blurred_along_the_way_and_only_there(kind, direction, axis):
    a = stripes(upright=bool(axis))
    slow = drawn(kind, a, a, 0.5, direction, pace=0.001)
    fast = drawn(kind, a, a, 0.5, direction, pace=0.4)
    assert contrast(fast.y, axis) < contrast(slow.y, axis) * 0.6
    across = stripes(upright=not axis)
    kept = drawn(kind, across, across, 0.5, direction, pace=0.4)
    assert contrast(kept.y, 1 - axis) > contrast(across.y, 1 - axis) * 0.7


@pytest.mark.parametrize("kind", ["crossZoom", "spin"])
def test_fast_turns_and_zooms_are_blurred_at_the_rim_more_than_in_the_middle(kind):
    frame = film(160, 160)
    frame.y[::8] = frame.y[1::8] = frame.y[2::8] = frame.y[3::8] = 235
    slow = drawn(kind, frame, frame, 0.25, pace=0.0).y
    fast = drawn(kind, frame, frame, 0.25, pace=0.08).y

    def lost(window):
        return fast[window].astype(float).std() / slow[window].astype(float).std()

    middle, rim = (slice(64, 96),) * 2, (slice(0, 32),) * 2
    assert lost(rim) < 0.75 * lost(middle)


def test_no_more_of_the_shutters_time_counts_than_lies_inside_the_transition():
    assert Moment(0.0, pace=1.0).shutter() == (0.0, 0.0)
    assert Moment(1.0, pace=1.0).shutter() == (1.0, 1.0)
    assert Moment(0.5, pace=0.2).shutter() == pytest.approx((0.45, 0.55))
    assert Moment(0.02, pace=0.2).shutter() == pytest.approx((0.0, 0.04))
    assert Moment(0.5, pace=0.2).shutter(1.0) == pytest.approx((0.4, 0.6))


def test_a_picture_that_slides_throws_its_shadow_before_it():
    a, b = film(200, 60, color=(150, 128, 128)), film(200, 60, color=WHITE)
    row = drawn("cover", a, b, 0.5).y[30].astype(int)
    edge = int(np.flatnonzero(row == 235)[0])
    assert row[edge - 1] < row[edge - 40] - 30
    assert (np.diff(row[:edge]) <= 1).all()


def test_slow_movement_is_smooth_to_a_part_of_a_pixel():
    """A bright line moves on by as much as the progress says, frame by frame."""
    a, b = film(200, 20), film(200, 20)
    a.y[:, 150:154] = 235
    places = []
    for n in range(40):
        y = drawn("push", a, b, n / 40 * 0.1, pace=0.0025).y[10].astype(float) - 16
        places.append(float((y * np.linspace(0.5, 199.5, 200)).sum() / y.sum()))
    assert np.diff(places) == pytest.approx(np.full(39, -0.5), abs=0.02)


def test_planes_may_be_views():
    whole = photo(96, 40, seed=5)
    y, cb, cr = (plane[:, : plane.shape[1] // 2] for plane in whole.planes)
    a, b = Picture(y, cb, cr), photo(48, 40, seed=6)
    for kind in sorted(TRANSITIONS):
        into = new_frame(48, 40)
        copied = Picture(*(plane.copy() for plane in a.planes))
        assert same(
            drawn(kind, a, b, 0.4, pace=0.1, into=into), drawn(kind, copied, b, 0.4, pace=0.1)
        )
