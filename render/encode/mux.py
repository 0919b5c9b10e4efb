"""Join encoded segments and encoded sound into one MP4 without encoding anything again.

What a player needs to show frame n at exactly n / fps:

- Every segment begins with a keyframe and none refers outside itself, so the packets of one follow
  those of the other. All carry the same header, which is checked.
- Presentation time of a packet is its segment's first frame plus its own, in whole frames.
- Decoding time is `k - delay` for packet k in file order, where `delay` is how many frames the
  encoder reorders (0 without B-frames, 2 with a pyramid). Segments number theirs anew, so joining
  these as they are would go backwards at each border. The first decoding times are negative; the
  MP4 writer turns that into an edit list, and the picture starts at 0.
- The clock of the movie header is a common multiple of frame rate and sample rate. FFmpeg's default
  of milliseconds rounds the edit lists, which then cut up to a millisecond of sound or picture.

The AAC packets keep their times, the encoder's priming before 0 included, so the sound starts at 0.
Packets are handed over in order of decoding time, so nothing piles up in memory. Their contents are
digested on the way, so that the finished file can be held against them.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from fractions import Fraction
from math import lcm
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeVar

import av
from av.audio.stream import AudioStream
from av.container import Flags, InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from render.assets.containers import open_container
from render.encode.digests import PacketDigests
from render.errors import AssetError, OutputError, RenderError, VerificationError
from render.storage import write_atomically
from render.storage.atomic import output_error
from render.timebase import SAMPLE_RATE_HZ

MAX_MOVIE_CLOCK_HZ: Final = 100_000_000
"""Rates like 12345/677 would need a clock beyond the format's 32 bits; they get the sample rate."""

_StreamT = TypeVar("_StreamT", AudioStream, VideoStream)
_Timed = tuple[Fraction, Packet]
"""A packet and its decoding time in seconds."""


def mux(
    segments: Sequence[Path],
    frame_counts: Sequence[int],
    audio: Path | None,
    output: Path,
    fps: Fraction,
    *,
    metadata: Mapping[str, str] | None = None,
    check: Callable[[Path, PacketDigests], None] | None = None,
) -> None:
    """Join segments, in order, and sound into an MP4 that starts playing before it is all loaded.

    The same input gives the same bytes: no date, no library version is written.

    Args:
        segments: Files of `SegmentEncoder`, all of the same size, rate and profile; at least one.
        frame_counts: How many frames each must have.
        audio: An MP4 with one AAC stream at 48 kHz, or None for a silent film.
        output: Appears whole, after `check`, or not at all.
        fps: Frames a second of the segments.
        metadata: Tags of the file, `{"title": "..."}`; empty ones are left out.
        check: Called with the finished file and with what its packets must hold, before it gets
            its name; raises if it is not right.

    Raises:
        OutputError: The output cannot be written.
        VerificationError: A segment or the sound is not what it should be.
    """
    if not segments or len(segments) != len(frame_counts):
        raise ValueError(f"{len(segments)} segments with {len(frame_counts)} frame counts")
    with write_atomically(output) as unfinished:
        try:
            digests = _write(segments, frame_counts, audio, unfinished, fps, metadata or {})
        except AssetError as error:
            raise VerificationError(error.message, where=error.where) from error
        except RenderError:
            raise
        except OSError as error:
            raise output_error(output, error) from error
        except Exception as error:
            raise OutputError(f"the MP4 cannot be written: {error}", where=str(output)) from error
        if check is not None:
            check(unfinished, digests)


def _write(
    segments: Sequence[Path],
    frame_counts: Sequence[int],
    audio: Path | None,
    path: Path,
    fps: Fraction,
    metadata: Mapping[str, str],
) -> PacketDigests:
    clock_hz = lcm(fps.numerator, SAMPLE_RATE_HZ)
    if clock_hz > MAX_MOVIE_CLOCK_HZ:
        clock_hz = SAMPLE_RATE_HZ
    options = {"movflags": "+faststart", "movie_timescale": str(clock_hz)}
    digests = PacketDigests()
    with ExitStack() as stack:
        container = stack.enter_context(av.open(str(path), "w", format="mp4", options=options))
        container.flags |= Flags.bitexact.value
        container.metadata.update({name: text for name, text in metadata.items() if text})
        queues = [_pictures_into(container, segments, frame_counts, fps)]
        if audio is not None:
            source = stack.enter_context(open_container(audio, str(audio)))
            queues.append(_sounds_into(container, source, audio))
        for _, packet in heapq.merge(*queues, key=itemgetter(0)):
            digests.add(packet)
            container.mux(packet)
    return digests


def _pictures_into(
    container: OutputContainer, segments: Sequence[Path], frame_counts: Sequence[int], fps: Fraction
) -> Iterator[_Timed]:
    """Add the video stream and return its packets, which are read as they are taken."""
    with open_container(segments[0], str(segments[0])) as source:
        template = _only_stream(source.streams.video, segments[0])
        stream = container.add_stream_from_template(template)
        header, delay_frames = (
            template.codec_context.extradata,
            template.codec_context.reorder_depth,
        )
    stream.time_base = 1 / fps

    def packets() -> Iterator[_Timed]:
        decoded = first_frame = 0
        for path, frame_count in zip(segments, frame_counts, strict=True):
            with open_container(path, str(path), packets_only=True) as source:
                own = _only_stream(source.streams.video, path)
                if own.codec_context.extradata != header:
                    raise VerificationError("a segment was encoded differently", where=str(path))
                found = 0
                for packet in source.demux(own):
                    if packet.size == 0:  # the demuxer's end mark
                        continue
                    frame = first_frame + _frame_number(packet, fps, path)
                    packet.pts, packet.dts, packet.duration = frame, decoded - delay_frames, 1
                    packet.time_base, packet.stream = 1 / fps, stream
                    yield packet.dts / fps, packet
                    decoded += 1
                    found += 1
            if found != frame_count:
                raise VerificationError(
                    f"a segment has {found} frames instead of {frame_count}", where=str(path)
                )
            first_frame += frame_count

    return packets()


def _sounds_into(
    container: OutputContainer, source: InputContainer, path: Path
) -> Iterator[_Timed]:
    """Add the audio stream and return its packets as they are."""
    template = _only_stream(source.streams.audio, path)
    stream = container.add_stream_from_template(template)
    stream.time_base = template.time_base

    def packets() -> Iterator[_Timed]:
        for packet in source.demux(template):
            if packet.size:
                packet.stream = stream
                yield (packet.dts or 0) * packet.time_base, packet

    return packets()


def _only_stream(streams: tuple[_StreamT, ...], path: Path) -> _StreamT:
    if len(streams) != 1:
        raise VerificationError(f"one stream was expected, not {len(streams)}", where=str(path))
    return streams[0]


def _frame_number(packet: Packet, fps: Fraction, path: Path) -> int:
    """Return the frame of its segment that a packet holds."""
    frame = None if packet.pts is None else packet.pts * packet.time_base * fps
    if frame is None or frame.denominator != 1:
        raise VerificationError("a segment has another frame rate", where=str(path))
    return frame.numerator
