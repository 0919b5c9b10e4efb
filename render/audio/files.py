"""A mix as a sound file of its own: WAV, FLAC, AAC or Opus, by the ending of its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import av
import av.error
import numpy as np
from av.container.core import Flags

from render.audio.encode import DEFAULT_BITRATE_BPS, encode_aac, exactly
from render.audio.samples import Samples
from render.errors import OutputError, UsageError
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.format import AudioFormat
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream


@dataclass(frozen=True)
class SoundFormat:
    """How sound is written.

    Attributes:
        container: FFmpeg's name of the muxer.
        codec: FFmpeg's name of the encoder.
        sample_format: What the encoder takes.
        is_lossy: Whether it takes a bit rate.
    """

    container: str
    codec: str
    sample_format: str
    is_lossy: bool = False


FORMATS: dict[str, SoundFormat] = {
    ".wav": SoundFormat("wav", "pcm_s24le", "s32"),
    ".flac": SoundFormat("flac", "flac", "s32"),
    ".mka": SoundFormat("matroska", "pcm_s24le", "s32"),
    ".m4a": SoundFormat("mp4", "aac", "fltp", is_lossy=True),
    ".opus": SoundFormat("ogg", "libopus", "flt", is_lossy=True),
    ".webm": SoundFormat("webm", "libopus", "flt", is_lossy=True),
}
"""By the ending of the file's name; 24 bits where nothing is lost."""
WAV_BITS = {
    16: SoundFormat("wav", "pcm_s16le", "s16"),
    24: FORMATS[".wav"],
    32: SoundFormat("wav", "pcm_f32le", "flt"),
}
"""Bits of a sample; 32 are floating point, the mix as it is."""
_STEP_24_BITS = 256
"""24 bits in the upper part of 32."""


def format_for(path: Path, bits: int | None = None) -> SoundFormat:
    """Return how a file of this name is written.

    Args:
        path: Its ending counts.
        bits: Of a sample of a WAV; None is 24.

    Raises:
        UsageError: No sound is written under such a name, or bits are given for another format.
    """
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise UsageError(
            f'"{path.suffix}" is no sound format',
            where=str(path),
            hint=f"use {', '.join(FORMATS)}",
        )
    if bits is None:
        return known
    if path.suffix.lower() != ".wav":
        raise UsageError("only a WAV has a choice of bits", where=str(path))
    if bits not in WAV_BITS:
        raise UsageError(f"a WAV has 16, 24 or 32 bits, not {bits}", where=str(path))
    return WAV_BITS[bits]


def write_sound(
    blocks: Iterable[Samples],
    path: Path,
    sample_count: int,
    form: SoundFormat,
    bitrate_bps: int = DEFAULT_BITRATE_BPS,
) -> None:
    """Write sound to a file, exactly `sample_count` samples.

    Args:
        blocks: `(n, 2)` float32 at 48 kHz; cut, or filled up with silence.
        path: The file to write, whatever its name. Not atomic: give a temporary name.
        sample_count: At least 1.
        form: The format.
        bitrate_bps: Of a lossy one, both channels together.

    Raises:
        OutputError: The file cannot be written.
        RenderError: Whatever making the blocks raises.
    """
    if form.codec == "aac":
        encode_aac(blocks, path, sample_count, bitrate_bps)
        return
    with SoundFile(path, form, bitrate_bps) as file:
        for block in exactly(blocks, sample_count):
            file.write(block)


class SoundFile:
    """A sound file in the making: PCM, FLAC or Opus.

    Args:
        path: The file to write, whatever its name.
        form: The format; not AAC, which `encode_aac` writes.
        bitrate_bps: Of a lossy one.
    """

    def __init__(
        self, path: Path, form: SoundFormat, bitrate_bps: int = DEFAULT_BITRATE_BPS
    ) -> None:
        self._path = path
        self._form = form
        # A WAV of more than 4 GB, four hours, becomes an RF64.
        options = {"rf64": "auto"} if form.container == "wav" else {}
        try:
            self._container = av.open(str(path), "w", format=form.container, options=options)
        except (OSError, av.error.FFmpegError) as error:
            raise self._unwritable(error) from error
        self._container.flags |= Flags.bitexact.value
        stream = self._container.add_stream(form.codec, rate=SAMPLE_RATE_HZ, layout="stereo")
        self._stream = cast("AudioStream", stream)
        self._stream.codec_context.format = cast("AudioFormat", form.sample_format)
        if form.is_lossy:
            self._stream.bit_rate = bitrate_bps
        self._position = 0
        self._waiting = av.AudioFifo()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._encode(flush=True)
                self._container.mux(self._stream.encode(None))
        except (OSError, av.error.FFmpegError) as error:
            raise self._unwritable(error) from error
        finally:
            self._container.close()

    def write(self, block: Samples) -> None:
        """Write the next samples, `(n, 2)` float32 at 48 kHz.

        Raises:
            OutputError: The file cannot be written.
        """
        try:
            self._waiting.write(self._frame(block))
            self._encode(flush=False)
        except (OSError, av.error.FFmpegError) as error:
            raise self._unwritable(error) from error

    def _encode(self, *, flush: bool) -> None:
        """Give the encoder frames of the length it wants."""
        size = self._stream.codec_context.frame_size or 4_096
        while frame := self._waiting.read(size, partial=flush):
            frame.pts = self._position
            frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
            self._position += frame.samples
            self._container.mux(self._stream.encode(frame))

    def _frame(self, block: Samples) -> "AudioFrame":
        scaled = _as_stored(block, self._form)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(scaled).reshape(1, -1),
            format=self._form.sample_format,
            layout="stereo",
        )
        frame.sample_rate = SAMPLE_RATE_HZ
        return frame

    def _unwritable(self, error: Exception) -> OutputError:
        return OutputError(
            f"the sound cannot be written: {error}",
            where=str(self._path),
            hint="check that the folder is writable and the disk has room",
        )


def _as_stored(block: Samples, form: SoundFormat) -> np.ndarray:
    """Return float samples in the encoder's numbers, rounded to nearest."""
    if form.sample_format == "s16":
        return np.clip(np.rint(block * np.float32(2**15)), -(2**15), 2**15 - 1).astype(np.int16)
    if form.sample_format == "s32":
        whole = np.clip(np.rint(block.astype(np.float64) * 2**23), -(2**23), 2**23 - 1)
        return whole.astype(np.int32) * np.int32(_STEP_24_BITS)
    return block
