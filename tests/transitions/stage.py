"""Transitions drawn over small pictures, as the renderer draws them."""

import hashlib
from functools import cache
from pathlib import Path

from PIL import Image

from render.assets.media import ImageFacts, Media
from render.canvas.picture import HALF
from render.timeline.model import PlannedTransition
from render.transitions import TRANSITIONS, Moment
from schemas.names import DIRECTIONS
from tests.canvas.patches import film, photo

KINDS = sorted(TRANSITIONS)
EVERY_WAY = [
    (kind, direction)
    for kind in KINDS
    for direction in (None, *(DIRECTIONS if TRANSITIONS[kind].has_directions else ()))
]
LEFT_OVER = (90, 200, 60)
"""What lay on the canvas before: a colour that nobody draws."""

ORDER = Path(__file__).parent / "order.png"


@cache
def _own():
    return picture(ORDER)


def picture(path):
    """The facts of a still, as probing finds them."""
    with Image.open(path) as still:
        size = still.size
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Media(path.name, path, digest, "image", ImageFacts(*size, has_alpha=False, format="PNG"))


def moment(kind, progress, direction=None, pace=0.0):
    asset = _own() if TRANSITIONS[kind].needs_picture else None
    return Moment(progress, direction, pace, asset)


def drawn(kind, a, b, progress, direction=None, *, pace=0.0, into=None):
    """Draw a transition at a progress over whatever lay there before."""
    into = into or film(a.width_px, a.height_px, a.subsampling, LEFT_OVER)
    TRANSITIONS[kind].draw(a, b, moment(kind, progress, direction, pace), into)
    return into


def played(kind, a, b, length, direction=None):
    """Yield all frames of a transition of a length, as a composition without an easing has them."""
    easing = TRANSITIONS[kind].easing_over(length)
    asset = _own() if TRANSITIONS[kind].needs_picture else None
    planned = PlannedTransition(kind, length, direction, easing, asset)
    for frame in range(length):
        into = film(a.width_px, a.height_px, a.subsampling, LEFT_OVER)
        TRANSITIONS[kind].draw(a, b, planned.moment(frame), into)
        yield into


def pair(size, subsampling=HALF):
    """Two pictures in which every sample is another one; only to be looked at."""
    return _photo(size, subsampling, 1), _photo(size, subsampling, 2)


@cache
def _photo(size, subsampling, seed):
    return photo(*size, subsampling, seed=seed)
