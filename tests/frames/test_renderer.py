"""The renderer: a frame depends on its number alone, whatever was drawn before."""

from dataclasses import replace

import numpy as np
import pytest

from render.canvas.ops import Draw, Fill
from render.errors import RenderError
from render.frames.draw import Mixed, Plain, draw_frame
from render.frames.renderer import FrameRenderer
from render.timeline.canvas_size import RESOLUTIONS, output_size
from render.transitions import TRANSITIONS
from tests.canvas.patches import copy_of, furthest, same
from tests.pictures import FONTS, assert_pixels, box, composition, planned, rgb_of, scene

SIZE = (32, 24)
FADE = {"type": "crossfade", "durationFrames": 3}
GLASS = {
    "type": "radial",
    "stops": [{"offset": 0, "color": "#f000"}, {"offset": 1, "color": "blue"}],
}


def busy():
    """Scenes with transitions into one another, movement, gradients, groups and a gap."""
    grown = box("lime", 2, 2, 6, 4, opacity=0.5, keyframes={
        "x": [{"frame": 0, "value": 0}, {"frame": 9, "value": 7}],
        "rotation": [{"frame": 0, "value": 0}, {"frame": 9, "value": 50}]})  # fmt: skip
    pair = {"type": "group", "opacity": 0.6, "layers": [box("red", 0, 0, 9, 6), grown]}
    text = {"type": "text", "text": "Hi", "fontSize": 8, "enter": {"preset": "rise"}}
    return planned(
        composition(
            scene(grown, frames=9, startFrame=0, background=GLASS),
            scene(pair, frames=9, startFrame=7, transition=FADE | {"type": "zoom"}),
            scene(text, frames=7, startFrame=11, transition=FADE | {"type": "slide"}),
            size=(16, 12), total=22, overlays=[box("white", 0, 0, 3, 1, opacity=0.7)],
        )
    )  # fmt: skip


def test_frames_in_any_order_are_those_of_a_fresh_renderer():
    timeline = busy()
    fresh = []
    for frame in range(timeline.frame_count):
        with FrameRenderer(FONTS, *SIZE) as renderer:
            fresh.append(copy_of(renderer.frame(timeline, frame)))
    orders = [range(22), range(21, -1, -1), np.random.default_rng(1).permutation(22).tolist()]
    with FrameRenderer(FONTS, *SIZE) as renderer:
        for order in orders:
            for frame in order:
                assert same(renderer.frame(timeline, frame), fresh[frame]), frame


def test_two_timelines_may_take_turns():
    one = planned(composition(scene(box("red", 0, 0, 2, 2), background=GLASS), size=(16, 12)))
    two = planned(composition(scene(box("blue", 4, 4, 2, 2), background="white"), size=(16, 12)))
    with FrameRenderer(FONTS, *SIZE) as renderer:
        first = [copy_of(renderer.frame(timeline, 0)) for timeline in (one, two)]
        again = [copy_of(renderer.frame(timeline, 0)) for timeline in (one, two)]
    assert all(same(a, b) for a, b in zip(first, again, strict=True))


def test_a_frame_equal_to_the_one_before_is_not_drawn_again(monkeypatch):
    timeline = planned(composition(scene(box("red", 0, 0, 2, 2), frames=5), scene(frames=5)))
    painted = []
    with FrameRenderer(FONTS, *SIZE) as renderer:
        monkeypatch.setattr("render.frames.renderer.paint", lambda ops, *_: painted.append(ops))
        for frame in range(10):
            renderer.frame(timeline, frame)
    assert len(painted) == 2 * 2  # base and overlays, once a scene


