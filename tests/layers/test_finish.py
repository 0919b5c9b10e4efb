"""What is done to a layer's picture: effects, border, mask, shadow, blend mode, in that order."""

import json

import numpy as np
import pytest
from PIL import Image

from render.canvas.blend import MODES
from render.canvas.ops import Treat
from render.document import parse_composition
from render.errors import CompositionError
from render.frames.draw import draw_frame
from render.interchange.film import Film
from render.timebase import FrameRange
from schemas.names import BLEND_MODES, EFFECT_TYPES
from tests.pictures import FONTS, assert_pixels, box, composition, planned, scene, shot, warnings

CUBE = "LUT_3D_SIZE 2\n" + "".join(
    f"{1 - r} {1 - g} {1 - b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1)
)


def grey(level):
    return f"#{level:02x}{level:02x}{level:02x}"


def center(document, frame=0, **how):
    picture = shot(document, frame, **how)[0].astype(int)
    return picture[picture.shape[0] // 2, picture.shape[1] // 2]


def over(below, above, mode, **fields):
    """Two colours that cover the canvas, the upper one in a blend mode."""
    top = box(above, 0, 0, 8, 6, blendMode=mode, **fields)
    return composition(scene(top, background=below))


def screen(b, s):
    return b + s - b * s


def hard_light(b, s):
    return 2 * b * s if s <= 0.5 else screen(b, 2 * s - 1)


def soft_light(b, s):
    if s <= 0.5:
        return b - (1 - 2 * s) * b * (1 - b)
    d = ((16 * b - 12) * b + 4) * b if b <= 0.25 else b**0.5
    return b + (2 * s - 1) * (d - b)


FORMULAS = {
    "normal": lambda _b, s: s,
    "multiply": lambda b, s: b * s,
    "screen": screen,
    "overlay": lambda b, s: hard_light(s, b),
    "darken": min,
    "lighten": max,
    "color-dodge": lambda b, s: min(1, b / (1 - s)),
    "color-burn": lambda b, s: 1 - min(1, (1 - b) / s),
    "hard-light": hard_light,
    "soft-light": soft_light,
    "difference": lambda b, s: abs(b - s),
    "exclusion": lambda b, s: b + s - 2 * b * s,
}
"""W3C Compositing and Blending Level 1, chapter 10, on one channel in [0, 1]."""


def test_every_blend_mode_of_the_format_is_drawn_and_no_other():
    assert set(MODES) == set(BLEND_MODES) - {"normal"}


@pytest.mark.parametrize("mode", BLEND_MODES)
def test_colours_meet_as_the_w3c_says(mode):
    below, above = (200, 120, 60), (90, 180, 140)
    got = center(over("#c8783c", "#5ab48c", mode))
    if mode in FORMULAS:
        meet = FORMULAS[mode]
        wanted = [255 * meet(b / 255, s / 255) for b, s in zip(below, above, strict=True)]
        assert np.abs(got - wanted).max() <= 4
        return
    light = np.array([0.3, 0.59, 0.11])
    keeps_light_of = above if mode == "luminosity" else below
    assert got @ light == pytest.approx(np.array(keeps_light_of) @ light, abs=4)


def test_a_half_opaque_blend_lies_halfway():
    whole, half = (center(over("#c8783c", "#5ab48c", "multiply", opacity=o)) for o in (1, 0.5))
    assert np.abs(2 * half - whole - (200, 120, 60)).max() <= 6


def test_a_blend_touches_nothing_beside_it():
    noisy = [box(grey(20 * n), n, 0, 1, 6) for n in range(8)]
    bare = shot(composition(scene(*noisy)), 0)[0]
    above = box("red", 2, 1, 3, 3, blendMode="multiply")
    blended = shot(composition(scene(*noisy, above)), 0)[0]
    assert np.array_equal(bare[:, 12:], blended[:, 12:])
    assert not np.array_equal(bare, blended)


def test_in_a_group_a_blend_meets_what_the_group_has_below():
    pair = [box("white", 0, 0, 8, 6), box("#808080", 0, 0, 8, 6, blendMode="difference")]
    for opacity in (1.0, 0.999):
        group = {"type": "group", "layers": pair, "opacity": opacity}
        assert np.abs(center(composition(scene(group, background="red"))) - 127).max() <= 4
    alone = {"type": "group", "layers": pair[1:]}
    assert np.abs(center(composition(scene(alone, background="white"))) - 128).max() <= 4


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    (folder / "negative.cube").write_text(CUBE)
    Image.new("RGB", (16, 12), (200, 100, 50)).save(folder / "photo.png")
    return folder


@pytest.mark.parametrize("kind", EFFECT_TYPES)
def test_every_effect_of_the_format_is_drawn_on_its_layer_and_nothing_is_said(kind, tables):
    effect = {"type": kind} | ({"asset": "negative.cube"} if kind == "lut" else {})
    effect |= {"color": "#c86432"} if kind == "chromaKey" else {}
    layers = [box("#c86432", 1, 1, 4, 3), box("#3264c8", 2, 2, 4, 3)]
    group = {"type": "group", "layers": layers}
    document = composition(scene(group | {"effects": [effect]}))
    assert warnings(document, assets=tables) == []
    plain = shot(composition(scene(group)), 0, block_px=8)[0]
    shown = shot(document, 0, block_px=8, assets=tables)[0]
    assert not np.array_equal(plain, shown)


def test_a_table_is_an_asset(tables):
    photo = {"type": "image", "asset": "photo.png"}
    effect = {"type": "lut", "asset": "negative.cube"}
    got = center(composition(scene(photo | {"effects": [effect]})), assets=tables)
    assert np.abs(got - (55, 155, 205)).max() <= 4


def test_effects_are_applied_in_order():
    effects = [{"type": "brightness", "amount": 0.5}, {"type": "invert"}]
    one = box("white", 0, 0, 8, 6, effects=effects)
    other = box("white", 0, 0, 8, 6, effects=effects[::-1])
    assert np.abs(center(composition(scene(one))) - 127).max() <= 3
    assert np.abs(center(composition(scene(other))) - 0).max() <= 3


def test_keyframes_move_amounts_and_colours():
    keyframes = {
        "amount": [{"frame": 0, "value": 0}, {"frame": 10, "value": 1}],
        "color": [{"frame": 10, "value": "#ff0000"}, {"frame": 20, "value": "#0000ff"}],
    }
    tint = {"type": "tint", "keyframes": keyframes}
    document = composition(scene(box("white", 0, 0, 8, 6, effects=[tint]), frames=30))
    assert warnings(document) == []
    got = [center(document, frame) for frame in (0, 5, 10, 15, 25)]
    wanted = [(255, 255, 255), (255, 127, 127), (255, 0, 0), (127, 0, 127), (0, 0, 255)]
    assert np.abs(np.array(got) - wanted).max() <= 4


def test_an_effect_at_nothing_is_not_drawn_at_all():
    blur = {"type": "blur", "keyframes": {"radius": [{"frame": 0, "value": 9, "easing": "linear"},
                                                     {"frame": 8, "value": 0}]}}  # fmt: skip
    timeline = planned(composition(scene(box("white", 2, 2, 3, 3, effects=[blur]), frames=12)))
    ops = [draw_frame(timeline, frame, 16, 12).base.ops[-1] for frame in (0, 7, 8, 11)]
    assert [isinstance(op, Treat) for op in ops] == [True, True, False, False]


def test_keyframes_of_an_effect_are_checked():
    wrong = {"type": "blur", "keyframes": {"wobble": [{"frame": 0, "value": 1}]}}
    document = composition(scene(box("red", 0, 0, 1, 1, effects=[wrong])))
    with pytest.raises(CompositionError, match='no "wobble" to move'):
        parse_composition(json.dumps(document))


def test_grain_goes_by_the_frame_of_the_layer_wherever_the_film_is_cut():
    grain = box("#808080", 0, 0, 32, 24, effects=[{"type": "grain", "amount": 1}], startFrame=2)
    timeline = planned(composition(scene(grain, frames=12), overlays=[grain], size=(32, 24)))
    whole = shot(timeline)
    assert len({frame.tobytes() for frame in whole}) == 11
    for start in (1, 5):
        part = timeline.seen_in(FrameRange(start, 10))
        assert all(np.array_equal(a, b) for a, b in zip(shot(part), whole[start:10], strict=True))


def test_a_blurred_picture_that_fills_the_canvas_stays_bright_at_its_edges():
    full = box("white", 0, 0, 8, 6, effects=[{"type": "blur", "radius": 2}])
    assert shot(composition(scene(full)), 0, block_px=8)[0].min() >= 252


def test_a_border_runs_inside_the_edge_of_any_layer(tables):
    border = {"color": "white", "width": 1}
    image = {"type": "image", "asset": "photo.png", "size": {"width": 6, "height": 4}}
    group = {"type": "group", "layers": [], "size": {"width": 6, "height": 4}}
    for layer in (image, group):
        picture = shot(composition(scene(layer | {"border": border})), 0, assets=tables)[0]
        bright = picture.min(axis=2) > 240
        assert bright[2:10, 2:4].all()
        assert bright[2:4, 2:14].all()
        assert not bright[4:8, 5:11].any()
        assert not bright[:2].any()


def test_a_border_follows_the_outline_of_a_shape():
    disc = box("blue", 1, 1, 6, 6, shape="ellipse", border={"color": "white", "width": 1})
    picture = shot(composition(scene(disc), size=(8, 8)), 0, block_px=8)[0]
    bright = picture.min(axis=2) > 200
    assert bright[32, 8:14].all()
    assert not bright[9, 9]
    assert not bright[32, 20:44].any()


def test_a_hard_shadow_lies_where_it_is_put_and_below():
    layer = box(
        "white", 1, 1, 4, 3, shadow={"color": "#808080", "offsetX": 2, "offsetY": 1, "blur": 0}
    )
    assert_pixels(
        """
        ________
        _WWWW___
        _WWWWgg_
        _WWWWgg_
        ___gggg_
        ________
        """,
        shot(composition(scene(layer)), 0)[0],
    )


def test_a_shadow_is_that_of_what_the_mask_leaves_and_fades_with_its_layer():
    fields = {"shadow": {"color": "#808080", "offsetX": 4, "offsetY": 0, "blur": 0}, "opacity": 0.5}
    mask = {"shape": "rect", "size": {"width": "50%", "height": "100%"}, "position": "left"}
    picture = shot(composition(scene(box("white", 0, 1, 4, 3, mask=mask, **fields))), 0)[0]
    assert_pixels(
        """
        ________
        xx__yy__
        xx__yy__
        xx__yy__
        ________
        ________
        """,
        picture,
        also={"x": (127, 127, 127), "y": (64, 64, 64)},
        tolerance=5,
    )


def test_a_soft_shadow_is_the_same_at_every_frame_and_fades_out():
    layer = box("white", 3, 2, 2, 2, shadow={"color": "white", "offsetY": 0, "blur": 1})
    picture = shot(composition(scene(layer)), 0, block_px=16)[0].astype(int)
    row = picture[48, :48, 0]
    assert (np.diff(row) >= -1).all()
    assert row[0] == 0
    assert 90 < row[46] < 160


def test_a_shape_masks_and_inverted_shows_the_rest():
    for inverted, typed in ((False, "_WW_"), (True, "W__W")):
        mask = {"shape": "rect", "size": {"width": "50%", "height": "100%"}, "inverted": inverted}
        layer = box("white", 0, 0, 4, 2, mask=mask)
        picture = shot(composition(scene(layer), size=(4, 2)), 0)[0]
        assert_pixels(f"{typed}\n{typed}", picture)


def test_a_feathered_mask_has_a_soft_edge():
    mask = {"shape": "rect", "size": {"width": "50%", "height": "200%"}, "feather": 1}
    picture = shot(composition(scene(box("white", 0, 0, 8, 6, mask=mask))), 0, block_px=8)[0]
    row = picture[24, :, 0].astype(int)
    assert row[16] == pytest.approx(127, abs=14)
    assert row[0] == 0
    assert row[32] == 255
    assert (np.diff(row[:32]) >= 0).all()


def test_a_soft_mask_as_large_as_its_layer_ends_with_it():
    layer = box("white", 8, 6, 16, 12, mask={"shape": "ellipse", "feather": 3})
    picture = shot(composition(scene(layer), size=(32, 24)), 0, block_px=4)[0]
    assert picture[48, 32:36].max() < 40
    assert picture[48, 64].min() > 220


MATTE = {"id": "matte", **box("white", 0, 0, 4, 6)}


def test_a_layer_masks_another_and_is_not_drawn_itself():
    shown = box("white", 2, 0, 4, 6, mask={"layer": "matte"})
    for layers in ([MATTE, shown], [shown, MATTE]):
        assert_pixels("\n".join(["__WW____"] * 6), shot(composition(scene(*layers)), 0)[0])
    inverted = box("white", 2, 0, 4, 6, mask={"layer": "matte", "inverted": True})
    picture = shot(composition(scene(inverted, MATTE)), 0)[0]
    assert_pixels("\n".join(["____WW__"] * 6), picture)


def test_by_luma_the_brightness_decides():
    halves = [box("white", 0, 0, 2, 6), box("black", 2, 0, 2, 6), box("#808080", 4, 0, 2, 6)]
    matte = {"type": "group", "id": "matte", "layers": halves}
    shown = box("white", 0, 0, 8, 6, mask={"layer": "matte", "mode": "luma"})
    assert_pixels("\n".join(["WW__gg__"] * 6), shot(composition(scene(shown, matte)), 0)[0])


def test_a_matte_moves_in_its_own_time_and_out_of_its_time_nothing_shows():
    moving = {"startFrame": 1, "durationFrames": 3,
              "keyframes": {"x": [{"frame": 0, "value": 0}, {"frame": 2, "value": 4}]}}  # fmt: skip
    layers = [
        box("white", 0, 0, 8, 2, mask={"layer": "m"}),
        box("red", 0, 0, 4, 2, id="m", **moving),
    ]
    timeline = planned(composition(scene(*layers, frames=5), size=(8, 2)))
    frames = shot(timeline)
    rows = ["________", "WWWW____", "__WWWW__", "____WWWW", "________"]
    for row, picture in zip(rows, frames, strict=True):
        assert_pixels(f"{row}\n{row}", picture)
    overlaid = planned(composition(scene(frames=5), overlays=layers, size=(8, 2)))
    assert all(np.array_equal(a, b) for a, b in zip(shot(overlaid), frames, strict=True))
    for film in (timeline, overlaid):
        part = shot(film.seen_in(FrameRange(2, 4)))
        assert all(np.array_equal(a, b) for a, b in zip(part, frames[2:4], strict=True))


def test_masks_that_lead_in_a_circle_are_said_and_nothing_shows():
    layers = [
        box("red", 0, 0, 8, 6, mask={"layer": "a"}),
        box("red", 0, 0, 8, 6, id="a", mask={"layer": "b"}),
        box("red", 0, 0, 8, 6, id="b", mask={"layer": "a"}),
    ]
    document = composition(scene(*layers))
    ((where, message),) = warnings(document)
    assert where.startswith("scenes[0].layers[2].mask")
    assert 'leads back to "a"' in message
    assert shot(document, 0)[0].max() == 0


EVERYTHING = [
    box("#c8783c", 0, 0, 32, 24),
    box("#5ab48c", 2, 2, 12, 12, blendMode="multiply", opacity=0.8),
    box("white", 10, 4, 12, 12, effects=[{"type": "blur", "radius": 1}, {"type": "sepia"}]),
    box("red", 16, 10, 12, 12, mask={"layer": "m", "feather": 1}, shadow={"blur": 3}),
    box("white", 18, 12, 6, 6, id="m"),
    box("blue", 2, 16, 8, 6, border={"color": "white", "width": 1}, blendMode="screen"),
]


def test_the_plain_engine_shows_the_same():
    timeline = planned(composition(scene(*EVERYTHING), overlays=EVERYTHING[1:2], size=(32, 24)))
    fast = shot(timeline, 0, block_px=4)[0].astype(int)
    film = Film(timeline, FONTS, 128, 96)
    plain = film.rgb(0).astype(int)
    film.close()
    # Chroma at half size is what differs, at edges.
    light = np.array([0.2126, 0.7152, 0.0722])
    off = np.abs((fast - plain) @ light)
    assert off.mean() < 1
    assert np.percentile(off, 99) < 8
