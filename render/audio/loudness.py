"""How loud a mix is, by EBU R128, and the gain that brings it to a target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING, cast

import av
import numpy as np
from av.filter import Graph

from render.audio.samples import Samples
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

SILENT_LUFS = -70.0
"""The absolute gate of R128: nothing above it means that nothing was measured."""


@dataclass(frozen=True)
class Loudness:
    """A measured mix.

    Attributes:
        integrated_lufs: Gated loudness of the whole; -70 when nothing passes the gate.
        true_peak_dbtp: Highest level of the wave between the samples (4x oversampled), at least
            -60, in steps of a thousandth of full scale.
    """

    integrated_lufs: float
    true_peak_dbtp: float


class LoudnessMeter:
    """FFmpeg's ebur128 filter, fed block by block.

    Args:
        true_peak: Whether to look between the samples, which takes three times as long; otherwise
            the peak told is that of the samples.
    """

    def __init__(self, *, true_peak: bool = True) -> None:
        self._graph = _meter("true" if true_peak else "sample")
        self._key = "lavfi.r128.true_peak" if true_peak else "lavfi.r128.sample_peak"
        self._integrated_lufs, self._peak = SILENT_LUFS, 0.001
        self._position = 0

    def take(self, block: Samples) -> None:
        """Listen to the next samples, `(n, 2)` float32 at 48 kHz."""
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block).reshape(1, -1), format="flt", layout="stereo"
        )
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, self._position
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        self._position += len(block)
        self._graph.push(frame)
        for measured in _pulled(self._graph):
            self._integrated_lufs = float(measured["lavfi.r128.I"])
            self._peak = max(self._peak, float(measured[self._key]))

    @property
    def loudness(self) -> Loudness:
        """What was heard so far, in whole tenths of a second."""
        return Loudness(max(self._integrated_lufs, SILENT_LUFS), 20 * log10(self._peak))


def measure(blocks: Iterable[Samples], *, true_peak: bool = True) -> Loudness:
    """Measure blocks `(n, 2)` float32 at 48 kHz, streamed; `true_peak` as for `LoudnessMeter`."""
    meter = LoudnessMeter(true_peak=true_peak)
    for block in blocks:
        meter.take(block)
    return meter.loudness


def _meter(peak: str) -> Graph:
    graph = Graph()
    graph.link_nodes(
        graph.add(
            "abuffer",
            sample_rate=str(SAMPLE_RATE_HZ),
            sample_fmt="flt",
            channel_layout="stereo",
            time_base=f"1/{SAMPLE_RATE_HZ}",
        ),
        graph.add("ebur128", metadata="1", peak=peak),
        graph.add("abuffersink"),
    )
    graph.configure()
    return graph


def _pulled(graph: Graph) -> Iterator[dict[str, str]]:
    """Yield the readings that are ready; each tells of everything up to its time."""
    while True:
        try:
            frame = cast("AudioFrame", graph.pull())
        except (BlockingIOError, EOFError):
            return
        yield dict(frame.metadata)