def test_after_an_error_the_next_frame_is_drawn_whole(monkeypatch):
    timeline = busy()
    with FrameRenderer(FONTS, *SIZE) as renderer, FrameRenderer(FONTS, *SIZE) as other:
        renderer.frame(timeline, 8)
        with monkeypatch.context() as broken:
            zoom = replace(TRANSITIONS["zoom"], draw=_break)
            broken.setitem(TRANSITIONS, "zoom", zoom)
            with pytest.raises(RenderError, match="broken"):
                renderer.frame(timeline, 9)
        assert same(renderer.frame(timeline, 8), other.frame(timeline, 8))
        assert same(renderer.frame(timeline, 9), other.frame(timeline, 9))


def _break(*_arguments):
    raise RenderError("broken")


def test_a_transition_into_a_transition_mixes_three_scenes():
    timeline = busy()
    base = draw_frame(timeline, 12, *SIZE).base
    assert isinstance(base, Mixed)
    assert base.kind == "slide"
    bases = [draw_frame(timeline, frame, *SIZE).base for frame in range(22)]
    kinds = [base.kind if isinstance(base, Mixed) else "." for base in bases]
    assert kinds == [*"." * 7, *["zoom"] * 3, ".", *["slide"] * 3, *"." * 8]


def test_crowded_transitions_lie_in_one_another():
    timeline = planned(composition(
        scene(frames=8, startFrame=0, background="red"),
        scene(frames=8, startFrame=4, background="lime", transition=FADE | {"durationFrames": 6}),
        size=(16, 12), total=12,
    ))  # fmt: skip
    base = draw_frame(timeline, 5, *SIZE).base
    assert isinstance(base, Mixed)
    assert isinstance(base.before, Plain)


def test_the_drawing_of_a_frame_is_a_value():
    timeline = busy()
    for frame in (0, 8, 12, 18):
        drawings = [draw_frame(timeline, frame, *SIZE) for _ in range(2)]
        assert drawings[0] == drawings[1]
        assert hash(drawings[0]) == hash(drawings[1])


def test_a_bare_scene_is_a_fill():
    drawing = draw_frame(planned(composition(scene(background="#102030"))), 0, *SIZE)
    assert drawing.base == Plain((Fill(16, 32, 48),))
    assert drawing.overlays == ()


@pytest.mark.parametrize("size", [(16, 12), (32, 24), (48, 36), (40, 30), (1024, 768)])
def test_a_composition_looks_the_same_at_every_size(size):
    timeline = planned(composition(scene(box("white", 4, 3, 8, 6)), size=(16, 12)))
    assert any(isinstance(op, Draw) for op in draw_frame(timeline, 0, *size).base.ops)
    with FrameRenderer(FONTS, *size) as renderer:
        white = (renderer.frame(timeline, 0).y > 125).mean()
    assert white == pytest.approx(0.25, abs=0.04)


def test_rgb_is_the_frame_in_rgb():
    timeline = planned(composition(scene(background="#00bdf2"), size=(8, 4)))
    with FrameRenderer(FONTS, 16, 8) as renderer:
        rgb = renderer.rgb(timeline, 0)
    assert rgb.shape == (8, 16, 3)
    assert rgb.dtype == np.uint8
    assert np.abs(rgb.astype(int) - (0, 189, 242)).max() <= 2


def test_a_renderer_draws_on_after_it_was_closed():
    timeline = busy()
    renderer = FrameRenderer(FONTS, *SIZE)
    before = copy_of(renderer.frame(timeline, 12))
    renderer.close()
    renderer.frame(timeline, 3)
    assert same(renderer.frame(timeline, 12), before)


@pytest.mark.parametrize(
    ("canvas", "resolution", "size"),
    [
        ((1920, 1080), None, (1920, 1080)),
        ((1920, 1080), "480p", (854, 480)),
        ((1920, 1080), "2160p", (3840, 2160)),
        ((1080, 1920), "720p", (720, 1280)),
        ((1080, 1080), "1440p", (1440, 1440)),
        ((1080, 1350), "480p", (480, 600)),
        ((1080, 1620), "1080p", (1080, 1620)),
        ((2, 2), "480p", (480, 480)),
        ((646, 364), None, (646, 364)),
    ],
)
def test_output_sizes_are_even_and_keep_the_shape(canvas, resolution, size):
    assert output_size(*canvas, resolution) == size


