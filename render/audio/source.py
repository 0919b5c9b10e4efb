"""A media file -> its sound as float stereo from an exact sample on, in the file's own rate.

Positions are source samples: 0 is the first sample the file presents. Encoder priming (AAC edit
lists, the LAME header of MP3, Opus pre-skip) is dropped by FFmpeg's decoders before that; padding
at the end is dropped here, where FFmpeg leaves it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import av.error

from render.assets.containers import open_container
from render.audio.samples import Samples, silence
from render.audio.stereo import ToStereo

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

    from render.assets.media import Media

MIN_RATE_HZ = 1_000
MAX_RATE_HZ = 768_000
MAX_CHANNELS = 64
GAP_SECONDS = Fraction(1, 10)
"""Time stamps may lie this far ahead of the samples counted before it is a hole in the recording.
Matroska rounds to whole milliseconds, some recorders jitter by tens of them."""
SILENT_CHUNK_SAMPLES = 16_384
CHUNK_SAMPLES = 8_192
"""Frames are gathered to chunks at least this long."""
SEEK_FROM_SECONDS = 10
"""A start further in than this is reached by a seek where the file's index is exact."""
PREROLL_SECONDS = 1
"""Decoding starts this much earlier than wanted: AAC and its SBR need some frames to settle."""
EXACT_INDEX_FORMATS = frozenset({"mov", "wav", "flac"})
"""Demuxers (first of FFmpeg's names) whose audio time stamps count samples, before and after a
seek. MP3 without an index guesses from the bit rate; Matroska rounds to milliseconds."""


@dataclass(frozen=True)
class SourceChunk:
    """A run of decoded sound.

    Attributes:
        samples: `(n, 2)` float32 at `rate_hz`, n at least 1.
        rate_hz: Source samples a second; the same for all chunks of a file.
        is_mono: Both channels are known to be alike.
    """

    samples: Samples
    rate_hz: int
    is_mono: bool = False


@dataclass(frozen=True)
class _Piece:
    """`count` source samples from `first` on: the beginning of `frame`, or silence without one."""

    first: int
    count: int
    rate_hz: int
    frame: "AudioFrame | None"


def source_chunks(media: "Media", start_seconds: Fraction) -> Iterator[SourceChunk]:
    """Decode a file's main audio stream from a source sample on.

    Args:
        media: A probed file with sound.
        start_seconds: Time in the sound, at least 0; the first chunk begins exactly at the last
            sample at or before it, floor(start_seconds * rate). The rate is that of the decoded
            frames, which for HE-AAC may be twice what the header says.

    Yields:
        Chunks in order without holes. Nothing when the sound ends before `start_seconds`.

    Raises:
        AssetUnreadable: The file cannot be opened or is damaged; `where` is the key.
    """
    with open_container(media.path, media.key) as container:
        gathered = _Gathered()
        first_wanted: int | None = None
        for piece in _pieces(container, start_seconds):
            if first_wanted is None:
                first_wanted = int(start_seconds * piece.rate_hz)
            skip = max(0, first_wanted - piece.first)
            if skip >= piece.count:
                continue
            frame = piece.frame
            if frame is not None and not skip and piece.count == frame.samples:
                yield from gathered.add(frame)
                continue
            yield from gathered.flush()
            if frame is None:
                yield SourceChunk(silence(piece.count - skip), piece.rate_hz)
            else:
                samples = gathered.stereo.convert(frame)[skip : piece.count]
                yield SourceChunk(samples, piece.rate_hz, frame.layout.nb_channels == 1)
        yield from gathered.flush()


class _Gathered:
    """Frames put together to chunks worth handling.

    MP3 comes 1,152 samples at a time, and numpy takes as long over those as over ten times as many.
    """

    def __init__(self) -> None:
        self.stereo = ToStereo()
        self._waiting = av.AudioFifo()
        self._kind: tuple[str, str, int] | None = None

    def add(self, frame: "AudioFrame") -> Iterator[SourceChunk]:
        """Take a whole frame; yields what is long enough."""
        kind = frame.format.name, frame.layout.name, frame.sample_rate
        if kind != self._kind:
            yield from self.flush()
            self._waiting, self._kind = av.AudioFifo(), kind
        frame.pts = None
        self._waiting.write(frame)
        if self._waiting.samples >= CHUNK_SAMPLES:
            yield from self.flush()

    def flush(self) -> Iterator[SourceChunk]:
        """Yield what is left."""
        count = self._waiting.samples
        if count:
            frame = cast("AudioFrame", self._waiting.read(count))
            is_mono = frame.layout.nb_channels == 1
            yield SourceChunk(self.stereo.convert(frame), frame.sample_rate, is_mono)


