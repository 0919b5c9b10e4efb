"""Samples -> AAC in an MP4 whose edit list presents exactly the samples that went in."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import av.error
import numpy as np

from render.audio.samples import CHANNELS, Samples, silence
from render.errors import OutputError
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet

PRIMING_SAMPLES = 1024
"""What FFmpeg's AAC encoder puts before the first sample; the edit list skips it."""
DEFAULT_BITRATE_BPS = 192_000
CODER = "twoloop"
"""FFmpeg's other one, "fast", takes half the time and loses loud tones: a beep at -1 dBFS came back
at half its level, a mix with it 3 dB quieter. This one keeps levels within 0.1 dB."""
WARM_UP_SAMPLES = 4 * 1_024
"""Silence for the encoder before the sound, whose packets are thrown away: cold, it spoils its
first frame (a plucked chord came back 3.5 dB too loud). Packets of AAC-LC stand alone, so that
nobody notices."""


class AacTrack:
    """An AAC-LC stream of a container in the making.

    Packets begin at -1024 (the encoder's priming) in a time base of 1/48000 and the last one lasts
    only as long as its samples are meant.

    Args:
        container: Open for writing, nothing written yet.
        bitrate_bps: Bits a second, both channels together.
    """

    def __init__(self, container: "OutputContainer", bitrate_bps: int) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        self._stream.bit_rate = bitrate_bps
        self._stream.codec_context.options = {"aac_coder": CODER}
        self.sample_count = 0
        self._is_warm = False

    def write(self, block: Samples) -> None:
        """Encode the next samples, `(n, 2)` float32 at 48 kHz."""
        if not self._is_warm:
            self._is_warm = True
            self._mux(self._stream.encode(_frame(silence(WARM_UP_SAMPLES), -WARM_UP_SAMPLES)))
        self._mux(self._stream.encode(_frame(block, self.sample_count)))
        self.sample_count += len(block)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._mux(self._stream.encode(None))

    def _mux(self, packets: "list[Packet[AudioStream]]") -> None:
        warm = [packet for packet in packets if (packet.pts or 0) >= -PRIMING_SAMPLES]
        self._container.mux(warm)


def encode_aac(
    blocks: Iterable[Samples],
    path: Path,
    sample_count: int,
    bitrate_bps: int = DEFAULT_BITRATE_BPS,
) -> None:
    """Encode sound to AAC-LC in an MP4.

    The track is `sample_count` samples long to the sample, here and after its packets are copied
    into another MP4.

    Args:
        blocks: `(n, 2)` float32 at 48 kHz; cut, or filled up with silence, to `sample_count`.
        path: The file to write, in MP4 whatever its name. Not atomic: give a temporary name.
        sample_count: Samples presented, at least 1.
        bitrate_bps: Bits a second, both channels together.

    Raises:
        OutputError: The file cannot be written.
        RenderError: Whatever making the blocks raises.
    """
    source = exactly(blocks, sample_count)
    try:
        # A movie clock of 48 kHz; in the default one the edit list is rounded to milliseconds.
        options = {"movie_timescale": str(SAMPLE_RATE_HZ)}
        with av.open(str(path), "w", format="mp4", options=options) as container:
            track = AacTrack(container, bitrate_bps)
            for block in source:
                track.write(block)
            track.finish()
    except (OSError, av.error.FFmpegError) as error:
        raise OutputError(
            f"the sound cannot be written: {error}",
            where=str(path),
            hint="check that the folder is writable and the disk has room",
        ) from error


def exactly(blocks: Iterable[Samples], sample_count: int) -> Iterator[Samples]:
    """Yield blocks cut, or filled up with silence, to a number of samples; no empty ones."""
    left = sample_count
    for block in blocks:
        if left <= 0:
            return
        if len(block):
            yield block[:left]
        left -= len(block)
    while left > 0:
        count = min(left, SAMPLE_RATE_HZ)
        yield np.zeros((count, CHANNELS), np.float32)
        left -= count


def _frame(block: Samples, position: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(block.T, dtype=np.float32), format="fltp", layout="stereo"
    )
    frame.sample_rate = SAMPLE_RATE_HZ
    frame.pts = position
    frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
    return frame
