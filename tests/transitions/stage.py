"""Transitions drawn over small pictures, as the renderer draws them."""

import hashlib
from pathlib import Path

from PIL import Image

from render.assets.media import ImageFacts, Media
from render.canvas.picture import HALF
from render.timeline.model import PlannedTransition
from render.transitions import TRANSITIONS, Moment
from schemas.names import DIRECTIONS
from tests.canvas.patches import photo

KINDS = sorted(TRANSITIONS)
EVERY_WAY = [
    (kind, direction)
    for kind in KINDS
    for direction in (None, *(DIRECTIONS if TRANSITIONS[kind].has_directions else ()))
]
ORDER = Path(__file__).parent / "order.png"


def picture(path=ORDER):
    """The facts of a still, as probing finds them."""
    with Image.open(path) as still:
        size = still.size
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Media(path.name, path, digest, "image", ImageFacts(*size, has_alpha=False, format="PNG"))


def moment(kind, progress, direction=None, pace=0.0):
    asset = picture() if TRANSITIONS[kind].needs_picture else None
    return Moment(progress, direction, pace, asset)


def drawn(kind, a, b, progress, direction=None, *, pace=0.0, into=None):
    """Draw a transition at a progress over whatever lay there before."""
    into = into or photo(a.width_px, a.height_px, a.subsampling, seed=99)
    TRANSITIONS[kind].draw(a, b, moment(kind, progress, direction, pace), into)
    return into


def played(kind, a, b, length, direction=None):
    """Yield all frames of a transition of a length, as a composition without an easing has them."""
    easing = TRANSITIONS[kind].easing_over(length)
    asset = picture() if TRANSITIONS[kind].needs_picture else None
    planned = PlannedTransition(kind, length, direction, easing, asset)
    for frame in range(length):
        into = photo(a.width_px, a.height_px, a.subsampling, seed=frame)
        TRANSITIONS[kind].draw(a, b, planned.moment(frame), into)
        yield into


def pair(size, subsampling=HALF):
    return photo(*size, subsampling, seed=1), photo(*size, subsampling, seed=2)
