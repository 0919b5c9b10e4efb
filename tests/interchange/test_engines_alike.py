"""The fast engine against MoviePy's compositor, frame by frame.

Bounds: luma is held to 2 levels, which an edge a tenth of a pixel off would break. Colours are held
to the mean of 2 levels a channel that 4:2:0 chroma costs at these sizes; footage gets more, because
its colours leave the gamut of R'G'B' at hard edges and are cut off there.
"""

import pytest

from schemas import Composition
from tests.interchange.stage import assert_alike, composition, draw_both

STILL = {"luma_max": 2}
FOOTAGE = {"luma_max": 12}
NAVY = "#204060"


def on_navy(*layers, **scene):
    return composition([{"background": NAVY, "layers": list(layers), **scene}])


@pytest.mark.parametrize(
    "background",
    [
        "#00BDF2",
        {
            "type": "linear",
            "angle": 30,
            "stops": [{"offset": 0, "color": "#ff0000"}, {"offset": 1, "color": "#0000ff"}],
        },
        {
            "type": "radial",
            "stops": [{"offset": 0.2, "color": "#ffee00"}, {"offset": 1, "color": "#002080"}],
        },
    ],
)
def test_backgrounds_are_alike(media, background):
    document = composition([{"background": background}])
    assert_alike(draw_both(document, media, [0]), **STILL)


@pytest.mark.parametrize("fit", ["cover", "contain", "fill", "none", "scale-down"])
def test_fit_modes_are_alike(media, fit):
    layer = {
        "type": "image",
        "asset": "photo.png",
        "fit": fit,
        "size": {"width": 900, "height": 420},
        "focalPoint": {"x": 0.2, "y": 0.8},
    }
    # "fill" squeezes the picture: its antialiased edge is as wide as its own pixels.
    assert_alike(draw_both(on_navy(layer), media, [0]), luma_max=12 if fit == "fill" else 2)


@pytest.mark.parametrize(
    "motion",
    [
        *(
            {"preset": preset, "amount": 0.3}
            for preset in (
                "zoom-in",
                "zoom-out",
                "pan-left",
                "pan-right",
                "pan-up",
                "pan-down",
                "drift",
                "ken-burns",
                "static",
            )
        ),
        {
            "from": {"x": 0, "y": 0, "width": 1, "height": 1},
            "to": {"x": 0.5, "y": 0.4, "width": 0.4, "height": 0.4},
            "easing": "easeInOutCubic",
        },
    ],
    ids=lambda motion: motion.get("preset", "rectangles"),
)
def test_camera_motions_are_alike(media, motion):
    document = composition([{"asset": "photo.png", "motion": motion}])
    assert_alike(draw_both(document, media, [0, 5, 11]), **STILL)


@pytest.mark.parametrize("shape", ["rect", "ellipse", "line", "polygon", "star", "path"])
def test_turned_translucent_shapes_are_alike(media, shape):
    layer = {
        "type": "shape",
        "shape": shape,
        "fill": "#ffcc00",
        "stroke": {"color": "#ffffff", "width": 20},
        "size": {"width": 700, "height": 400},
        "rotation": 17,
        "opacity": 0.8,
    }
    if shape == "path":
        layer["path"] = "M0 0 L600 0 Q700 300 300 400 Z"
    assert_alike(draw_both(on_navy(layer), media, [0]), **STILL)


def test_texts_with_everything_are_alike(media):
    layer = {
        "type": "text",
        "role": "heading",
        "text": "Slow mornings in Brooklyn",
        "shadow": {"color": "#000000", "blur": 10, "x": 6, "y": 6},
        "stroke": {"color": "#802020", "width": 4},
        "background": {"color": "#e2a55e", "padding": 20, "cornerRadius": 12},
    }
    assert_alike(draw_both(on_navy(layer), media, [0, 5, 11]), **STILL)


@pytest.mark.parametrize("by", ["layer", "line", "word", "char"])
@pytest.mark.parametrize("preset", ["fade", "slide", "rise", "scale"])
def test_texts_coming_and_going_are_alike(media, preset, by):
    animation = {"preset": preset, "by": by, "durationFrames": 6, "staggerFrames": 1}
    layer = {
        "type": "text",
        "text": "Slow mornings\nin Brooklyn",
        "role": "heading",
        "enter": animation,
        "exit": animation,
    }
    document = composition([{"background": NAVY, "layers": [layer], "durationFrames": 60}])
    compared = draw_both(document, media, [2, 7, 30, 50, 57])
    assert_alike(compared, luma_max=3)
    assert (compared[2].plain.max(axis=(0, 1)) > 200).all()  # the text is there


def test_rounded_corners_are_alike(media):
    layer = {
        "type": "image",
        "asset": "photo.png",
        "size": {"width": 900, "height": 600},
        "cornerRadius": 120,
        "rotation": 10,
    }
    assert_alike(draw_both(on_navy(layer), media, [0]), **STILL)


def test_faded_turned_clipping_groups_are_alike(media):
    group = {
        "type": "group",
        "opacity": 0.5,
        "rotation": 10,
        "scale": 0.8,
        "clip": True,
        "size": {"width": 1200, "height": 700},
        "layers": [
            {"type": "image", "asset": "photo.png"},
            {
                "type": "shape",
                "shape": "ellipse",
                "fill": "#ffffff",
                "size": {"width": 600, "height": 600},
                "position": "right",
            },
            {"type": "text", "text": "Grouped", "color": "#000000", "position": "left"},
        ],
    }
    assert_alike(draw_both(on_navy(group), media, [0]), luma_max=3)


