"""Every number and colour of a layer moves under keyframes, or there is a reason why not."""

import numpy as np
import pytest

from schemas.generate import json_schema
from tests.pictures import composition, planned, scene, shot, warnings

SIZE = (80, 60)
COLORS = ("red", "lime")

COMMON = {
    "position.x": "x", "position.y": "y", "size.width": "width", "size.height": "height",
    "opacity": "opacity", "scale": "scale", "rotation": "rotation",
    "border.width": "borderWidth", "border.color": "borderColor",
    "shadow.offsetX": "shadowX", "shadow.offsetY": "shadowY", "shadow.blur": "shadowBlur",
    "shadow.color": "shadowColor", "mask.feather": "maskFeather",
}  # fmt: skip
BOX = {"cornerRadius": "cornerRadius"}
TYPE = {
    "color": "color", "stroke.width": "strokeWidth", "stroke.color": "strokeColor",
    "background.color": "backgroundColor", "glow.size": "glowSize",
    "glow.strength": "glowStrength", "glow.color": "glowColor",
}  # fmt: skip
SETTING = {"fontSize": "fontSize", "letterSpacing": "letterSpacing", "lineHeight": "lineHeight"}
MOVES = {
    "ImageLayer": BOX | {"focalPoint.x": "focalX", "focalPoint.y": "focalY"},
    "VideoLayer": BOX | {"focalPoint.x": "focalX", "focalPoint.y": "focalY", "volume": "volume"},
    "TextLayer": TYPE | SETTING,
    "CaptionsLayer": {},
    "ShapeLayer": BOX | {"fill": "fill", "stroke.width": "strokeWidth",
                         "stroke.color": "strokeColor", "trimStart": "trimStart",
                         "trimEnd": "trimEnd"},
    "SvgLayer": BOX | {"color": "color"},
    "GroupLayer": BOX,
    "CounterLayer": TYPE | {"to": "value"},
}  # fmt: skip
"""Field to the property that moves it, by kind."""

STANDS = {
    "startFrame": "a time", "durationFrames": "a time", "trimStartFrame": "a time",
    "trimEndFrame": "a time", "fadeInFrames": "a time", "fadeOutFrames": "a time",
    "playbackRate": "it decides which frames there are",
    "enter": "a movement by itself", "exit": "a movement by itself", "loop": "a movement by itself",
    "motion": "a movement by itself", "motionBlur": "it is about movement",
    "keyframes": "these are they", "effects": "each has keyframes of its own",
    "layers": "each has keyframes of its own", "anchor": "x and y move it",
    "margin": "x and y move it", "crop": "focalX and focalY, and a group that clips",
    "mask": "a mask that is a layer moves as one", "gainDb": "volume moves it",
    "sides": "there are no corners and a half", "maxLines": "a count", "fontWeight": "a face",
    "spans": "fontSize and color move all of them", "stroke.dash": "trimStart and trimEnd move it",
    "innerRadius": "the outline of a star is one shape", "background.padding": "of the box",
    "background.cornerRadius": "of the box", "maxCharsPerLine": "a count",
    "activeWord": "the word decides", "words": "times", "from": "value moves it",
    "to": "value moves it",
    "countFrames": "a time", "template": "its layers are what it is made of",
    "cornerRadius": "letters have none",
}  # fmt: skip
"""Fields that no keyframes move, and why: a field, or all below it."""

STANDS_OF = {
    "CaptionsLayer": {
        **dict.fromkeys((*SETTING, *TYPE, "background", "glow", "stroke"), "every page has it"),
        "source": "times", "backgroundColor": "every page has it",
    },
    "CounterLayer": dict.fromkeys(SETTING, "its box is that of the widest number: scale it"),
}  # fmt: skip

GRADIENTS = ("stops", "angle")
SCHEMA = json_schema()["$defs"]
KINDS = {
    "image": {"type": "image", "asset": "quarters.png", "focalPoint": {"x": 0.3, "y": 0.5}},
    "text": {"type": "text", "text": "Hoof", "fontSize": 20, "color": "white",
             "stroke": {"color": "blue", "width": 2}, "background": {"color": "#333"},
             "glow": {"color": "white", "size": 4}, "enter": None},
    "shape": {"type": "shape", "fill": "#999", "stroke": {"color": "blue", "width": 4}},
    "counter": {"type": "counter", "to": 70, "fontSize": 20, "color": "white", "enter": None,
                "stroke": {"color": "blue", "width": 2}, "background": {"color": "#333"},
                "glow": {"color": "white", "size": 4}},
    "group": {"type": "group", "layers": [{"type": "shape", "fill": "#999", "size": {
        "width": 30, "height": 20}}]},
}  # fmt: skip
DRESS = {"border": {"color": "blue", "width": 3}, "shadow": {"color": "white", "blur": 4}}
FAR = {
    "x": (20, 50), "y": (20, 40), "width": (20, 40), "height": (15, 35), "opacity": (0.3, 1),
    "scale": (0.5, 1.2), "scaleX": (0.5, 1.4), "scaleY": (0.5, 1.4), "rotation": (0, 40),
    "cornerRadius": (0, 10), "borderWidth": (0, 6), "shadowX": (-8, 8), "shadowY": (-8, 8),
    "shadowBlur": (0, 12), "maskFeather": (0, 8), "blur": (0, 5), "fontSize": (10, 22),
    "letterSpacing": (0, 4), "lineHeight": (1, 2), "strokeWidth": (0, 4), "glowSize": (0, 9),
    "glowStrength": (0, 3), "focalX": (0, 1), "focalY": (0, 1), "trimStart": (0, 0.6),
    "trimEnd": (0.2, 1), "value": (3, 88),
}  # fmt: skip


