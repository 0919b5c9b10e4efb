"""The one frame that stands for a film: not black, not blurred, not between two shots."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.options import RenderOptions
from render.stills import check_picture_name, write_picture
from render.thumbnails.footage import Candidate, Footage, View, open_footage
from render.thumbnails.score import (
    Score,
    colour_of,
    contrast_of,
    detail_of,
    light_of,
    wholeness_of,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATES: Final = 16
MAX_CANDIDATES: Final = 200

LOOKED_AT_WIDTH_PX: Final = 320
"""Candidates are judged at this width; upright ones at the same area."""

MAX_WIDTH_PX: Final = 1920
"""Of a poster whose width is not given."""

_DEFAULTS = RenderOptions()


@dataclass(frozen=True)
class Scored:
    """A candidate and what it is like."""

    frame: int
    score: Score


@dataclass(frozen=True)
class Poster:
    """A poster that was written.

    Attributes:
        path: The picture.
        frame, seconds: What it shows.
        width_px, height_px: Its size.
        score: Why it was chosen; None where the time was given.
    """

    path: Path
    frame: int
    seconds: Fraction
    width_px: int
    height_px: int
    score: Score | None


def make_poster(
    source: Path,
    output: Path,
    options: RenderOptions = _DEFAULTS,
    *,
    width_px: int | None = None,
    at_seconds: Fraction | None = None,
    candidates: int = CANDIDATES,
) -> Poster:
    """Choose a frame and write it to a picture.

    Args:
        source: A film or a composition's JSON.
        output: A .png, .jpg or .webp, written whole or not at all.
        options: Assets, fonts and strictness of a composition.
        width_px: Of the picture; None is the footage's own, at most 1920. A film is never enlarged.
        at_seconds: The frame shown then, instead of choosing one.
        candidates: How many frames are looked at.

    Raises:
        RenderError: The source cannot be read, or the picture cannot be written.
    """
    check_picture_name(output)
    footage = open_footage(source, options, output)
    score = None
    if at_seconds is None:
        best = max(scored_frames(footage, candidates), key=lambda each: each.score.total)
        frame, score = best.frame, best.score
    else:
        frame = footage.frame_at(at_seconds)
    size = footage.size_at(width_px or min(footage.size_px[0], MAX_WIDTH_PX))
    with footage.viewed(size) as view:
        picture = view.rgb(frame)
    write_picture(picture, output)
    height, width = picture.shape[:2]
    return Poster(output, frame, footage.seconds_at(frame), width, height, score)


def scored_frames(footage: Footage, count: int = CANDIDATES) -> list[Scored]:
    """Return frames from all over some footage, in order, with what they are like."""
    width, height = footage.size_px
    square = (width * height) ** 0.5
    wide = max(2, round(LOOKED_AT_WIDTH_PX * 0.75 * width / square))
    with footage.viewed(footage.size_at(wide)) as view:
        seen = [_look(view, candidate) for candidate in footage.candidates(count)]
    sharpest = max(detail for _, _, detail in seen) or 1.0
    return [
        Scored(
            candidate.frame,
            Score(**found, sharpness=detail / sharpest, settled=candidate.settled),
        )
        for candidate, found, detail in seen
    ]


def _look(view: View, candidate: Candidate) -> tuple[Candidate, dict[str, float], float]:
    """Return what can be told of a candidate alone, and its detail in levels."""
    before: NDArray[np.uint8] | None = None
    if candidate.around is not None:
        before = view.rgb(candidate.around[0])
    picture = view.rgb(candidate.frame)
    whole = 1.0
    if candidate.around is not None and before is not None:
        whole = wholeness_of(before, picture, view.rgb(candidate.around[1]))
    found = {
        "light": light_of(picture),
        "contrast": contrast_of(picture),
        "colour": colour_of(picture),
        "whole": whole,
    }
    return candidate, found, detail_of(picture)