def test_keyframes_are_alike(media):
    layer = {
        "type": "image",
        "asset": "logo.png",
        "size": {"width": 1000, "height": 1000},
        "keyframes": {
            "x": [{"frame": 0, "value": 300}, {"frame": 11, "value": 1500}],
            "rotation": [{"frame": 0, "value": 0}, {"frame": 11, "value": 200}],
            "opacity": [{"frame": 0, "value": 0.2, "easing": "easeOut"}, {"frame": 8, "value": 1}],
            "scale": [{"frame": 0, "value": 0.5}, {"frame": 11, "value": 2.5}],
        },
    }
    assert_alike(draw_both(on_navy(layer), media, [0, 4, 9]), luma_max=3)


def test_clips_are_alike_and_show_the_same_frame(media):
    layer = {
        "type": "video",
        "asset": "clip.mp4",
        "size": {"width": 900, "height": 900},
        "fit": "contain",
        "playbackRate": 2,
        "trimStartFrame": 3,
    }
    assert_alike(draw_both(on_navy(layer), media, [0, 3, 4, 11]), **FOOTAGE)


def test_clips_with_alpha_are_alike(media):
    layers = [
        {"type": "image", "asset": "photo.png"},
        {"type": "video", "asset": "ghost.webm", "opacity": 0.8},
        {
            "type": "video",
            "asset": "ghost.webm",
            "size": {"width": 500},
            "position": "left",
            "rotation": 12,
        },
    ]
    compared = draw_both(on_navy(*layers), media, [0, 3, 7])
    assert_alike(compared, **FOOTAGE)


def test_overlays_run_over_scenes_and_transitions_alike(media):
    logo = {
        "type": "image",
        "asset": "logo.png",
        "size": {"width": 200},
        "position": "top-right",
        "opacity": 0.8,
        "startFrame": 4,
        "durationFrames": 14,
    }
    scenes = [
        {"background": NAVY},
        {"background": "#e0d0b0", "transition": {"type": "crossfade", "durationFrames": 6}},
    ]
    compared = draw_both(composition(scenes, overlays=[logo]), media, [3, 4, 12, 14, 17, 18])
    # All pixels of a flat mix are rounded the same way: a level off is a mean of a level.
    assert_alike(compared, luma_mean=1.1, **STILL)
    with_logo = [(one.plain != one.plain[-1, 0]).any() for one in compared]
    assert with_logo == [False, True, True, True, True, False]


TRANSITIONS = [
    ("crossfade", None),
    ("fadeThroughBlack", None),
    ("zoom", None),
    *(("wipe", direction) for direction in (None, "left", "right", "up", "down")),
    *(("slide", direction) for direction in (None, "left", "right", "up", "down")),
]


@pytest.mark.parametrize(("kind", "direction"), TRANSITIONS)
@pytest.mark.parametrize("easing", ["linear", "easeInOutBack"])
def test_transitions_are_alike(media, kind, direction, easing):
    transition = {"type": kind, "durationFrames": 8, "easing": easing}
    if direction is not None:
        transition["direction"] = direction
    scenes = [
        {"asset": "photo.png"},
        {"asset": "clip.mp4", "transition": transition},
    ]
    compared = draw_both(composition(scenes), media, [11, 12, 13, 16, 18, 19, 20])
    # Fading through black with an overshoot rounds and cuts off twice.
    assert_alike(compared, luma_mean=0.7, **FOOTAGE)


def test_a_transition_over_a_transition_is_alike(media):
    scenes = [
        {"background": "#c03020", "startFrame": 0, "durationFrames": 24},
        {
            "asset": "photo.png",
            "startFrame": 12,
            "transition": {"type": "crossfade", "durationFrames": 10},
        },
        {
            "background": "#2040c0",
            "startFrame": 16,
            "transition": {"type": "wipe", "durationFrames": 10, "easing": "linear"},
        },
    ]
    # Documents with this are refused; a model made in Python is taken as it is.
    model = Composition.model_validate({**composition(scenes), "totalDurationFrames": 28})
    compared = draw_both(model, media, [14, 16, 18, 20, 23, 26])
    assert_alike(compared, luma_max=3)
    left, right = compared[2].plain[:, 20], compared[2].plain[:, -1]
    assert (left[:, 2] > 180).all()  # the third scene has come in from the left
    assert len(set(map(tuple, right))) > 20  # over the picture that is still fading in


def test_frames_by_themselves_are_those_in_order(media):
    scenes = [
        {"asset": "photo.png", "layers": [{"type": "text", "text": "One"}]},
        {"asset": "clip.mp4", "transition": {"type": "slide", "durationFrames": 8}},
    ]
    document = composition(scenes, fps="30000/1001")
    in_order = draw_both(document, media, range(24))
    by_itself = draw_both(document, media, [14, 0, 20, 11])
    for one in by_itself:
        assert (one.plain == in_order[one.frame].plain).all()


def test_what_no_scene_covers_shows_the_background_alike(media):
    scenes = [{"background": NAVY, "startFrame": 4, "durationFrames": 8}]
    document = {
        **composition(scenes),
        "totalDurationFrames": 16,
        "style": {"colorPalette": {"background": "#d0a020"}},
    }
    compared = draw_both(document, media, [0, 3, 4, 11, 12, 15])
    assert_alike(compared, **STILL)
    reds = [int(one.plain[0, 0, 0]) for one in compared]
    assert reds == [0xD0, 0xD0, 0x20, 0x20, 0xD0, 0xD0]