def leaves(name, prefix=""):
    """Yield the paths of all numbers and colours of a model."""
    for key, said in SCHEMA[name]["properties"].items():
        yield from _below(key, said, f"{prefix}{key}")


def _below(key, said, path):
    if "$ref" in said:
        yield from leaves(said["$ref"].rsplit("/", 1)[1], f"{path}.") if path.count(".") < 3 else ()
    for way in (*said.get("anyOf", ()), *said.get("oneOf", ())):
        yield from _below(key, way, path)
    if said.get("type") == "array":
        yield from _below(key, said.get("items", {}), path)
    is_color = said.get("type") == "string" and key in ("color", "fill")
    if said.get("type") in ("number", "integer") or is_color:
        yield path


@pytest.mark.parametrize("model", MOVES)
def test_every_number_and_colour_moves_or_has_a_reason(model):
    moves = COMMON | MOVES[model]
    left = {
        path
        for path in leaves(model)
        if path not in moves
        and not any(
            path == each or path.startswith(f"{each}.")
            for each in STANDS | STANDS_OF.get(model, {})
        )
        and not any(part in GRADIENTS for part in path.split("."))
    }
    assert left == set()


def moved(kind, name):
    """Draw a layer of a kind at a frame under keyframes of a property."""
    start, end = COLORS if "olor" in name or name == "fill" else FAR[name]
    line = [{"frame": 0, "value": start}, {"frame": 8, "value": end}]
    dress = {} if name in ("color", "fill") else DRESS
    layer = KINDS[kind] | dress | {"position": {"x": 40, "y": 30}, "keyframes": {name: line}}
    if kind in ("image", "shape", "group"):
        layer["size"] = {"width": 30, "height": 24}
    if name == "maskFeather":
        layer["mask"] = {"shape": "ellipse", "size": {"width": 20, "height": 14}}
    if name == "lineHeight":
        layer["text"] = "Ho\nof"
    if name.startswith("focal"):
        sides = (70, 12) if name == "focalY" else (12, 50)
        layer["size"] = dict(zip(("width", "height"), sides, strict=True))
    return composition(scene(layer, frames=9, background="#456"), size=SIZE)


EVERYWHERE = {*COMMON.values(), "scaleX", "scaleY", "blur"}
CASES = [
    (kind, name)
    for kind in KINDS
    for name in sorted(EVERYWHERE | set(MOVES[f"{kind.capitalize()}Layer"].values()))
    if not (kind in ("text", "counter") and name in ("width", "height"))
]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_what_moves_is_drawn_on_its_way_and_nothing_is_warned_of(kind, name, assets):
    document = moved(kind, name)
    assert warnings(document, assets=assets) == []
    first, between, last = (
        shot(document, frame, assets=assets)[0].astype(int) for frame in (0, 4, 8)
    )
    assert np.abs(first - between).max() > 4
    assert np.abs(between - last).max() > 4


def test_what_moves_nothing_is_said():
    line = [{"frame": 0, "value": 1}, {"frame": 8, "value": 2}]
    for name in ("fontSize", "shadowBlur", "borderWidth", "maskFeather"):
        layer = {"type": "shape", "fill": "red", "keyframes": {name: line}}
        ((where, message),) = warnings(composition(scene(layer), size=SIZE))
        assert where.startswith(f"scenes[0].layers[0].keyframes.{name}")
        assert "not drawn" in message


def growing(**fields):
    line = [{"frame": 0, "value": 10}, {"frame": 20, "value": 20}]
    layer = {"type": "text", "text": "some words that break here", "enter": None,
             "keyframes": {"fontSize": line}} | fields  # fmt: skip
    document = composition(scene(layer, frames=30), size=(320, 180))
    (text,) = planned(document).scenes[0].layers
    return document, text


def test_type_that_grows_keeps_its_lines_and_its_place():
    document, text = growing(fontSize=16, position="bottom-right", color="white")
    assert dict(text.tracks)["width"].number(10) == pytest.approx(
        1.5 * dict(text.tracks)["width"].number(0), rel=0.01
    )
    boxes = []
    for frame in (0, 7, 20):
        ink = np.argwhere(shot(document, frame)[0].max(axis=2) > 128)
        boxes.append((ink.min(axis=0), ink.max(axis=0)))
    rights = [box[1][1] for box in boxes]
    assert max(rights) - min(rights) <= 4, "it hangs on its right side"
    heights = [box[1][0] - box[0][0] for box in boxes]
    assert heights[2] == pytest.approx(2 * heights[0], rel=0.15)


def test_type_in_a_box_breaks_anew():
    _, text = growing(fontSize=16, size={"width": 100, "height": 150})
    assert "width" not in dict(text.tracks)
