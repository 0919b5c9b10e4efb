"""Pictures of a composition: the contact sheet, and how a picture gets into a file."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine
from render.canvas.color import frame_to_rgb, raster_to_sprite, rgb_to_ycbcr
from render.canvas.picture import Raster, new_frame
from render.canvas.verbs import draw
from render.errors import UsageError
from render.frames.renderer import FrameRenderer
from render.storage import write_atomically
from render.text import TextRun, TextSpec, lay_out, paint

if TYPE_CHECKING:
    from render.prepare import Prepared

_PAPER = (22, 22, 24)
_INK = (225, 225, 228, 255)
_FAINT = (140, 140, 146, 255)
_GAP_PX = 14
_LABEL_PX = 15.0


@dataclass(frozen=True)
class ContactSheet:
    """Pictures from all over a composition.

    Attributes:
        picture: `(height, width, 3)` uint8 sRGB.
        frames: Which frames it shows, in order.
    """

    picture: NDArray[np.uint8]
    frames: tuple[int, ...]


_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def check_picture_name(path: Path) -> None:
    """Refuse a name that no picture can be written under.

    Raises:
        UsageError: Its ending names no format.
    """
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(
            f'"{path.suffix}" is no picture format', where=str(path), hint="use .png, .jpg or .webp"
        )


def write_picture(picture: NDArray[np.uint8], path: Path) -> None:
    """Write `(h, w, 3)` uint8 sRGB to a PNG, JPEG or WebP, whole or not at all.

    Raises:
        UsageError: The name's ending is no picture's.
        OutputError: The file cannot be written.
    """
    from PIL import Image  # noqa: PLC0415 - only here

    check_picture_name(path)
    chosen = _FORMATS[path.suffix.lower()]
    options = {"compress_level": 4} if chosen == "PNG" else {"quality": 92}
    if chosen == "JPEG":
        options["subsampling"] = 0  # type is what people look for in these
    with write_atomically(path) as unfinished:
        Image.fromarray(picture).save(unfinished, format=chosen, **options)


def contact_sheet(
    prepared: "Prepared", count: int | None, columns: int | None, width_px: int
) -> ContactSheet:
    """Draw pictures from all over a composition, side by side, each with its frame and scene.

    Args:
        prepared: The composition.
        count: How many; None is one a second, 12 to 48.
        columns: In a row; None is what makes the sheet about as wide as high.
        width_px: Of one picture.
    """
    timeline = prepared.timeline
    if count is None:
        count = min(max(round(timeline.frame_count / timeline.fps), 12), 48)
    count = min(count, timeline.frame_count)
    frames = tuple((2 * n + 1) * timeline.frame_count // (2 * count) for n in range(count))
    aspect = timeline.height / timeline.width
    if columns is None:
        columns = max(1, round((count * aspect * 1.3) ** 0.5))
    columns = min(columns, count)
    size = (max(2, width_px // 2 * 2), max(2, round(width_px * aspect / 2) * 2))
    cell = (size[0] + _GAP_PX, size[1] + 2 * _GAP_PX + round(_LABEL_PX))
    sheet = new_frame(
        columns * cell[0] + _GAP_PX + columns * cell[0] % 2,
        ceil(count / columns) * cell[1] + _GAP_PX + ceil(count / columns) * cell[1] % 2,
    )
    sheet.fill(rgb_to_ycbcr(*_PAPER))
    with FrameRenderer(prepared.fonts, *size) as renderer:
        for place, frame in enumerate(frames):
            x = _GAP_PX + place % columns * cell[0]
            y = _GAP_PX + place // columns * cell[1]
            draw(sheet, renderer.frame(timeline, frame), Affine.translation(x, y))
            label = TextSpec(
                (
                    TextRun(str(frame), "Open Sans", _LABEL_PX, 600, fill=_INK),
                    TextRun(f"  {_scene_at(prepared, frame)}", "Open Sans", _LABEL_PX, fill=_FAINT),
                )
            )
            text = paint(lay_out(label, prepared.fonts))
            sprite = raster_to_sprite(Raster(text.rgba, *text.origin_px))
            draw(sheet, sprite, Affine.translation(x, y + size[1] + 4))
    return ContactSheet(frame_to_rgb(sheet), frames)


def _scene_at(prepared: "Prepared", frame: int) -> str:
    showing = [scene for scene in prepared.timeline.scenes if frame in scene.on_screen]
    # Ids are free text: a character no font has must not spoil the sheet.
    return (
        "".join(c if c.isascii() and c.isprintable() else "?" for c in showing[-1].id)
        if showing
        else ""
    )
