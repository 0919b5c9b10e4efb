"""Colour tables: .cube files, as grading programs export them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render.assets.keys import shown
from render.assets.media import Media
from render.errors import AssetUnreadable

_MAX_BYTES = 32 << 20
"""A table of 65 x 65 x 65, the largest there is, takes 8 MB."""
_MAX_SIDE = 65
_MAX_LENGTH = 65_536
_CHANNELS = 3
_LARGEST_LEVEL = 65_504.0

_HEADER = re.compile(
    r"(LUT_1D_SIZE|LUT_3D_SIZE|DOMAIN_MIN|DOMAIN_MAX|LUT_[13]D_INPUT_RANGE)\s+(.*)"
)


@dataclass(frozen=True, eq=False)
class ColorTable:
    """A table of colours.

    Attributes:
        values: `(n, 3)` float32 for three curves, or `(n, n, n, 3)` with blue, green and red as the
            first three axes; colours in [0, 1], sometimes a little beyond.
        low, high: `(3,)` float32: the red, green, blue that the table's first and last entry are
            for.
    """

    values: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]

    def applied(self, rgb: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what colours become.

        Args:
            rgb: `(n, 3)` float32 in [0, 1].

        Returns:
            `(n, 3)` float32, cut to [0, 1]; linear between the entries.
        """
        size = self.values.shape[0]
        place = np.clip((rgb - self.low) / (self.high - self.low), 0, 1) * np.float32(size - 1)
        first = np.minimum(place.astype(np.int64), max(size - 2, 0))
        part = (place - first).astype(np.float32)
        if self.values.ndim == 2:  # noqa: PLR2004 - three curves
            after = np.minimum(first + 1, size - 1)
            channels = np.array([0, 1, 2])
            low, high = self.values[first, channels], self.values[after, channels]
            return np.asarray(np.clip(low + (high - low) * part, 0, 1), np.float32)
        mixed = np.zeros_like(rgb)
        for corner in range(8):
            steps = [(corner >> axis) & 1 for axis in range(_CHANNELS)]
            at = [np.minimum(first[:, axis] + steps[axis], size - 1) for axis in range(_CHANNELS)]
            share = np.ones(len(rgb), np.float32)
            for axis in range(_CHANNELS):
                share *= part[:, axis] if steps[axis] else 1 - part[:, axis]
            mixed += self.values[at[2], at[1], at[0]] * share[:, np.newaxis]
        return np.clip(mixed, 0, 1)


@lru_cache(maxsize=4)
def load_table(media: Media) -> ColorTable:
    """Read a probed .cube file.

    Raises:
        AssetUnreadable: It is damaged; the message names the line.
    """
    return read_table(media.path, media.key)


def read_table(path: Path, key: str) -> ColorTable:
    """Read a .cube file (Adobe Cube LUT Specification 1.0, and Resolve's input ranges).

    Args:
        path: The file.
        key: The asset's key, for messages.

    Raises:
        AssetUnreadable: It is too large, or no such table; the message names the line.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise _refused(key, "the colour table is larger than 32 MB")
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise _refused(key, f"the file cannot be read: {error}") from error
    try:
        return _parsed(text)
    except (ValueError, OverflowError) as error:
        raise _refused(key, f"this is no .cube colour table: {error}") from error


def _refused(key: str, message: str) -> AssetUnreadable:
    return AssetUnreadable(message, where=shown(key), hint="export it again as .cube, 33 points")


def _parsed(text: str) -> ColorTable:
    cube = curve = 0
    low, high = np.zeros(_CHANNELS, np.float32), np.ones(_CHANNELS, np.float32)
    rows: list[list[float]] = []
    for number, line in _lines(text):
        header = _HEADER.match(line)
        if header is None:
            if line[0].isalpha():
                continue  # TITLE and what programs add of their own
            rows.append(_numbers(line, number))
            if len(rows) > max(cube**3, curve, 1):
                raise ValueError(f"line {number} is one more than its size says")
            continue
        name, value = header.groups()
        if name.endswith("SIZE"):
            size = _size(value, number, _MAX_SIDE if name.startswith("LUT_3D") else _MAX_LENGTH)
            cube, curve = (size, 0) if name.startswith("LUT_3D") else (0, size)
        elif name.startswith("DOMAIN"):
            ends = np.array(_numbers(value, number), np.float32)
            low, high = (ends, high) if name == "DOMAIN_MIN" else (low, ends)
        else:
            start, end = (float(part) for part in value.split()[:2])
            low = np.full(_CHANNELS, start, np.float32)
            high = np.full(_CHANNELS, end, np.float32)
    wanted = cube**3 or curve
    if not wanted:
        raise ValueError("it does not say its size")
    if len(rows) != wanted:
        raise ValueError(f"it has {len(rows)} colours, its size says {wanted}")
    if not (high > low).all():
        raise ValueError("its domain is empty")
    values = np.array(rows, np.float32)
    if cube:
        values = values.reshape(cube, cube, cube, _CHANNELS)
    return ColorTable(values, low, high)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.partition("#")[0].strip()
        if stripped:
            yield number, stripped


def _size(value: str, number: int, most: int) -> int:
    size = (
        int(value.split(maxsplit=1)[0])
        if value.split() and value.split(maxsplit=1)[0].isdecimal()
        else 0
    )
    if not 2 <= size <= most:  # noqa: PLR2004 - between two colours at least
        raise ValueError(f"line {number}: a size of 2 to {most} is expected")
    return size


def _numbers(line: str, number: int) -> list[float]:
    parts = line.split()
    try:
        values = [float(part) for part in parts]
    except ValueError:
        values = []
    if len(values) != _CHANNELS or not all(abs(value) <= _LARGEST_LEVEL for value in values):
        raise ValueError(f"line {number}: three numbers are expected")
    return values
