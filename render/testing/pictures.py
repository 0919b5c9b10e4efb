"""Pictures typed as letters, and compositions small enough to type.

A letter is a colour and stands for a block of 2 x 2 output pixels: one sample of 4:2:0 chroma, so
that colours are exact up to the edge of a block. A film strip has one row of letters a frame.

    assert_pixels("RR__
                   RR__", picture)
"""

from collections.abc import Iterable, Mapping
from textwrap import dedent

import numpy as np
from numpy.typing import NDArray

from render.canvas.color import frame_to_rgb
from render.canvas.picture import FULL, Picture
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from render.text import FontBook
from render.timeline.model import Timeline

BLOCK_PX = 2
TOLERANCE = 3
"""Levels of R'G'B': two roundings of each of Y', Cb and Cr, the largest weighted 2.1."""

COLORS = {
    "_": (0, 0, 0),
    "W": (255, 255, 255),
    "R": (255, 0, 0),
    "G": (0, 255, 0),
    "B": (0, 0, 255),
    "Y": (255, 255, 0),
    "C": (0, 255, 255),
    "M": (255, 0, 255),
    "l": (192, 192, 192),
    "g": (128, 128, 128),
    "d": (64, 64, 64),
    "r": (128, 0, 0),
    "b": (0, 0, 128),
}
"""Lower case: half of red and of blue; light, middle and dark grey. `?` is any colour."""

FONTS = FontBook()

Rgb = NDArray[np.uint8]


def rgb_of(picture: Picture) -> Rgb:
    """Turn a picture into `(h, w, 3)` R'G'B' in which a chroma sample colours its own block only.

    `frame_to_rgb` interpolates chroma, as players do, which blurs the edges of a typed picture.
    """
    height, width = picture.y.shape
    step = picture.subsampling

    def spread(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return plane.repeat(step.y, axis=0).repeat(step.x, axis=1)[:height, :width]

    planes = (picture.y, spread(picture.cb), spread(picture.cr))
    return frame_to_rgb(Picture(*(np.ascontiguousarray(p) for p in planes), subsampling=FULL))


def assert_pixels(
    expected: str,
    rgb: Rgb,
    *,
    tolerance: int = TOLERANCE,
    block_px: int = BLOCK_PX,
    also: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Compare a picture with one typed as letters, and name the first pixel that is wrong.

    Args:
        expected: A row of letters for each row of blocks. What follows a space is a remark.
        rgb: `(h, w, 3)` uint8.
        tolerance: How many levels a channel may be off.
        block_px: Width and height of a letter in pixels.
        also: Letters besides those of COLORS.
    """
    colors = COLORS | dict(also or {})
    rows = [line.split(" ")[0] for line in dedent(expected).strip().splitlines()]
    typed = (len(rows) * block_px, len(rows[0]) * block_px)
    assert {len(row) for row in rows} == {len(rows[0])}, "rows of letters of different lengths"
    assert rgb.shape[:2] == typed, f"{rgb.shape[:2]} pixels, typed are {typed}"
    for y in range(typed[0]):
        for x in range(typed[1]):
            letter = rows[y // block_px][x // block_px]
            if letter == "?":
                continue
            got = tuple(int(level) for level in rgb[y, x])
            off = max(abs(a - b) for a, b in zip(got, colors[letter], strict=True))
            if off > tolerance:
                shown = "\n".join(_typed(rgb, colors, block_px))
                raise AssertionError(
                    f"block x={x // block_px}, y={y // block_px} (pixel x={x}, y={y}): expected "
                    f"{letter} {colors[letter]}, got {got}; the picture is\n{shown}"
                )


def _typed(rgb: Rgb, colors: Mapping[str, tuple[int, int, int]], block_px: int) -> Iterable[str]:
    """Type a picture: `*` is a colour with no letter, `%` a block of several colours."""
    names = {color: letter for letter, color in colors.items()}
    for top in range(0, rgb.shape[0], block_px):
        row = ""
        for left in range(0, rgb.shape[1], block_px):
            block = rgb[top : top + block_px, left : left + block_px].reshape(-1, 3).astype(int)
            near = [c for c in names if np.abs(block[0] - c).max() <= TOLERANCE]
            plain = np.ptp(block, axis=0).max() <= TOLERANCE
            row += (names[near[0]] if near else "*") if plain else "%"
        yield row


def assert_strip(expected: str, pictures: Iterable[Rgb], **how: object) -> None:
    """Compare frames with a film strip: a row of letters a frame, for pictures two blocks high."""
    rows = [line.split(" ")[0] for line in dedent(expected).strip().splitlines()]
    frames = list(pictures)
    assert len(frames) == len(rows), f"{len(frames)} frames, typed are {len(rows)}"
    for number, (row, rgb) in enumerate(zip(rows, frames, strict=True)):
        try:
            assert_pixels(f"{row}\n{row}", rgb, **how)  # type: ignore[arg-type]
        except AssertionError as error:
            raise AssertionError(f"frame {number}: {error}") from None


def box(color: str, x: float, y: float, width: float, height: float, **fields: object) -> dict:
    """A filled rectangle, its top left corner at (x, y)."""
    return {
        "type": "shape",
        "fill": color,
        "position": {"x": x, "y": y},
        "anchor": "top-left",
        "size": {"width": width, "height": height},
        **fields,
    }


def scene(*layers: dict, frames: int = 1, **fields: object) -> dict:
    """A scene that lasts `frames`."""
    return {"durationFrames": frames, "layers": list(layers), **fields}


def composition(
    *scenes: dict, size: tuple[int, int] = (8, 6), total: int | None = None, **fields: object
) -> dict:
    """A composition with a canvas of a few pixels; its length is that of its scenes."""
    return {
        "id": "typed",
        "width": size[0],
        "height": size[1],
        "totalDurationFrames": sum(s["durationFrames"] for s in scenes) if total is None else total,
        "scenes": [{"id": f"scene-{n}", **s} for n, s in enumerate(scenes, start=1)],
        **fields,
    }


def planned(document: Mapping[str, object], assets: object = None) -> Timeline:
    """Plan a composition."""
    return prepare(document, RenderOptions(assets=assets)).timeline  # type: ignore[arg-type]


def shot(
    document: Mapping[str, object] | Timeline,
    *frames: int,
    assets: object = None,
    block_px: int = BLOCK_PX,
    output: tuple[int, int] | None = None,
) -> list[Rgb]:
    """Draw frames of a composition; all of them when none are named.

    Args:
        document: The composition, or its timeline.
        frames: Which.
        assets: Folder of its assets.
        block_px: How many output pixels a design pixel is wide and high.
        output: Width and height of the output, instead.
    """
    timeline = document if isinstance(document, Timeline) else planned(document, assets)
    size = output or (timeline.width * block_px, timeline.height * block_px)
    with FrameRenderer(FONTS, *size) as renderer:
        wanted = frames or range(timeline.frame_count)
        return [rgb_of(renderer.frame(timeline, frame)) for frame in wanted]


def warnings(document: Mapping[str, object], assets: object = None) -> list[tuple[str, str]]:
    """Return (place, message) of every warning about a composition."""
    prepared = prepare(document, RenderOptions(assets=assets))  # type: ignore[arg-type]
    return [(warning.where, warning.message) for warning in prepared.warnings]
