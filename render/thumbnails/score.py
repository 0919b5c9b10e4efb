"""How well a frame stands for its film: lit, rich in contrast, sharp, coloured, not in between."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DARK, _BRIGHT = (14, 45), (205, 245)
"""Mean luma, 0 to 255: nothing at the outer number, all at the inner one."""

_RICH_CONTRAST: Final = 52.0
"""Standard deviation of luma from which on there is enough of it."""

_RICH_COLOUR: Final = 45.0
"""Hasler and Suesstrunk's measure: 33 is "moderately", 59 "highly colourful"."""

_MOVING_LEVELS: Final = 3.0
"""Root mean squared difference of two frames below which nothing happens between them."""

_MIXED, _UNMIXED = 0.06, 0.18
"""What is left of a frame when the best mixture of its neighbours is taken away, against how much
these differ. Fades and dissolves leave under 0.1, pans and people that move 0.5 and more; a very
slow zoom on fine texture comes down to 0.16. A dissolve between two moving shots is not told by
this, but it is softer than either of them."""

_PART: Final = 0.1
"""Less of a neighbour than this is none."""

_COMPARED_AT_PX: Final = (160, 90)
"""Grain does not count at this size."""


@dataclass(frozen=True)
class Score:
    """What a frame is like; all are in [0, 1] and more is better.

    Attributes:
        light: Neither black nor white.
        contrast: Dark and bright parts beside one another.
        sharpness: Against the sharpest of the frames it is compared with.
        colour: Colourfulness.
        whole: No dissolve or fade.
        settled: Nothing coming in or leaving.
    """

    light: float
    contrast: float
    sharpness: float
    colour: float
    whole: float = 1.0
    settled: float = 1.0

    @property
    def total(self) -> float:
        """All together: what makes a frame useless multiplies, what makes it nice adds up."""
        nice = 0.4 * self.sharpness + 0.35 * self.contrast + 0.25 * self.colour
        return self.light * (0.1 + 0.9 * self.whole) * (0.4 + 0.6 * self.settled) * nice


def light_of(picture: "NDArray[np.uint8]") -> float:
    """Return how well lit an RGB picture is."""
    mean = float(_luma(picture).mean())
    rises = (mean - _DARK[0]) / (_DARK[1] - _DARK[0])
    falls = (_BRIGHT[1] - mean) / (_BRIGHT[1] - _BRIGHT[0])
    return min(max(min(rises, falls), 0.0), 1.0)


def contrast_of(picture: "NDArray[np.uint8]") -> float:
    """Return how much contrast an RGB picture has."""
    return min(float(_luma(picture).std()) / _RICH_CONTRAST, 1.0)


def detail_of(picture: "NDArray[np.uint8]") -> float:
    """Return how much fine detail an RGB picture has, in levels; to be compared within a film.

    The root of the mean squared Laplacian of slightly smoothed luma: edges count, grain hardly.
    """
    smooth = cv2.GaussianBlur(_luma(picture), (0, 0), 0.8)
    return float(np.sqrt(np.square(cv2.Laplacian(smooth, cv2.CV_32F)).mean()))


def colour_of(picture: "NDArray[np.uint8]") -> float:
    """Return how colourful an RGB picture is (Hasler and Suesstrunk 2003)."""
    red, green, blue = (picture[:, :, n].astype(np.float32) for n in range(3))
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    mean = np.hypot(red_green.mean(), yellow_blue.mean())
    return min(float(spread + 0.3 * mean) / _RICH_COLOUR, 1.0)


def wholeness_of(
    before: "NDArray[np.uint8]", picture: "NDArray[np.uint8]", after: "NDArray[np.uint8]"
) -> float:
    """Return how little an RGB picture looks like a mixture of the frames around it."""
    first, middle, last = (
        cv2.resize(_luma(each), _COMPARED_AT_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
        for each in (before, picture, after)
    )
    way = last - first
    length = float(np.square(way).mean())
    if length < _MOVING_LEVELS**2:
        return 1.0
    share = float(((middle - first) * way).mean()) / length
    if not _PART < share < 1 - _PART:
        return 1.0  # it is one of the two: a cut lies beside it, or a fade begins
    left = float(np.square(middle - first - share * way).mean() / length) ** 0.5
    return min(max((left - _MIXED) / (_UNMIXED - _MIXED), 0.0), 1.0)


def _luma(picture: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
