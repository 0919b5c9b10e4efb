"""Open the finished file again and hold it against what was asked for.

Packets and headers tell nearly all, so this costs little more than reading the file once. A file
whose packets must be those that the encoders gave is held against their digests and only its first
frame is decoded; of any other file the last stretch is decoded too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from render.assets.boxes import starts_fast
from render.assets.containers import open_container
from render.encode.digests import PacketDigests
from render.errors import AssetError, VerificationError
from render.timebase import SAMPLE_RATE_HZ

BT709: Final = {
    "color_primaries": ColorPrimaries.BT709,
    "color_trc": ColorTrc.BT709,
    "colorspace": Colorspace.ITU709,
    "color_range": ColorRange.MPEG,
}


def verify(
    path: Path,
    frame_count: int,
    fps: Fraction,
    size_px: tuple[int, int],
    sample_count: int | None,
    packets: PacketDigests | None = None,
) -> None:
    """Check that an MP4 has exactly the frames, rate, length, size, colour and sound asked for.

    Args:
        path: The file.
        frame_count: Frames `[0, frame_count)` must be there, each at n / fps.
        fps: Frames a second.
        size_px: Width and height.
        sample_count: Samples the sound must have after its priming, at 48 kHz; None: no sound.
        packets: What its packets must hold; None where that is not known.

    Raises:
        VerificationError: Something differs; the message lists all that does.
    """
    try:
        with open_container(path, str(path)) as container:
            wrong = _wrong_streams(container, sample_count)
            if not wrong:
                wrong = _wrong_video(container.streams.video[0], fps, size_px)
                if sample_count is not None:
                    wrong += _wrong_sound(container.streams.audio[0])
                found = _packets_of(container, frame_count, fps)
                wrong += found.wrong_frames
                if sample_count is not None:
                    wrong += _differences({"samples": (found.last_sample, sample_count)})
                wrong += _wrong_times(container, frame_count, fps, sample_count)
                if packets is not None:
                    kinds = packets.differing(found.digests)
                    wrong += [f"the {kind} was damaged" for kind in kinds]
                # The last frame needs all since its keyframe, half a second of work at 1080p.
                decoded = (0,) if packets is not None else (0, frame_count - 1)
                wrong += _undecodable(container, decoded, fps, size_px)
        if not wrong and not starts_fast(path):
            wrong = ["it starts playing only when all of it is loaded"]
    except AssetError as error:
        raise VerificationError(
            f"the finished file cannot be read back: {error.message}", where=str(path)
        ) from error
    if wrong:
        raise VerificationError(
            f"the finished file is not what was asked for: {'; '.join(wrong)}",
            where=str(path),
            hint="this is a defect of the renderer or its encoder; please report it",
        )


def verify_segment(path: Path, frame_count: int, fps: Fraction) -> None:
    """Check that a segment that was just written can be read back whole.

    FFmpeg's MP4 writer goes back at the end to fill in sizes, and takes no notice when that fails.

    Raises:
        VerificationError: It cannot.
    """
    with _read_back(path) as container:
        found = _packets_of(container, frame_count, fps)
    if found.wrong_frames:
        raise _not_written(path, "; ".join(found.wrong_frames))


def verify_sound(path: Path, sample_count: int) -> None:
    """Check that encoded sound that was just written can be read back whole.

    Raises:
        VerificationError: It cannot.
    """
    with _read_back(path) as container:
        last_sample = _packets_of(container, 0, Fraction(1)).last_sample
    if last_sample != sample_count:
        raise _not_written(path, _differs("samples", last_sample, sample_count))


@contextmanager
def _read_back(path: Path) -> Iterator[InputContainer]:
    try:
        with open_container(path, str(path), packets_only=True) as container:
            yield container
    except AssetError as error:
        raise _not_written(path, error.message) from error


def _not_written(path: Path, found: str) -> VerificationError:
    return VerificationError(
        f"what was written cannot be read back: {found}",
        where=str(path),
        hint="check the disk that the cache is on",
    )


def _wrong_streams(container: InputContainer, sample_count: int | None) -> list[str]:
    kinds = sorted(stream.type for stream in container.streams)
    asked = ["video"] if sample_count is None else ["audio", "video"]
    return [] if kinds == asked else [_differs("streams", kinds, asked)]


def _wrong_video(stream: VideoStream, fps: Fraction, size_px: tuple[int, int]) -> list[str]:
    context = stream.codec_context
    found_and_asked = {
        "codec": (context.name, "h264"),
        "frame rate": (stream.average_rate, fps),
        "size": ((context.width, context.height), size_px),
        "pixel format": (context.pix_fmt, "yuv420p"),
        **{name: (getattr(context, name), asked.value) for name, asked in BT709.items()},
    }
    return _differences(found_and_asked)


def _wrong_sound(stream: AudioStream) -> list[str]:
    context = stream.codec_context
    return _differences(
        {
            "sound codec": (context.name, "aac"),
            "sample rate": (context.sample_rate, SAMPLE_RATE_HZ),
        }
    )


@dataclass
class _Packets:
    """What the packets of a file say by themselves.

    Attributes:
        video_packets: How many hold pictures.
        seen: A byte a frame, 1 where a packet shows it: six hours of Fractions would be 100 MB.
        last_sample: Where the sound ends, in samples.
        digests: Of what they hold.
    """

    seen: bytearray
    video_packets: int = 0
    last_sample: Fraction = Fraction(0)
    digests: PacketDigests = field(default_factory=PacketDigests)

    @property
    def wrong_frames(self) -> list[str]:
        """Say what is wrong with the frames."""
        wrong = _differences({"frames": (self.video_packets, len(self.seen))})
        return wrong if all(self.seen) else [*wrong, "frames are not one after the other"]


def _packets_of(container: InputContainer, frame_count: int, fps: Fraction) -> _Packets:
    """Read all packets, in any order of streams."""
    packets = _Packets(bytearray(frame_count))
    for packet in container.demux():
        if packet.size == 0 or packet.pts is None:
            continue
        packets.digests.add(packet)
        if packet.stream.type == "video":
            packets.video_packets += 1
            frame = packet.pts * packet.time_base * fps
            if frame.denominator == 1 and 0 <= frame < frame_count:
                packets.seen[frame.numerator] = 1
        else:
            end = (packet.pts + (packet.duration or 0)) * packet.time_base * SAMPLE_RATE_HZ
            packets.last_sample = max(packets.last_sample, end)
    return packets


def _wrong_times(
    container: InputContainer, frame_count: int, fps: Fraction, sample_count: int | None
) -> list[str]:
    """Hold the times that the headers give against what was asked for."""
    video = container.streams.video[0]
    times = {
        "picture starts at": (_start_seconds(video), 0),
        "picture lasts": (_length_seconds(video), frame_count / fps),
    }
    if sample_count is not None:
        sound = container.streams.audio[0]
        times["sound starts at"] = (_start_seconds(sound), 0)
        times["sound lasts"] = (_length_seconds(sound), Fraction(sample_count, SAMPLE_RATE_HZ))
    return _differences(times)


def _undecodable(
    container: InputContainer, frames: tuple[int, ...], fps: Fraction, size_px: tuple[int, int]
) -> list[str]:
    """Decode some frames; say which cannot be."""
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"  # nothing else runs by now
    time_base = stream.time_base or Fraction(1)
    wrong: list[str] = []
    for frame in frames:
        tick = int(frame / fps / time_base)
        container.seek(tick, stream=stream, backward=True)
        found = None
        for picture in container.decode(stream):
            found = picture
            if picture.pts == tick:
                break
        if found is None or found.pts != tick or (found.width, found.height) != size_px:
            wrong.append(f"frame {frame} cannot be decoded")
    return wrong


def _start_seconds(stream: AudioStream | VideoStream) -> Fraction:
    return (stream.start_time or 0) * (stream.time_base or Fraction(1))


def _length_seconds(stream: AudioStream | VideoStream) -> Fraction:
    return (stream.duration or 0) * (stream.time_base or Fraction(1))


def _differences(found_and_asked: dict[str, tuple[object, object]]) -> list[str]:
    return [
        _differs(name, found, asked)
        for name, (found, asked) in found_and_asked.items()
        if found != asked
    ]


def _differs(name: str, found: object, asked: object) -> str:
    return f"{name}: {found} instead of {asked}"
