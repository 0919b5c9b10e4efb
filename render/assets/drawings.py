"""SVG drawings: read by us, cleaned to what a still picture needs, drawn by resvg.

An SVG file may name other files and servers, hold programs, and unfold without end. What reaches
resvg is written anew from a tree that holds none of it: known elements, references inside the file
only, and an effort (elements after `use`, layers, depth) that is bounded before anything is drawn.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from render.assets.drawing_tree import Drawing, Fault, parsed_drawing
from render.assets.keys import shown
from render.assets.media import DrawingFacts, Media
from render.errors import AssetUnreadable

MAX_BYTES: Final = 4 << 20
_TRIAL_PX: Final = 64


def read_drawing(path: Path, key: str) -> Drawing:
    """Read an SVG file.

    Args:
        path: The file.
        key: The asset's key, for messages.

    Raises:
        AssetUnreadable: It is too large, no drawing, or holds what is not drawn; the message names
            it with its line.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AssetUnreadable(
                f"the drawing is larger than {MAX_BYTES >> 20} MB",
                where=shown(key),
                hint="export it as a picture",
            )
        data = path.read_bytes()
    except OSError as error:
        raise AssetUnreadable(f"the file cannot be read: {error}", where=shown(key)) from error
    try:
        return parsed_drawing(data)
    except Fault as fault:
        place = f" (line {fault.line})" if fault.line else ""
        raise AssetUnreadable(
            f"this SVG is not drawn: {fault}{place}", where=shown(key), hint=fault.hint
        ) from fault


def drawing_facts(path: Path, key: str) -> DrawingFacts:
    """Return the facts of an SVG file, drawn once, small, so that faults are found here.

    Raises:
        AssetUnreadable: As `read_drawing`, or the renderer refuses it.
    """
    drawing = read_drawing(path, key)
    scale = _TRIAL_PX / max(drawing.width_px, drawing.height_px)
    size = (max(1, round(drawing.width_px * scale)), max(1, round(drawing.height_px * scale)))
    _drawn(drawing, size, None, key)
    return DrawingFacts(drawing.width_px, drawing.height_px, drawing.uses_current_color)


@lru_cache(maxsize=16)
def load_drawing(media: Media) -> Drawing:
    """Return a probed drawing, read again in this process."""
    return read_drawing(media.path, media.key)


def draw_drawing(
    media: Media, size_px: tuple[int, int], color: tuple[int, int, int] | None
) -> NDArray[np.uint8]:
    """Draw a probed SVG file at a size.

    Args:
        media: The asset.
        size_px: Width and height; what the file says of its aspect ratio holds inside them.
        color: What it calls currentColor; None is black.

    Returns:
        `(height, width, 4)` uint8 straight (NOT premultiplied) sRGB RGBA.

    Raises:
        AssetUnreadable: It cannot be drawn.
    """
    return _drawn(load_drawing(media), size_px, color, media.key)


def _drawn(
    drawing: Drawing, size_px: tuple[int, int], color: tuple[int, int, int] | None, key: str
) -> NDArray[np.uint8]:
    import resvg_py  # noqa: PLC0415 - few films have drawings

    try:
        png = resvg_py.svg_to_bytes(
            svg_string=drawing.document(size_px, color), skip_system_fonts=True
        )
        bgra = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of Rust is no Exception in Python
        raise _refused(key, " ".join(str(error).split())[:200]) from None
    if bgra is None or bgra.shape != (size_px[1], size_px[0], 4) or bgra.dtype != np.uint8:
        raise _refused(key, "nothing comes out")
    return np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), np.uint8)


def _refused(key: str, why: str) -> AssetUnreadable:
    return AssetUnreadable(
        f"the SVG cannot be drawn: {why}", where=shown(key), hint="export it again as plain SVG"
    )