def test_an_uneven_scale_covers_the_whole_output():
    """480p of 16:9 is 853.33 wide: 854 are filled."""
    timeline = planned(composition(scene(box("white", 0, 0, 1920, 1080)), size=(1920, 1080)))
    for resolution in ("480p", "720p"):
        size = output_size(1920, 1080, resolution)
        with FrameRenderer(FONTS, *size) as renderer:
            assert (renderer.frame(timeline, 0).y == 235).all()
    assert set(RESOLUTIONS) == {"480p", "720p", "1080p", "1440p", "2160p"}


@pytest.mark.parametrize("height", [100, 101, 299, 301, 333])
@pytest.mark.parametrize("resolution", ["480p", "720p", "1080p"])
def test_a_bar_along_the_lower_edge_reaches_it_and_has_a_sharp_upper_one(resolution, height):
    bar = {"type": "shape", "fill": "white", "position": "bottom",
           "size": {"width": "100%", "height": height}}  # fmt: skip
    timeline = planned(composition(scene(bar), size=(1920, 1080)))
    size = output_size(1920, 1080, resolution)
    with FrameRenderer(FONTS, *size) as renderer:
        luma = renderer.frame(timeline, 0).y
    assert set(np.unique(luma).tolist()) == {16, 235}
    assert (luma[-1] == 235).all()
    assert (luma[:, 0] == 235).sum() == pytest.approx(height * size[1] / 1080, abs=0.75)


def test_texts_are_as_sharp_at_480p_as_they_are_drawn():
    """Stretched by 854 / 853.33 they would be sampled anew: no pixel would be quite white."""
    text = {"type": "text", "text": "HHH", "fontSize": 200, "fontWeight": 900, "enter": None}
    timeline = planned(composition(scene(text), size=(1920, 1080)))
    op = draw_frame(timeline, 0, 854, 480).base.ops[1]
    assert (op.matrix.a, op.matrix.d) == pytest.approx((1, 1), abs=1e-9)
    assert (op.matrix.tx, op.matrix.ty) == pytest.approx((round(op.matrix.tx), round(op.matrix.ty)))


@pytest.mark.parametrize("resolution", ["480p", "720p", None])
def test_gradient_backgrounds_cover_the_last_row_and_column(resolution):
    stops = [{"offset": 0, "color": "white"}, {"offset": 1, "color": "white"}]
    plain = {"type": "linear", "angle": 30, "stops": stops}
    timeline = planned(composition(scene(background=plain), size=(1080, 1350)))
    with FrameRenderer(FONTS, *output_size(1080, 1350, resolution)) as renderer:
        assert (renderer.frame(timeline, 0).y == 235).all()


def test_typed_pictures_name_the_first_wrong_pixel():
    timeline = planned(composition(scene(box("red", 1, 0, 1, 1)), size=(4, 2)))
    with FrameRenderer(FONTS, 8, 4) as renderer:
        picture = rgb_of(renderer.frame(timeline, 0))
    assert_pixels("_R__\n____", picture)
    with pytest.raises(AssertionError, match=r"block x=2, y=0 \(pixel x=4, y=0\): expected R"):
        assert_pixels("_RR_\n____", picture)
    with pytest.raises(AssertionError, match="4, 8"):
        assert_pixels("_R_\n___", picture)


def test_an_isolated_still_layer_costs_no_difference():
    """A see-through group of one layer is drawn as the layer."""
    group = {"type": "group", "opacity": 0.5, "layers": [box("red", 0, 0, 8, 6)]}
    one, other = (
        planned(composition(scene(layer), size=(16, 12)))
        for layer in (group, box("red", 0, 0, 8, 6, opacity=0.5))
    )
    with FrameRenderer(FONTS, *SIZE) as a, FrameRenderer(FONTS, *SIZE) as b:
        assert furthest(a.frame(one, 0), b.frame(other, 0)) == 0
