"""Read a finished film back and hold it against its plan."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.assets.boxes import HEAD_BYTES, outer_boxes
from render.assets.containers import audio_stream, open_container, video_stream
from render.assets.scan import scan_packets
from render.encode.verify import BT709
from render.errors import AssetError, VerificationError
from render.timebase import SAMPLE_RATE_HZ
from render.variants.film_plan import Shape, Timing

if TYPE_CHECKING:
    from av.container import InputContainer

    from render.assets.scan import VideoScan
    from render.assets.soundscan import AudioScan

_SLACK_SECONDS: Final = Fraction(1, 1000)
"""What a movie clock that is no multiple of both tracks' may round an end by."""

_MOVIE_HEADER_BYTES: Final = 40


def check_film(path: Path, shape: Shape, timing: Timing, sample_count: int | None) -> None:
    """Check that an MP4 has the frames, times, size, colour and sound that were planned.

    Packets and headers tell; only the first frame is decoded.

    Args:
        path: The file.
        shape: Its size.
        timing: When each of its frames is shown.
        sample_count: Samples of its sound at 48 kHz; None is no sound.

    Raises:
        VerificationError: Something differs; the message lists all that does.
    """
    lasts = max(timing.end_tick * timing.time_base, Fraction(sample_count or 0, SAMPLE_RATE_HZ))
    try:
        wrong = _wrong_header(path, lasts)
        with open_container(path, str(path)) as container:
            wrong += _wrong_in(container, shape, timing, sample_count)
    except (AssetError, OSError) as error:
        raise VerificationError(
            f"the finished file cannot be read back: {error}", where=str(path)
        ) from error
    if wrong:
        raise VerificationError(
            f"the finished file is not what was planned: {'; '.join(wrong)}",
            where=str(path),
            hint="this is a defect of the variants or their encoder; please report it",
        )


def _wrong_header(path: Path, lasts_seconds: Fraction) -> list[str]:
    """Check what a player learns first: the index before the media, and how long it all is.

    FFmpeg's own number for the length adds up steps between decoding times, which miss a part of
    the last frame where frames last unevenly.
    """
    found = [box for box in outer_boxes(path) if box.name in {b"moov", b"mdat"}]
    if [box.name for box in found] != [b"moov", b"mdat"]:
        return ["its index does not lie before its media"]
    with path.open("rb") as file:
        file.seek(found[0].at + HEAD_BYTES)
        head = file.read(_MOVIE_HEADER_BYTES)
    is_long = head[8] == 1
    clock_hz = int.from_bytes(head[28:32] if is_long else head[20:24])
    ticks = int.from_bytes(head[32:40] if is_long else head[24:28])
    seconds = Fraction(ticks, clock_hz) if head[4:8] == b"mvhd" and clock_hz else Fraction(0)
    is_right = abs(seconds - lasts_seconds) <= _SLACK_SECONDS
    return [] if is_right else [_differs("it lasts", seconds, lasts_seconds)]


def _wrong_in(
    container: "InputContainer", shape: Shape, timing: Timing, sample_count: int | None
) -> list[str]:
    kinds = sorted(stream.type for stream in container.streams)
    asked = ["video"] if sample_count is None else ["audio", "video"]
    picture = video_stream(container)
    if kinds != asked or picture is None:
        return [_differs("streams", kinds, asked)]
    scan = scan_packets(container, picture, audio_stream(container))
    if scan.broken_off is not None or scan.video is None:
        return [f"its packets break off: {scan.broken_off}"]
    context, frame = picture.codec_context, scan.video.first_frame
    wrong = _differences(
        {
            "codec": (context.name, "h264"),
            "size": (frame and (frame.width, frame.height), (shape.width_px, shape.height_px)),
            "pixel format": (context.pix_fmt, "yuv420p"),
            **{name: (getattr(context, name), value.value) for name, value in BT709.items()},
            "frames": (len(scan.video.ticks), timing.frame_count),
        }
    )
    if not wrong:
        wrong += _wrong_times(scan.video, timing)
    if sample_count is not None:
        wrong += _wrong_sound(scan.audio, sample_count)
    return wrong


def _wrong_times(found: "VideoScan", timing: Timing) -> list[str]:
    ratio = timing.time_base / found.time_base
    away = timing.ticks * ratio.numerator != found.ticks * ratio.denominator
    return [f"{away.sum()} frames are shown at other times"] if away.any() else []


def _wrong_sound(found: "AudioScan | None", sample_count: int) -> list[str]:
    if found is None:
        return ["the sound is empty"]
    asked = (Fraction(0), Fraction(sample_count, SAMPLE_RATE_HZ))
    both = (found.start_seconds, found.duration_seconds)
    names = ("sound starts at", "sound lasts")
    return [
        _differs(name, is_, should)
        for name, is_, should in zip(names, both, asked, strict=True)
        if abs(is_ - should) > _SLACK_SECONDS
    ]


def _differences(found_and_asked: dict[str, tuple[object, object]]) -> list[str]:
    return [
        _differs(name, found, asked)
        for name, (found, asked) in found_and_asked.items()
        if found != asked
    ]


def _differs(name: str, found: object, asked: object) -> str:
    return f"{name}: {found} instead of {asked}"
