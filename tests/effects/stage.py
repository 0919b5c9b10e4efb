"""Effects applied to small pictures, as the renderer applies them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from render.assets.media import Media
from render.canvas.affine import Affine
from render.canvas.color import frame_to_rgb, sprite_to_rgba
from render.canvas.picture import FULL, HALF
from render.effects import EFFECTS, Touch
from schemas.names import EFFECT_TYPES
from tests.canvas.patches import glass, noise, photo

KINDS = sorted(EFFECT_TYPES)
CUBE = Path(__file__).parent / "warm.cube"


def table(path=CUBE):
    return Media(path.name, path, str(path), "table")


def look(kind, size, **fields):
    """What an effect is told of a layer that fills a picture."""
    own = EFFECTS[kind].own
    asset = table() if EFFECTS[kind].needs_table else None
    whole = {"box": Affine(), "width": size[0], "height": size[1], "table": asset}
    return replace(own, **{**whole, **fields})


def applied(kind, picture, **fields):
    size = (picture.width_px, picture.height_px)
    return Touch(kind, look(kind, size, **fields)).apply(picture, Affine())


def idle(kind):
    """Fields at which an effect changes nothing."""
    if EFFECTS[kind].radius_by_amount:
        return {"radius": 0.0}
    return {"amount": EFFECTS[kind].neutral}


def opaque(size, subsampling=HALF, seed=1):
    return photo(*size, subsampling, seed=seed)


def translucent(size, subsampling=HALF, seed=1):
    """A picture with every coverage there is, none and all included."""
    width, height = size
    alpha = np.linspace(0, 255, width * height).astype(np.uint8).reshape(height, width)
    return glass(noise(width, height, seed), alpha, subsampling)


def flat(rgb, size=(16, 12), subsampling=FULL):
    """A picture of one colour."""
    alpha = np.full(size[::-1], 255, np.uint8)
    return glass(np.array(rgb, np.uint8), alpha, subsampling)


def color_of(picture):
    """Mean R'G'B' of an opaque picture."""
    return frame_to_rgb(picture).reshape(-1, 3).mean(axis=0)


def straight_of(picture):
    rgba = sprite_to_rgba(picture).astype(float)
    return rgba[:, :, :3] * 255 / np.maximum(rgba[:, :, 3:], 1), rgba[:, :, 3]
