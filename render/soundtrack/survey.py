"""What the picture of a sound shows: how loud every track is in each of its columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.audio.cues import AudioPlan, Role
from render.audio.ducking import dips
from render.audio.envelope import duck_gain
from render.audio.loudness import Loudness, LoudnessMeter
from render.audio.mix import stem_blocks
from render.audio.samples import Samples

Columns = NDArray[np.float64]
"""`(columns,)`, one value for each column of the picture."""


@dataclass(eq=False)
class Wave:
    """A track as it is drawn.

    Attributes:
        peaks: Highest level of each column, linear.
        powers: Mean square of each column.
        counts: Samples of each column that were heard so far.
    """

    peaks: Columns
    powers: Columns
    counts: Columns

    @classmethod
    def of(cls, columns: int) -> "Wave":
        """Return a wave of which nothing has been heard."""
        return cls(np.zeros(columns), np.zeros(columns), np.zeros(columns))

    def take(self, block: Samples, index: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
        """Listen to a block whose runs from `starts` on belong to the columns `index`."""
        levels = np.abs(block).max(axis=1)
        peaks = np.maximum.reduceat(levels, starts)
        sums = np.add.reduceat(np.square(block, dtype=np.float64).mean(axis=1), starts)
        np.maximum.at(self.peaks, index, peaks)
        np.add.at(self.powers, index, sums)
        np.add.at(self.counts, index, np.diff([*starts, len(block)]))

    @property
    def levels(self) -> Columns:
        """Root mean square of each column, linear."""
        return np.sqrt(self.powers / np.maximum(self.counts, 1))


@dataclass(frozen=True, eq=False)
class Survey:
    """The sound of a composition, column by column.

    Attributes:
        tracks: The waves of those that sound.
        mix: Of all together.
        duck_db: Change of the music's level; None where nothing ducks.
        loudness: Of the whole.
    """

    tracks: dict[Role, Wave]
    mix: Wave
    duck_db: Columns | None
    loudness: Loudness


def survey(plan: AudioPlan, columns: int) -> Survey:
    """Mix a plan and look at it, streamed.

    Args:
        plan: What sounds; longer than `columns` samples.
        columns: How many values are wanted over its whole length.

    Raises:
        AssetUnreadable: A file cannot be decoded.
    """
    edges = np.linspace(0, plan.total_samples, columns + 1).astype(np.int64)
    waves: dict[Role, Wave] = {cue.role: Wave.of(columns) for cue in plan.cues}
    mix, meter = Wave.of(columns), LoudnessMeter()
    position = 0
    for stems in stem_blocks(plan):
        whole: Samples = np.sum(list(stems.values()), axis=0)
        end = position + len(whole)
        first = int(np.searchsorted(edges, position, "right")) - 1
        last = int(np.searchsorted(edges, end, "left"))
        index = np.linspace(first, last, last - first, endpoint=False).astype(np.int64)
        starts = np.maximum(edges[first:last] - position, 0)
        for role, block in stems.items():
            waves[role].take(block, index, starts)
        mix.take(whole, index, starts)
        meter.take(whole)
        position = end
    return Survey(waves, mix, _duck_db(plan, edges), meter.loudness)


def _duck_db(plan: AudioPlan, edges: NDArray[np.int64]) -> Columns | None:
    found = dips(plan)
    if plan.duck is None or not found:
        return None
    decibels = np.zeros(len(edges) - 1)
    for column, middle in enumerate((edges[:-1] + edges[1:]) // 2):
        gain = duck_gain(plan.duck, found, int(middle), 1)
        if gain is not None:
            decibels[column] = 20 * np.log10(gain[0])
    return decibels
