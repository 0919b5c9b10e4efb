"""lumaWipe: a picture says in which order the frame changes, its darkest places first.

The picture is drawn for the direction right, which is the one without a name as well: left mirrors
it, down and up turn it by a quarter.
"""

from functools import lru_cache
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from render.assets.media import Media
from render.assets.stills import load_still
from render.canvas import verbs
from render.canvas.picture import Picture
from render.transitions.fields import Field, field_of, mask_at
from render.transitions.registry import Moment, register

_SOFTNESS = 0.09
_LUMA = (0.2126, 0.7152, 0.0722)
_OPAQUE = 255


def draw(a: Picture, b: Picture, moment: Moment, into: Picture) -> None:
    """Uncover `b` where the picture is darker than the progress.

    Raises:
        ValueError: The moment has no picture.
        AssetUnreadable: The picture is damaged.
    """
    if moment.picture is None:
        raise ValueError("a lumaWipe needs a picture")
    field = _order(moment.picture, a.width_px, a.height_px, moment.direction or "right")
    if field is None:
        verbs.crossfade(a, b, moment.progress, into)
    else:
        verbs.mix_by_mask(a, b, mask_at(field, moment.progress, _SOFTNESS), into)


@lru_cache(maxsize=2)
def _order(picture: Media, width_px: int, height_px: int, direction: str) -> Field | None:
    """Return the field of a picture that covers a frame; None where all of it has one level."""
    size = (width_px, height_px) if direction in ("left", "right") else (height_px, width_px)
    levels = _covering(_brightness(picture, size), size)
    match direction:
        case "left":
            levels = levels[:, ::-1]
        case "down":
            levels = np.rot90(levels, -1)
        case "up":
            levels = np.rot90(levels)
        case _:
            pass
    # What the darkest and the lightest place are is the picture's own: no frame stands still.
    darkest, lightest = float(levels.min()), float(levels.max())
    if lightest <= darkest:
        return None
    return field_of((levels - darkest) / (lightest - darkest))


def _brightness(picture: Media, size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a picture's luma on black, [0, 255], not much larger than it has to be."""
    width, height = picture.size_px
    cover = max(size[0] / width, size[1] / height)
    reduced = (ceil(width * cover), ceil(height * cover))
    rgba = load_still(picture, max_size_px=reduced).astype(np.float32)
    luma = rgba[:, :, :3] @ np.array(_LUMA, np.float32)
    return np.asarray(luma * (rgba[:, :, 3] / _OPAQUE), np.float32)


def _covering(levels: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a picture scaled to cover a size, the rest cut off evenly."""
    height, width = levels.shape
    cover = max(size[0] / width, size[1] / height)
    across, down = max(size[0], round(width * cover)), max(size[1], round(height * cover))
    if (across, down) != (width, height):
        larger = cv2.resize(levels, (across, down), interpolation=cv2.INTER_LINEAR)
        levels = np.asarray(larger, np.float32)
    left, top = (across - size[0]) // 2, (down - size[1]) // 2
    return np.asarray(levels[top : top + size[1], left : left + size[0]], np.float32)


register("lumaWipe", draw, easing="easeInOutSine", has_directions=True, needs_picture=True)
