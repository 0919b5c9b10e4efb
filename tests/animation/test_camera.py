"""Camera windows: fit modes by CSS's numbers, and what holds for every movement."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from render.animation.camera import Camera, Window, fit_window, preset_camera, rect_camera
from schemas.names import EASINGS, MOTION_PRESETS

sides = st.floats(1, 10_000)
sizes = st.tuples(sides, sides)
shares = st.floats(0, 1)
points = st.tuples(shares, shares)
SLACK = 1e-6


def shown(fit, source, box, focus=(0.5, 0.5)):
    """Return where the whole source lies in the box, as CSS would say it: x, y, width, height."""
    window = fit_window(fit, source, box, focus)
    across, down = box[0] / window.width, box[1] / window.height
    return tuple(
        pytest.approx(number, abs=1e-6)
        for number in (
            -window.x * across, -window.y * down, source[0] * across, source[1] * down
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fit", "source", "box", "expected"),
    [
        # A 400 x 300 picture in a 200 x 100 box, and the other way round.
        ("fill", (400, 300), (200, 100), (0, 0, 200, 100)),
        ("contain", (400, 300), (200, 100), (100 / 3, 0, 400 / 3, 100)),
        ("cover", (400, 300), (200, 100), (0, -25, 200, 150)),
        ("none", (400, 300), (200, 100), (-100, -100, 400, 300)),
        ("scale-down", (400, 300), (200, 100), (100 / 3, 0, 400 / 3, 100)),
        ("fill", (40, 30), (200, 100), (0, 0, 200, 100)),
        ("contain", (40, 30), (200, 100), (100 / 3, 0, 400 / 3, 100)),
        ("cover", (40, 30), (200, 100), (0, -25, 200, 150)),
        ("none", (40, 30), (200, 100), (80, 35, 40, 30)),
        ("scale-down", (40, 30), (200, 100), (80, 35, 40, 30)),
        # Larger in one direction only.
        ("none", (400, 30), (200, 100), (-100, 35, 400, 30)),
        ("scale-down", (400, 30), (200, 100), (0, 42.5, 200, 15)),
        ("contain", (30, 400), (200, 100), (96.25, 0, 7.5, 100)),
        ("cover", (30, 400), (200, 100), (0, -3850 / 3, 200, 8000 / 3)),
    ],
)
def test_fit_modes_show_what_css_object_fit_shows(fit, source, box, expected):
    assert shown(fit, source, box) == expected


def test_the_focal_point_shifts_only_what_is_cut_off():
    assert shown("cover", (400, 300), (200, 100), (0.0, 0.0)) == (0, 0, 200, 150)
    assert shown("cover", (400, 300), (200, 100), (1.0, 1.0)) == (0, -50, 200, 150)
    assert shown("contain", (400, 300), (200, 100), (0.0, 1.0)) == (100 / 3, 0, 400 / 3, 100)
    assert shown("none", (40, 30), (200, 100), (0.0, 1.0)) == (80, 35, 40, 30)
    assert shown("none", (400, 30), (200, 100), (1.0, 1.0)) == (-200, 35, 400, 30)


@given(sizes, sizes, points)
def test_cover_fills_the_box_from_inside_the_source_and_keeps_the_focal_point(source, box, focus):
    assume(0.001 < source[0] / source[1] < 1000)
    window = fit_window("cover", source, box, focus)
    slack = SLACK * max(source)
    assert window.width / window.height == pytest.approx(box[0] / box[1])
    assert is_inside(window, source, slack)
    assert max(window.width / source[0], window.height / source[1]) == pytest.approx(1)
    assert sees(window, (focus[0] * source[0], focus[1] * source[1]), slack)


@given(sizes, sizes, points)
def test_contain_shows_the_whole_source_and_touches_two_sides(source, box, focus):
    window = fit_window("contain", source, box, focus)
    slack = SLACK * max(window.width, window.height)
    assert window.x <= slack
    assert window.y <= slack
    assert window.x + window.width >= source[0] - slack
    assert window.y + window.height >= source[1] - slack
    assert min(window.width / source[0], window.height / source[1]) == pytest.approx(1)


def is_inside(window, source, slack):
    return (
        window.x >= -slack
        and window.y >= -slack
        and window.x + window.width <= source[0] + slack
        and window.y + window.height <= source[1] + slack
    )


def sees(window, point, slack):
    return (
        window.x - slack <= point[0] <= window.x + window.width + slack
        and window.y - slack <= point[1] <= window.y + window.height + slack
    )


@given(
    sizes, sizes, points, st.floats(0, 4), st.sampled_from(MOTION_PRESETS),
    st.sampled_from(EASINGS), st.integers(1, 300), st.integers(0, 299),
)  # fmt: skip
def test_no_movement_leaves_the_source(
    source, box, focus, amount, preset, easing_name, duration, frame
):
    base = fit_window("cover", source, box, focus)
    camera = preset_camera(preset, base, source, focus, amount, easing_name)
    window = camera.window(frame, duration)
    slack = SLACK * max(source)
    assert is_inside(window, source, slack)
    assert window.width / window.height == pytest.approx(box[0] / box[1])
    assert window.width >= camera.smallest_window.width - slack


@given(sizes, sizes, points, st.floats(0, 4), st.sampled_from(MOTION_PRESETS),
       st.integers(0, 30))  # fmt: skip
def test_every_movement_keeps_the_focal_point_in_view(source, box, focus, amount, preset, frame):
    base = fit_window("cover", source, box, focus)
    window = preset_camera(preset, base, source, focus, amount).window(frame, 31)
    assert sees(window, (focus[0] * source[0], focus[1] * source[1]), SLACK * max(source))


SOURCE, BASE = (1600.0, 900.0), Window(0, 0, 1600, 900)


def ends(preset, amount=0.25, focus=(0.5, 0.5)):
    camera = preset_camera(preset, BASE, SOURCE, focus, amount)
    return camera.window(0, 100), camera.window(99, 100)


def test_a_zoom_by_a_quarter_shows_the_picture_a_quarter_larger():
    wide, near = ends("zoom-in")
    assert wide == BASE
    assert (near.width, near.height) == pytest.approx((1280, 720))
    assert (near.x, near.y) == pytest.approx((160, 90))
    assert ends("zoom-out") == (near, wide)


def test_a_zoom_goes_towards_the_focal_point():
    _, near = ends("zoom-in", focus=(1.0, 0.0))
    assert (near.x + near.width, near.y) == pytest.approx((1600, 0))


@pytest.mark.parametrize(
    ("preset", "x", "y"),
    [("pan-left", -1, 0), ("pan-right", 1, 0), ("pan-up", 0, -1), ("pan-down", 0, 1)],
)
def test_a_pan_goes_where_it_says_from_edge_to_edge(preset, x, y):
    start, end = ends(preset)
    assert (end.x - start.x, end.y - start.y) == pytest.approx((x * 320, y * 180))
    assert (start.width, start.height) == (end.width, end.height)


def test_static_stands_still_and_drift_hardly_moves():
    start, end = ends("static")
    assert start == end == BASE
    start, end = ends("drift")
    assert 0 < abs(end.x - start.x) < 320
    assert start.width == end.width


def test_without_an_amount_nothing_moves():
    for preset in MOTION_PRESETS:
        start, end = ends(preset, amount=0.0)
        assert (start.x, start.y, start.width) == pytest.approx((end.x, end.y, end.width))


def test_the_first_and_the_last_frame_show_the_ends_and_the_way_is_even():
    camera = Camera(Window(0, 0, 100, 100), Window(90, 0, 10, 10))
    assert [camera.window(frame, 10).x for frame in range(10)] == pytest.approx(range(0, 100, 10))
    assert camera.window(12, 10) == camera.end


def test_one_frame_shows_the_start():
    camera = Camera(Window(0, 0, 100, 100), Window(90, 0, 10, 10))
    assert camera.window(0, 1) == camera.start


def test_rectangles_of_the_boxs_shape_are_shown_as_they_are():
    camera = rect_camera((0, 0, 1, 1), (0.5, 0.25, 0.5, 0.5), (1600, 900), 16 / 9)
    assert camera.start == Window(0, 0, 1600, 900)
    assert camera.end == Window(800, 225, 800, 450)


rects = st.tuples(shares, shares, st.floats(0.01, 1), st.floats(0.01, 1)).map(
    lambda r: (r[0] * (1 - r[2]), r[1] * (1 - r[3]), r[2], r[3])
)


@given(rects, rects, sizes, st.floats(0.1, 10))
def test_rectangles_become_windows_of_the_boxs_shape_inside_the_source(start, end, source, aspect):
    camera = rect_camera(start, end, source, aspect)
    slack = SLACK * max(source)
    for window, rect in ((camera.start, start), (camera.end, end)):
        assert window.width / window.height == pytest.approx(aspect)
        assert is_inside(window, source, slack)
        wanted = (
            rect[0] * source[0],
            rect[1] * source[1],
            rect[2] * source[0],
            rect[3] * source[1],
        )
        middle = (wanted[0] + wanted[2] / 2, wanted[1] + wanted[3] / 2)
        assert sees(window, middle, slack)
        largest = window.width >= source[0] - slack or window.height >= source[1] - slack
        holds = window.width >= wanted[2] - slack and window.height >= wanted[3] - slack
        assert holds or largest
