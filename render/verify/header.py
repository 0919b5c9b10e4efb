"""What a film's headers and packet times say, and what is wrong with them."""

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from render.assets.boxes import starts_fast
from render.assets.containers import open_container, video_stream
from render.encode.verify import BT709
from render.timebase import SAMPLE_RATE_HZ, frame_to_sample
from render.timeline.canvas_size import output_size
from render.verify.findings import Finding
from render.verify.report import Header

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

    from render.assets.media import Media, VideoFacts
    from render.prepare import Prepared
    from render.verify.findings import Findings

_TAGS: Final = {
    "primaries": ("color_primaries", ColorPrimaries),
    "transfer": ("color_trc", ColorTrc),
    "matrix": ("colorspace", Colorspace),
    "range": ("color_range", ColorRange),
}
_SAYS_NOTHING: Final = {"UNSPECIFIED", "RESERVED", "RESERVED0", "NB"}
_ASPECT_OFF: Final = 0.01
_START_SECONDS: Final = Fraction(1, 200)
_MOST_TITLE: Final = 200


def read_header(media: "Media", video: "VideoFacts") -> Header:
    """Read what a film says about itself.

    Raises:
        AssetUnreadable: It cannot be opened.
    """
    with open_container(media.path, media.key) as container:
        stream = video_stream(container)
        context = stream.codec_context if stream else None
        is_mp4 = "mp4" in container.format.name.split(",")
        title = container.metadata.get("title", "")[:_MOST_TITLE]
        color = {name: _tag(context, name) for name in _TAGS}
        pixel_format = (context.pix_fmt if context else None) or ""
    audio = media.audio
    return Header(
        frame_count=video.frame_count,
        fps=video.rate,
        duration_seconds=video.duration_seconds,
        width_px=video.width_px,
        height_px=video.height_px,
        codec=video.codec,
        pixel_format=pixel_format,
        color=color,
        faststart=starts_fast(media.path) if is_mp4 else None,
        sound=audio
        and {
            "codec": audio.codec,
            "sample_rate_hz": audio.sample_rate_hz,
            "channels": audio.channels,
            "start_seconds": round(float(audio.start_seconds), 6),
            "duration_seconds": round(float(audio.duration_seconds), 6),
        },
        size_bytes=media.path.stat().st_size,
        title=title,
    )


def check_header(
    header: Header,
    media: "Media",
    video: "VideoFacts",
    prepared: "Prepared | None",
    findings: "Findings",
) -> None:
    """Tell what is wrong with what a film says about itself.

    Args:
        header: As read.
        media: The film.
        video: Facts of its pictures.
        prepared: The composition it should be, or None.
        findings: Where findings go.
    """
    _check_tags(header, findings)
    for note in media.notes:
        findings.add(Finding("stored-oddly", note))
    if header.faststart is False:
        findings.add(
            Finding(
                "faststart",
                "the index lies behind the media: playback over a network starts late",
                "write it with -movflags +faststart",
            )
        )
    if video.rotation_degrees or video.is_mirrored:
        findings.add(Finding("rotated", "the pictures are stored turned, by a display matrix"))
    _check_times(video, findings)
    if media.audio is not None and abs(media.audio.start_seconds) > _START_SECONDS:
        milliseconds = float(media.audio.start_seconds) * 1000
        way = "after" if milliseconds > 0 else "before"
        message = f"the sound starts {abs(milliseconds):.1f} ms {way} the picture"
        findings.add(Finding("sound-start", message, "give both tracks the same start"))
    if prepared is not None:
        _check_composition(header, media, prepared, findings)


def _check_tags(header: Header, findings: "Findings") -> None:
    missing = [name for name, value in header.color.items() if value in _SAYS_NOTHING]
    meant = {name: str(BT709[_TAGS[name][0]].name) for name in _TAGS}
    other = [
        f"{name} {value}"
        for name, value in header.color.items()
        if name not in missing and value != meant[name]
    ]
    hint = "tag it BT.709, limited range: -colorspace bt709 -color_primaries bt709 ..."
    if missing:
        message = f"the colours are not tagged: {', '.join(missing)}"
        findings.add(Finding("color-tags", message, hint))
    if other:
        message = f"the colours are not tagged as BT.709: {', '.join(other)}"
        findings.add(Finding("color-tags", message, hint))


def check_stream_tags(header: Header, first_tags: dict[str, int], findings: "Findings") -> None:
    """Tell where the stream says something else about its colours than the container."""
    own = {name: _named(_TAGS[name][1], first_tags.get(_TAGS[name][0])) for name in _TAGS}
    away = [
        f"{name} {own[name]} in the stream, {said} in the container"
        for name, said in header.color.items()
        if own[name] != said
    ]
    if away:
        hint = "players choose either; tag both alike"
        findings.add(Finding("color-tags", f"two tags disagree: {'; '.join(away)}", hint))


def _check_times(video: "VideoFacts", findings: "Findings") -> None:
    """Find frames that are shown for longer or shorter than one frame lasts."""
    step = 1 / (video.rate * video.time_base)
    ticks = video.frame_ticks
    lasting = np.diff(ticks) / float(step)
    away = np.flatnonzero(np.abs(lasting - 1) > 0.5)  # noqa: PLR2004 - half a frame
    for at in away[:100]:
        start = round(float((int(ticks[at]) - video.first_tick) * video.time_base), 3)
        message = f"frame {at} is shown for {lasting[at]:.3g} frames"
        frames = (int(at), int(at) + 1)
        findings.add(Finding("frame-times", message, frames=frames, seconds=(start, start)))


def _check_composition(
    header: Header, media: "Media", prepared: "Prepared", findings: "Findings"
) -> None:
    timeline = prepared.timeline
    if header.frame_count != timeline.frame_count:
        message = f"{header.frame_count} frames, the composition has {timeline.frame_count}"
        findings.add(Finding("frame-count", message))
    if header.fps != timeline.fps:
        message = f"{header.fps} frames a second, the composition has {timeline.fps}"
        findings.add(Finding("frame-rate", message))
    aspect = timeline.width / timeline.height
    if abs(header.width_px / header.height_px / aspect - 1) > _ASPECT_OFF:
        width, height = output_size(timeline.width, timeline.height, None)
        message = f"{header.width_px}x{header.height_px} has not the shape of {width}x{height}"
        findings.add(Finding("frame-size", message))
    has_sound = bool(prepared.sound.cues)
    if media.audio is None:
        if has_sound:
            findings.add(Finding("sound-missing", "there is no sound, the composition has some"))
        return
    if not has_sound:
        findings.add(Finding("sound-unasked", "there is sound, the composition has none"))
        return
    meant = Fraction(frame_to_sample(timeline.frame_count, timeline.fps), SAMPLE_RATE_HZ)
    away = media.audio.duration_seconds + media.audio.start_seconds - meant
    if abs(away) > Fraction(1, 40):
        way = "longer" if away > 0 else "shorter"
        message = f"the sound is {abs(float(away)):.3f} s {way} than the composition"
        findings.add(Finding("sound-length", message))


def _tag(context: "VideoCodecContext | None", name: str) -> str:
    field, kind = _TAGS[name]
    return _named(kind, getattr(context, field, None))


def _named(kind: type[Enum], number: object) -> str:
    try:
        return str(kind(number).name)
    except ValueError:
        return "RESERVED"
