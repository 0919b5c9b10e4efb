"""Sheets of small pictures and a WebVTT track that says which is where: what players scrub with."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Final
from urllib.parse import quote

import numpy as np
from PIL import Image

from render.errors import UsageError
from render.options import RenderOptions
from render.storage import write_atomically
from render.thumbnails.footage import Footage, open_footage

TILES_A_SHEET: Final = 100
LONGEST_INTERVAL_SECONDS: Final = 10
JPEG_QUALITY: Final = 76
MAX_JPEG_SIDE_PX: Final = 65_535
MAX_TILES: Final = 20_000

_DEFAULTS = RenderOptions()


@dataclass(frozen=True)
class Sprites:
    """Sprite sheets that were written.

    Attributes:
        track: The WebVTT file.
        sheets: The JPEG files, in order.
        tiles: How many pictures there are.
        tile_width_px, tile_height_px: Of each.
        interval_seconds: From one to the next.
    """

    track: Path
    sheets: tuple[Path, ...]
    tiles: int
    tile_width_px: int
    tile_height_px: int
    interval_seconds: Fraction


def make_sprites(
    source: Path,
    output: Path,
    options: RenderOptions = _DEFAULTS,
    *,
    width_px: int = 160,
    columns: int = 10,
    interval_seconds: Fraction | None = None,
) -> Sprites:
    """Write the sheets and the track.

    `film.vtt` gets its pictures from `film.jpg` beside it, or `film-1.jpg`, `film-2.jpg`, ... when
    there are more than 100. Each picture shows the middle of its stretch.

    Args:
        source: A film or a composition's JSON.
        output: The WebVTT file, `.vtt`.
        options: Assets, fonts and strictness of a composition.
        width_px: Of one picture.
        columns: Pictures in a row of a sheet.
        interval_seconds: From one picture to the next. None is a second for films up to 100
            seconds, a hundredth of longer ones, and 10 seconds at most.

    Raises:
        RenderError: The source cannot be read, or a file cannot be written.
    """
    if output.suffix.lower() != ".vtt":
        raise UsageError("is no WebVTT file", where=str(output), hint="name it .vtt")
    if interval_seconds is not None and interval_seconds <= 0:
        raise UsageError("the interval has to be above 0", where="--interval")
    footage = open_footage(source, options, output)
    lasts = footage.duration_seconds
    interval = interval_seconds or min(
        max(Fraction(1), lasts / TILES_A_SHEET), Fraction(LONGEST_INTERVAL_SECONDS)
    )
    count = max(1, ceil(lasts / interval))
    size = footage.size_at(width_px)
    if count > MAX_TILES or max(size[0] * columns, size[1] * TILES_A_SHEET) > MAX_JPEG_SIDE_PX:
        raise UsageError(
            f"{count} pictures of {size[0]}x{size[1]} are too many or too large",
            hint="take a longer interval, fewer columns or smaller pictures",
        )
    sheet_count = ceil(count / TILES_A_SHEET)
    names = [_sheet_path(output, number, sheet_count) for number in range(sheet_count)]
    with ExitStack() as files:
        unfinished = [files.enter_context(write_atomically(name)) for name in names]
        track = files.enter_context(write_atomically(output))
        for path, sheet in zip(
            unfinished, _sheets(footage, size, columns, interval, count), strict=True
        ):
            Image.fromarray(sheet).save(path, "JPEG", quality=JPEG_QUALITY, optimize=True)
        text = "\n".join(_track(names, size, columns, interval, lasts, count))
        track.write_text(text, encoding="utf-8")
    return Sprites(output, tuple(names), count, *size, interval)


def _sheet_path(output: Path, number: int, count: int) -> Path:
    digits = len(str(count))
    tail = f"-{number + 1:0{digits}}" if count > 1 else ""
    return output.with_name(f"{output.stem}{tail}.jpg")


def _sheets(
    footage: Footage, size: tuple[int, int], columns: int, interval: Fraction, count: int
) -> "Iterator[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]":
    """Yield the sheets; one is held at a time."""
    width, height = size
    with footage.viewed(size) as view:
        for first in range(0, count, TILES_A_SHEET):
            tiles = min(TILES_A_SHEET, count - first)
            across = min(columns, tiles)
            sheet = np.zeros((ceil(tiles / across) * height, across * width, 3), np.uint8)
            for place in range(tiles):
                start = (first + place) * interval
                middle = (start + min(start + interval, footage.duration_seconds)) / 2
                top, left = place // across * height, place % across * width
                picture = view.rgb(footage.frame_at(middle))
                sheet[top : top + height, left : left + width] = picture
            yield sheet


def _track(
    names: Sequence[Path],
    size: tuple[int, int],
    columns: int,
    interval: Fraction,
    lasts: Fraction,
    count: int,
) -> Iterator[str]:
    """Yield the lines of the WebVTT file."""
    width, height = size
    yield "WEBVTT"
    yield ""
    for number in range(count):
        sheet, place = divmod(number, TILES_A_SHEET)
        across = min(columns, count - sheet * TILES_A_SHEET, TILES_A_SHEET)
        left, top = place % across * width, place // across * height
        start, end = number * interval, min((number + 1) * interval, lasts)
        yield f"{_clock(start)} --> {_clock(end)}"
        yield f"{quote(names[sheet].name)}#xywh={left},{top},{width},{height}"
        yield ""


def _clock(seconds: Fraction) -> str:
    """Return a time as WebVTT writes it, `00:01:02.500`."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
