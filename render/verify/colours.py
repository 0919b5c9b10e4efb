"""Whether a film was converted by one matrix and is shown by another."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.color import ycbcr_matrix
from render.verify.looks import Look

_BT601: Final = (0.299, 0.114)

_MIN_SHARE: Final = 0.6
"""From here on a film lies nearer to the mistake than to what was meant."""
_MIN_GAIN: Final = 0.4
"""Mean squared levels that the mistake must explain: below, there is no colour to tell by."""


class ColourFit:
    """Holds a film's colours against the composition's, as sums that do not grow.

    For a conversion T that may have gone wrong, the share t of it for which
    `film + t (T film - film)` comes nearest to the composition is 0 for a good film and 1 for one
    with that mistake, however much noise the encoder adds.
    """

    def __init__(self) -> None:
        self._of_film = np.zeros((4, 4))
        self._of_both = np.zeros((4, 3))
        self._count = 0

    def take(self, film: Look, expected: Look) -> None:
        """Take a frame and the one of the composition that it shows."""
        seen, meant = _columns(film), _columns(expected)
        self._of_film += seen.T @ seen
        self._of_both += seen.T @ meant[:, :3]
        self._count += len(seen)

    def mistake(self) -> str | None:
        """Return in words what went wrong, or None."""
        if self._count == 0:
            return None
        found: tuple[float, str] | None = None
        for name, conversion in _MISTAKES.items():
            step = conversion - np.eye(4)[:, :3]
            power = float(np.einsum("ij,ik,kj->", step, self._of_film, step))
            away = self._of_both - self._of_film[:, :3]
            if power <= 0:
                continue
            share = float(np.sum(step * away)) / power
            gain = share * share * power / self._count
            if share >= _MIN_SHARE and gain >= _MIN_GAIN and (found is None or gain > found[0]):
                found = gain, name
        return found[1] if found else None


def _columns(look: Look) -> NDArray[np.float64]:
    """Return `(n, 4)`: Y, Cb, Cr and 1 at chroma size."""
    height, width = look.cb.shape
    y = cv2.resize(look.y, (width, height), interpolation=cv2.INTER_AREA)
    planes = [plane.ravel().astype(np.float64) for plane in (np.asarray(y), look.cb, look.cr)]
    return np.column_stack([*planes, np.ones(height * width)])


def _affine(matrix: NDArray[Any], offsets: NDArray[Any]) -> NDArray[np.float64]:
    """Return `(4, 3)`: a column of it is one of the new planes."""
    return np.vstack([matrix.T, offsets])


def _between_matrices() -> NDArray[np.float64]:
    """Return the conversion of limited-range BT.601 levels to BT.709 ones."""
    to709, offsets = ycbcr_matrix()
    red, blue = _BT601
    green = 1 - red - blue
    weights = np.array([red, green, blue])
    unit = np.eye(3)
    to601 = np.array(
        [
            weights * 219 / 255,
            (unit[2] - weights) / (2 * (1 - blue)) * 224 / 255,
            (unit[0] - weights) / (2 * (1 - red)) * 224 / 255,
        ]
    )
    matrix = to709 @ np.linalg.inv(to601)
    return _affine(matrix, offsets - matrix @ offsets)


def _between_ranges() -> NDArray[np.float64]:
    """Return the conversion of full-range levels to limited ones."""
    scale = np.array([219, 224, 224]) / 255
    centres = np.array([0.0, 128, 128])
    return _affine(np.diag(scale), np.array([16.0, 128, 128]) - scale * centres)


def _undone(conversion: NDArray[np.float64]) -> NDArray[np.float64]:
    matrix = np.linalg.inv(conversion[:3].T)
    return _affine(matrix, -matrix @ conversion[3])


_MISTAKES: Final = {
    "the pixels are BT.601 and are shown as BT.709": _between_matrices(),
    "the pixels are BT.709 and are shown as BT.601": _undone(_between_matrices()),
    "the pixels have full range and are shown as limited": _between_ranges(),
    "the pixels have limited range and are shown as full": _undone(_between_ranges()),
}
