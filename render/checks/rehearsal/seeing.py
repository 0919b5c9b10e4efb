"""How well a text is told from what is drawn behind it."""

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from render.legibility.choice import luminances

if TYPE_CHECKING:
    from render.checks.rehearsal.stage import PlacedText, Rehearsal

_CORE = 0.7
_OUTSIDE = 0.04
_RING_PX = 5
_FLARE = 0.05
_LEAST_PIXELS = 20


def contrast_of(rehearsal: "Rehearsal", text: "PlacedText", worst_percent: float) -> float | None:
    """Return the contrast of a text with what is drawn around its letters, [1, 21].

    The text is drawn in black and in white: what differs are its letters. Beside them lies what
    they have to be told from, be it a picture, a panel, a stroke or a shadow.

    Args:
        rehearsal: The film.
        text: A text of it.
        worst_percent: So many per cent of the pixels may have less contrast.

    Returns:
        None when the text is never seen standing still.
    """
    frame = rehearsal.moment_of(text)
    if frame is None:
        return None
    black = rehearsal.picture(rehearsal.inked(text, 0), frame).astype(np.int16)
    white = rehearsal.picture(rehearsal.inked(text, 255), frame).astype(np.int16)
    coverage = (white - black).mean(axis=2) / 255
    most = float(coverage.max())
    core = coverage >= max(_CORE * most, _OUTSIDE)
    if core.sum() < _LEAST_PIXELS:
        return None
    ring = _around(core) & (coverage < _OUTSIDE)
    if ring.sum() < _LEAST_PIXELS:
        return None
    shown = rehearsal.picture(rehearsal.timeline, frame)
    around = shown[ring].astype(np.float64)
    ink = luminances(_ink(text, np.median(shown[core], axis=0), np.median(around, axis=0)))[0]
    behind = luminances(around)
    ratios = (np.maximum(behind, ink) + _FLARE) / (np.minimum(behind, ink) + _FLARE)
    return float(np.percentile(ratios, worst_percent))


def _ink(
    text: "PlacedText", seen: NDArray[np.float64], behind: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the colour `(1, 3)` of the letters.

    Thin letters are never wholly their colour in a small picture, so it is taken from the plan
    where it is plain.
    """
    fills = {run.fill for run in text.content.spec.runs}
    fill = next(iter(fills))
    if len(fills) > 1 or not isinstance(fill, tuple) or "opacity" in dict(text.layer.tracks):
        return seen[np.newaxis]
    share = fill[3] / 255 * text.layer.opacity
    return (np.array(fill[:3], float) * share + behind * (1 - share))[np.newaxis]


def _around(core: NDArray[np.bool_]) -> NDArray[np.bool_]:
    kernel = np.ones((2 * _RING_PX + 1, 2 * _RING_PX + 1), np.uint8)
    return cv2.dilate(core.astype(np.uint8), kernel).astype(bool)