def _pieces(container: "InputContainer", start_seconds: Fraction) -> Iterator[_Piece]:
    """Count samples; fill holes in the recording with silence so that what follows stays in time.

    A stamp that lies back is ignored (joined files restart theirs): sound is never dropped.
    """
    position: int | None = None
    rate_hz = widest_gap = 0
    for stamp, frame, count in _without_padding(_stamped_frames(container, start_seconds)):
        _refuse_oddities(frame, rate_hz)
        if rate_hz == 0:
            rate_hz = frame.sample_rate
            widest_gap = int(GAP_SECONDS * rate_hz)
        if position is None:
            position = stamp or 0
        elif stamp is not None and stamp - position > widest_gap:
            # No silence is made only to be skipped.
            position = max(position, min(stamp, int(start_seconds * rate_hz)))
            while position < stamp:
                hole = min(SILENT_CHUNK_SAMPLES, stamp - position)
                yield _Piece(position, hole, rate_hz, None)
                position += hole
        yield _Piece(position, count, rate_hz, frame)
        position += count


def _stamped_frames(
    container: "InputContainer", start_seconds: Fraction
) -> Iterator[tuple[int | None, "AudioFrame"]]:
    """Yield frames with the source sample their time stamp names (None: no usable stamp)."""
    stream = cast("AudioStream | None", container.streams.best("audio"))
    if stream is None:
        raise ValueError("there is no audio stream")
    frames = _decoded(container, stream)
    first = next(frames, None)
    if first is None:
        raise ValueError("no sound can be decoded from it")
    origin = first.pts or 0
    base = stream.time_base or Fraction(1, first.sample_rate)
    ticks = base.numerator * first.sample_rate, base.denominator

    def stamp(frame: "AudioFrame") -> int | None:
        # In whole numbers: Fractions took a sixth of the decoding time.
        if frame.pts is None:
            return None
        return ((frame.pts - origin) * ticks[0] * 2 + ticks[1]) // (ticks[1] * 2)

    if _seek(container, stream, first, start_seconds):
        frames = _decoded(container, stream)
    else:
        yield stamp(first), first
    for frame in frames:
        yield stamp(frame), frame


def _decoded(container: "InputContainer", stream: "AudioStream") -> Iterator["AudioFrame"]:
    """Decode all packets; a last one cut short is dropped, any other bad one is an error.

    Downloads and radio recordings of MP3 often end inside a frame; players say nothing.
    """
    failure: Exception | None = None
    decoded_any = False
    for packet in container.demux(stream):
        if failure is not None and packet.size:
            raise failure
        try:
            frames = cast("list[AudioFrame]", packet.decode())
        except av.error.InvalidDataError as error:
            failure = error
            continue
        for frame in frames:
            decoded_any = True
            yield frame
    if failure is not None and not decoded_any:
        raise failure


def _seek(
    container: "InputContainer", stream: "AudioStream", first: "AudioFrame", start_seconds: Fraction
) -> bool:
    """Move to before the start when that is far in and the index can be trusted."""
    rate_hz = first.sample_rate
    base = first.time_base
    if (
        rate_hz <= 0
        or start_seconds < SEEK_FROM_SECONDS
        or container.format.name.split(",")[0] not in EXACT_INDEX_FORMATS
        or base is None
        or (1 / base) % rate_hz != 0
    ):
        return False
    ahead = int((start_seconds - PREROLL_SECONDS) / base)
    container.seek((first.pts or 0) + ahead, stream=stream)
    return True


def _without_padding(
    frames: Iterator[tuple[int | None, "AudioFrame"]],
) -> Iterator[tuple[int | None, "AudioFrame", int]]:
    """Say how many samples of each frame count: all, but for the encoder's padding at the end.

    FFmpeg decodes the last AAC packet of an MP4 to a whole frame, though its duration says how many
    samples are meant: up to 1023 samples of nothing at every seam of a loop.
    """
    held: tuple[int | None, AudioFrame] | None = None
    for stamp, frame in frames:
        if held is not None:
            yield *held, held[1].samples
        held = stamp, frame
    if held is None:
        return
    stamp, frame = held
    count = frame.samples
    base = frame.time_base
    if base is not None and frame.duration and (1 / base) % frame.sample_rate == 0:
        meant = round(frame.duration * base * frame.sample_rate)
        count = meant if 0 < meant < count else count
    yield stamp, frame, count


def _refuse_oddities(frame: "AudioFrame", rate_so_far_hz: int) -> None:
    if not MIN_RATE_HZ <= frame.sample_rate <= MAX_RATE_HZ:
        raise ValueError(f"a sample rate of {frame.sample_rate} Hz")
    if rate_so_far_hz and frame.sample_rate != rate_so_far_hz:
        raise ValueError(f"it changes from {rate_so_far_hz} to {frame.sample_rate} Hz on the way")
    if not 1 <= frame.layout.nb_channels <= MAX_CHANNELS:
        raise ValueError(f"{frame.layout.nb_channels} channels")
