"""Draw a strip: a few frames of a composition side by side, each with its number."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import groupby
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.entries import FOLDER, Entry
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import Prepared, prepare
from render.text import FontBook, TextRun, TextSpec, lay_out, paint

_FINER = 2
"""Frames are drawn this much larger and averaged down: 4:2:0 would smear small coloured type."""

_LABEL_HEIGHT_PX, _LABEL_PX = 16, 11.0
_LABEL_INK = (132, 132, 138, 255)
"""Readable on white pages and on dark ones."""

_QUALITY = 46

Rgba = NDArray[np.uint8]
Rgb = NDArray[np.uint8]


def prepared(document: Mapping[str, Any]) -> Prepared:
    """Plan a composition of the gallery."""
    return prepare(document, RenderOptions(assets=FOLDER))


def pictures(entries: Iterable[Entry], height_px: int | None = None) -> Iterator[list[Rgb]]:
    """Yield the frames of entries of one section, `(h, w, 3)` uint8 sRGB each.

    Args:
        entries: Those of one composition are best asked for together: it is planned once.
        height_px: Of a picture; None is the entry's own.
    """
    for (_, detail), group in groupby(entries, key=lambda e: (id(e.document), e.detail)):
        same = list(group)
        plan = prepared(same[0].document)
        height = height_px or same[0].height_px
        size = (round(height * plan.timeline.width / plan.timeline.height), height)
        drawn = [_even(round(_FINER * length / detail)) for length in size]
        with FrameRenderer(plan.fonts, *drawn) as renderer:
            for entry in same:
                frames = [entry.start_frame + frame for frame in entry.frames]
                yield [_reduced(renderer.rgb(plan.timeline, f), size, detail) for f in frames]


def _reduced(picture: Rgb, size_px: tuple[int, int], detail: float) -> Rgb:
    height, width = (round(length * detail) for length in picture.shape[:2])
    top, left = (picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2
    part = np.ascontiguousarray(picture[top : top + height, left : left + width])
    return np.asarray(cv2.resize(part, size_px, interpolation=cv2.INTER_AREA), np.uint8)


def _even(length_px: int) -> int:
    return length_px + length_px % 2


def strip(entry: Entry, shots: list[Rgb], fonts: FontBook) -> Rgba:
    """Put the pictures of an entry side by side on nothing, `(h, w, 4)` uint8 sRGB, straight.

    Args:
        entry: Says how far apart; where they touch, and below one alone, no numbers are written.
        shots: Its frames.
        fonts: For the numbers.
    """
    height, width = shots[0].shape[:2]
    step = width + entry.gap_px
    labels = _LABEL_HEIGHT_PX if entry.gap_px and len(shots) > 1 else 0
    sheet = np.zeros((height + labels, step * len(shots) - entry.gap_px, 4), np.uint8)
    for place, shot in enumerate(shots):
        sheet[:height, place * step : place * step + width] = np.dstack(
            [shot, np.full(shot.shape[:2], 255, np.uint8)]
        )
        if labels:
            _write(sheet, str(entry.frames[place]), place * step, height + 2, fonts)
    return sheet


def _write(sheet: Rgba, text: str, left: int, top: int, fonts: FontBook) -> None:
    run = TextRun(text, "Open Sans", _LABEL_PX, 600, fill=_LABEL_INK)
    picture = paint(lay_out(TextSpec((run,)), fonts))
    rgba = picture.rgba
    x, y = left + round(picture.origin_px[0]), top + round(picture.origin_px[1])
    x, y = max(x, 0), max(y, 0)
    room = sheet[y : y + rgba.shape[0], x : x + rgba.shape[1]]
    alpha = rgba[: room.shape[0], : room.shape[1], 3]
    room[..., :3] = _LABEL_INK[:3]
    room[..., 3] = alpha


def encoded(sheet: Rgba) -> bytes:
    """Return a strip as WebP; the same bytes for the same pixels."""
    data = BytesIO()
    Image.fromarray(sheet).save(data, "WEBP", quality=_QUALITY, method=6, alpha_quality=90)
    return data.getvalue()
