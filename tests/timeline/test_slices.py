"""A slice of a timeline is the timeline, seen through a window: what makes segments pure."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from render.encode.profiles import profile_named
from render.errors import CompositionError
from render.frames.draw import draw_frame
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from render.segments.key import segment_key
from render.segments.plan import plan_segments
from render.timebase import FrameRange
from tests.pictures import FONTS, box, composition, planned, scene
from tests.timeline.compositions import compositions

SIZE = (32, 24)
thorough = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    Image.new("RGB", (8, 8), "white").save(folder / "white.png")
    Image.new("RGB", (32, 8), "orange").save(folder / "wide.png")
    return folder


def timeline_of(document, folder):
    try:
        return planned(document, folder)
    except CompositionError:
        assume(False)  # noqa: FBT003 - transitions that do not fit, and the like


@pytest.fixture(scope="module")
def plan(assets):
    return partial(timeline_of, folder=assets)


def window_in(data, timeline):
    start = data.draw(st.integers(0, timeline.frame_count - 1))
    return FrameRange(start, data.draw(st.integers(start + 1, timeline.frame_count)))


@thorough
@given(compositions(), st.data())
def test_frame_n_of_a_slice_draws_what_frame_start_plus_n_of_the_whole_draws(plan, document, data):
    timeline = plan(document)
    window = window_in(data, timeline)
    part = timeline.seen_in(window)
    assert part.frame_count == len(window)
    for frame in range(len(window)):
        assert draw_frame(part, frame, *SIZE) == draw_frame(timeline, window.start + frame, *SIZE)


@thorough
@given(compositions(), st.data())
def test_a_slice_of_a_slice_is_the_slice(plan, document, data):
    timeline = plan(document)
    outer = window_in(data, timeline)
    part = timeline.seen_in(outer)
    inner = window_in(data, part)
    twice = part.seen_in(inner)
    once = timeline.seen_in(inner.shifted(outer.start))
    assert segment_key(twice, None, "") == segment_key(once, None, "")


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(compositions(), st.data())
def test_pixels_of_a_slice_are_those_of_the_whole_in_any_order(plan, document, data):
    timeline = plan(document)
    window = window_in(data, timeline)
    part = timeline.seen_in(window)
    order = data.draw(st.permutations(range(len(window))))[:6]
    with FrameRenderer(FONTS, *SIZE) as one, FrameRenderer(FONTS, *SIZE) as other:
        for frame in order:
            a, b = one.frame(part, frame), other.frame(timeline, window.start + frame)
            assert all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))


def keys(document, folder=None):
    """The keys of the segments of a composition, scene by scene."""
    prepared = prepare(document, RenderOptions(assets=folder))
    timeline = prepared.timeline
    plan = plan_segments(
        timeline, prepared.sound, FrameRange(0, timeline.frame_count), SIZE, profile_named("draft")
    )
    return [segment.work.key for segment in plan.segments]


def moving(color, **fields):
    text = {"type": "text", "text": f"the {color} one", "fontSize": 5}
    return scene(
        box(color, 0, 0, 4, 4, enter={"preset": "rise", "durationFrames": 3}), text, frames=8,
        **fields,
    )  # fmt: skip


FADE = {"type": "crossfade", "durationFrames": 2}


def test_a_scene_put_in_front_leaves_the_keys_of_the_rest():
    rest = (moving("red"), moving("blue", transition=FADE), moving("lime"))
    before = keys(composition(*rest))
    after = keys(composition(moving("white"), *rest))
    assert after[1:] == before
    assert len({*after}) == len(after)


def test_a_changed_scene_changes_its_own_key_and_that_of_its_transition():
    scenes = [moving("red"), moving("blue", transition=FADE), moving("lime"), moving("white")]
    before = keys(composition(*scenes))
    scenes[0] = moving("green")
    changed = [a != b for a, b in zip(before, keys(composition(*scenes)), strict=True)]
    assert changed == [True, True, False, False]


def test_names_ids_and_metadata_are_in_no_key():
    plain = keys(composition(moving("red", name="one"), title="A"))
    other = composition(moving("red", name="two"), title="B", metadata={"x": 1})
    other["scenes"][0]["id"] = "else"
    assert keys(other) == plain


def test_a_layer_over_before_the_window_and_one_still_to_come_are_not_in_the_slice():
    document = composition(scene(
        box("red", 0, 0, 1, 1, durationFrames=5), box("blue", 0, 0, 1, 1, startFrame=20),
        box("lime", 0, 0, 1, 1), frames=30,
    ))  # fmt: skip
    part = planned(document).seen_in(FrameRange(10, 20))
    assert [layer.path for layer in part.scenes[0].layers] == ["scenes[0].layers[2]"]


def test_an_enter_that_is_over_and_an_exit_still_to_come_are_left_out():
    there = box("red", 0, 0, 1, 1, enter={"preset": "fade", "durationFrames": 5},
                exit={"preset": "fade", "durationFrames": 5})  # fmt: skip
    timeline = planned(composition(scene(there, frames=30)))
    ends = [
        tuple(
            animation is not None
            for layer in timeline.seen_in(FrameRange(*window)).scenes[0].layers
            for animation in (layer.enter, layer.exit)
        )
        for window in ((0, 5), (4, 26), (5, 25), (5, 26), (25, 30))
    ]
    assert ends == [(True, False), (True, True), (False, False), (False, True), (False, True)]


def test_layers_that_stand_still_give_equal_slices_wherever_they_lie():
    still = composition(scene(box("red", 0, 0, 1, 1), frames=90))
    timeline = planned(still)
    scenes = [timeline.seen_in(FrameRange(start, start + 30)).scenes[0] for start in (30, 60)]
    spans = [replace(layer, span=FrameRange(0, 1)) for s in scenes for layer in s.layers]
    assert spans[0] == spans[1]


def test_equal_scenes_share_their_segment():
    made = keys(composition(moving("red"), moving("blue"), moving("red")))
    assert made[0] == made[2] != made[1]
