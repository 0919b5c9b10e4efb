"""Read the compositions of `samples/gallery`: what is shown, on which frames, said how in JSON.

A composition is a section of the gallery, and each of its scenes an entry. What the page needs to
know besides stands in the composition's `metadata`, which a render carries along unread:

    "metadata": {"gallery": {
        "about":  "A sentence or two above the section.",
        "see":    "transition",            the heading in docs/format.md that says more
        "shows":  ["transition"],          the fields of the scene, or of its uppermost layer, that
                                           make what is seen; "layer" is all of that layer
        "frames": [0, 4, 8, 12, 16, 20],   the frames of a strip, counted from the scene's start
        "gap":    0,                       between the pictures of a strip, in pixels
        "height": 130,                     of a picture, in pixels
        "varies": {"path": "style.motionLanguage", "over": ["calm", "playful"]}
    }}

With `varies`, the whole composition is drawn once for each value, and each of those is an entry.
A scene may say `x-frames` of its own, in `_comment` what is worth knowing about it, `x-detail`
(0.25 shows the middle quarter of the frame, closer), and `x-hidden` when it is no entry.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "samples" / "gallery"

ORDER = (
    "layers",
    "motion-languages",
    "formats",
    "transitions",
    "directions",
    "enter",
    "enter-by-word",
    "enter-by-char",
    "enter-by-line",
    "exit",
    "loop",
    "loop-by-char",
    "order",
    "camera",
    "easings",
    "keyframes",
    "motion-blur",
    "effects",
    "blend-modes",
    "fit",
    "masks",
    "shapes",
    "text",
    "fitting",
    "scripts",
    "captions",
    "safe-zones",
    "counters",
    "ready-groups",
    "layout",
)
"""Sections in the order of the page; each is a file of `samples/gallery`."""

GAP_PX = 6
HEIGHT_PX = 108
"""Of a picture in a strip; six of 16:9 are 1182 pixels wide."""

_WIDTH = 100
_INDENT = "  "


@dataclass(frozen=True)
class Entry:
    """One filmstrip.

    Attributes:
        slug: Names its picture and its place on the page.
        name: As the format calls it.
        document: The composition it is drawn from.
        frames: Which, counted from `start_frame`.
        start_frame: Where in the composition.
        fragment: The JSON that makes what is seen.
        note: What is worth knowing about it; often empty.
        gap_px: Between the pictures.
        height_px: Of a picture.
        detail: The part of the frame that is shown, from its middle.
    """

    slug: str
    name: str
    document: Mapping[str, Any] = field(repr=False, compare=False)
    frames: tuple[int, ...]
    start_frame: int
    fragment: str
    note: str = ""
    gap_px: int = GAP_PX
    height_px: int = HEIGHT_PX
    detail: float = 1.0


@dataclass(frozen=True)
class Section:
    """The strips of one composition.

    Attributes:
        name: Of its file.
        title, about: Of the page.
        see: A heading of docs/format.md.
        entries: In the composition's order.
    """

    name: str
    title: str
    about: str
    see: str
    entries: tuple[Entry, ...]


def sections(folder: Path = FOLDER) -> tuple[Section, ...]:
    """Return all of the gallery, in the order of the page."""
    return tuple(read_section(folder / f"{name}.json") for name in ORDER)


def read_section(path: Path) -> Section:
    """Return the strips of one composition."""
    document = json.loads(path.read_text(encoding="utf-8"))
    said = document["metadata"]["gallery"]
    entries = _variants(path.stem, document) if "varies" in said else _scenes(path.stem, document)
    return Section(path.stem, document["title"], said["about"], said.get("see", ""), tuple(entries))


def _scenes(section: str, document: dict[str, Any]) -> Iterator[Entry]:
    said, start = document["metadata"]["gallery"], 0
    for scene in document["scenes"]:
        frames = tuple(scene.get("x-frames", said["frames"]))
        if frames[-1] >= scene["durationFrames"]:
            raise ValueError(f"{section}: {scene['id']} has no frame {frames[-1]}")
        if not scene.get("x-hidden"):
            yield Entry(
                f"{section}-{scene['id']}",
                scene.get("name", scene["id"]),
                document,
                frames,
                start,
                written(_shown(scene, scene.get("x-shows", said["shows"]))),
                scene.get("_comment", ""),
                said.get("gap", GAP_PX),
                said.get("height", HEIGHT_PX),
                scene.get("x-detail", 1.0),
            )
        start += scene["durationFrames"]


def _shown(scene: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """Return the fields of a scene, or of its uppermost layer, that make what is seen."""
    layer = scene["layers"][-1] if scene.get("layers") else {}
    if "layer" in fields:
        return layer
    return {
        name: (scene if name in scene else layer)[name]
        for name in fields
        if name in scene or name in layer
    }


def _variants(section: str, document: dict[str, Any]) -> Iterator[Entry]:
    said = document["metadata"]["gallery"]
    path = said["varies"]["path"].split(".")
    for value in said["varies"]["over"]:
        variant = deepcopy(document)
        reduce(lambda part, key: part[key], path[:-1], variant)[path[-1]] = value
        yield Entry(
            f"{section}-{str(value).replace(':', 'x')}",
            str(value),
            variant,
            tuple(said["frames"]),
            0,
            written(_nested(path, value)),
            "",
            said.get("gap", GAP_PX),
            said.get("height", HEIGHT_PX),
        )


def _nested(path: list[str], value: object) -> dict[str, Any]:
    return {path[0]: _nested(path[1:], value) if len(path) > 1 else value}


def written(fields: Mapping[str, object]) -> str:
    """Write fields as they stand in a composition: on one line each, where that is not too long."""
    return ",\n".join(f"{_quoted(key)}: {_value(value, '')}" for key, value in fields.items())


def _value(value: object, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _WIDTH or not isinstance(value, dict | list):
        return line
    inner = indent + _INDENT
    if isinstance(value, dict):
        parts = [f"{_quoted(key)}: {_value(part, inner)}" for key, part in value.items()]
    else:
        parts = [_value(part, inner) for part in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}{end}"


def _quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)
