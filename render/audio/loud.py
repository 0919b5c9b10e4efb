"""How loud a file is from moment to moment: what speech is found by, and music is measured with."""

from collections import OrderedDict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from render.audio.samples import CHANNELS, Array
from render.audio.source import source_chunks

if TYPE_CHECKING:
    from render.assets.media import Media

STEPS_A_SECOND = 50
"""A value every 20 ms: shorter than any sound of speech that counts."""
FLOOR_DB = -100.0
KEPT_PROFILES = 32
"""Files whose profile is remembered; an hour's takes 0.7 MB."""


@dataclass(frozen=True, eq=False)
class Profile:
    """The power of a file's sound over time.

    Attributes:
        power: `(steps,)` float32: variance, the mean of both channels, one value for 20 ms.
    """

    power: Array

    @property
    def levels_db(self) -> Array:
        """The same in decibels below full scale, `(steps,)`, at least -100."""
        return 10 * np.log10(np.maximum(self.power, 10 ** (FLOOR_DB / 10)))


_known: OrderedDict[tuple[object, ...], Profile] = OrderedDict()


def profile(media: "Media") -> Profile:
    """Listen to a file once, streamed, and remember how loud it is when.

    Raises:
        AssetUnreadable: The file cannot be decoded.
    """
    try:
        state = media.path.stat()
        name = (media.path, state.st_size, state.st_mtime_ns)
    except OSError:
        name = (media.path,)
    if name not in _known:
        _known[name] = _listen(media)
        while len(_known) > KEPT_PROFILES:
            _known.popitem(last=False)
    _known.move_to_end(name)
    return _known[name]


def _listen(media: "Media") -> Profile:
    """Take the variance of steps that begin on the rounded sample, so that nothing drifts."""
    parts: list[Array] = []
    left: Array = np.zeros((0, CHANNELS), np.float32)
    step = taken = 0
    for chunk in source_chunks(media, Fraction(0)):
        left = np.concatenate([left, chunk.samples])
        rate_hz = chunk.rate_hz
        whole = (taken + len(left)) * STEPS_A_SECOND // rate_hz - step
        if whole <= 0:
            continue
        edges = [(step + n) * rate_hz // STEPS_A_SECOND - taken for n in range(whole + 1)]
        parts.append(_variances(left[: edges[-1]], edges[:-1]))
        left = left[edges[-1] :]
        taken += edges[-1]
        step += whole
    if len(left):
        parts.append(_variances(left, [0]))
    return Profile(np.concatenate(parts) if parts else np.zeros(0, np.float32))


def _variances(samples: Array, starts: list[int]) -> Array:
    """Return the variance of each run, the mean of both channels; an offset is not loud."""
    counts = np.diff([*starts, len(samples)])
    sums = np.add.reduceat(samples, starts, axis=0) / counts[:, np.newaxis]
    squares = np.add.reduceat(np.square(samples), starts, axis=0) / counts[:, np.newaxis]
    return np.maximum(squares - np.square(sums), 0).mean(axis=1).astype(np.float32)
