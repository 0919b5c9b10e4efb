"""Files to facts: what a key's file is, learned once and remembered."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.assets import hdr
from render.assets.containers import audio_stream, look_at, open_container, video_stream
from render.assets.factcache import read_facts, store_facts
from render.assets.folder import Resolver
from render.assets.keys import shown
from render.assets.media import AudioFacts, Media, VideoFacts
from render.assets.orientation import read_orientation
from render.assets.problems import joined
from render.assets.scan import Scan, VideoScan, header_rate, scan_packets
from render.assets.soundscan import AudioScan
from render.errors import AssetError, AssetUnreadable
from render.storage import sha256_file

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_MAX_SAMPLE_ASPECT: Final = 16
"""Pixels longer than this are a damaged header, not a format."""

_MAX_RATE: Final = 1000


def probe(key: str, path: Path) -> Media:
    """Turn a file into its facts; the content decides what it is, the name does not.

    Moving pictures make it a video: films, and GIF and APNG files with more than one frame
    (animated WebP is shown as its first frame, with a note: FFmpeg does not read it). Cover art
    in a sound file is not a picture. Facts are kept in the cache folder by path, size and time of
    change, so a file is read whole (hashed, scanned for frame times) only once.

    Args:
        key: The asset's key.
        path: Its file, as a resolver returned it.

    Raises:
        AssetUnreadable: The file cannot be read or is no media; the message says what it is.
    """
    known = read_facts(key, path)
    if known is not None:
        return known
    media = _probe(key, path)
    store_facts(media)
    return media


def probe_all(keys: Iterable[str], resolver: Resolver) -> dict[str, Media]:
    """Resolve and probe every key, and report everything that is wrong at once.

    Returns:
        The facts by key, in the order given.

    Raises:
        AssetError: Something is wrong with one key or more. A single problem is raised as what it
            is (`AssetMissing`, ...); several are listed in one error.
    """
    wanted = list(dict.fromkeys(keys))
    found: dict[str, Media] = {}
    problems: dict[str, AssetError] = {}
    for key in wanted:
        try:
            found[key] = probe(key, resolver.resolve(key))
        except AssetError as error:
            problems[key] = error
    if problems:
        raise joined(problems, len(wanted))
    return found


def _probe(key: str, path: Path) -> Media:
    guess = look_at(path, key)
    try:
        content_hash = sha256_file(path)
    except OSError as error:
        raise AssetUnreadable(f"the file cannot be read: {error}", where=shown(key)) from error
    if guess.kind == "table":
        from render.assets.tables import read_table  # noqa: PLC0415 - for effects only

        read_table(path, key)
        return Media(key, path, content_hash, "table")
    if guess.kind == "drawing" or (guess.name == "an XML document" and key.endswith(".svg")):
        from render.assets.drawings import drawing_facts  # noqa: PLC0415 - few films have drawings

        facts = drawing_facts(path, key)
        return Media(key, path, content_hash, "drawing", drawing=facts)
    if guess.kind == "captions":
        return Media(key, path, content_hash, "captions")
    if guess.kind == "image":
        from render.assets.stills import (  # noqa: PLC0415 - Pillow only for pictures
            image_facts,
            note_on_first,
            open_still,
            verify_still,
        )

        with open_still(path, key) as picture:
            moves = getattr(picture, "is_animated", False)
            if not (moves and picture.format in {"GIF", "PNG"}):
                facts = image_facts(picture)
                verify_still(picture)
                note = note_on_first(picture)
                notes = (note,) if note else ()
                return Media(key, path, content_hash, "image", image=facts, notes=notes)
    return _probe_container(key, path, content_hash)


def _probe_container(key: str, path: Path, content_hash: str) -> Media:
    with open_container(path, key) as container:
        pictures, sound = video_stream(container), audio_stream(container)
        scan = scan_packets(container, pictures, sound)
        notes: list[str] = []
        video = audio = None
        if pictures is not None and scan.video is not None and len(scan.video.ticks):
            video = _video_facts(key, pictures, scan.video)
            notes += _video_notes(pictures, scan.video, scan)
        if sound is not None and scan.audio is not None:
            audio = _audio_facts(sound, scan.audio, video)
    if video is None and audio is None:
        raise AssetUnreadable(
            "the file holds no frame and no sound"
            + (f": {scan.broken_off}" * bool(scan.broken_off)),
            where=shown(key),
            hint="it is empty or was cut short; export it again",
        )
    return Media(
        key,
        path,
        content_hash,
        "video" if video is not None else "audio",
        video=video,
        audio=audio,
        notes=tuple(notes),
    )


def _video_facts(key: str, stream: "VideoStream", scan: VideoScan) -> VideoFacts:
    frame = scan.first_frame
    if frame is None:
        raise AssetUnreadable(
            "frame 0 cannot be decoded",
            where=shown(key),
            hint="the file is damaged or its codec is not supported; export it again",
        )
    turns, is_mirrored = read_orientation(frame)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if not Fraction(1, _MAX_SAMPLE_ASPECT) <= aspect <= _MAX_SAMPLE_ASPECT:
        aspect = Fraction(1)
    size = max(1, round(frame.width * aspect)), frame.height
    duration = _duration_ticks(stream, scan) * scan.time_base
    return VideoFacts(
        width_px=size[turns % 180 == 90],  # noqa: PLR2004 - a quarter turn swaps the sides
        height_px=size[turns % 180 == 0],
        coded_width_px=frame.width,
        coded_height_px=frame.height,
        rotation_degrees=turns,
        is_mirrored=is_mirrored,
        has_alpha=scan.has_alpha or _has_alpha(frame),
        rate=_rate(stream, scan, duration),
        time_base=scan.time_base,
        first_tick=int(scan.ticks[0]),
        duration_seconds=duration,
        codec=stream.codec_context.name.removeprefix("lib"),
        ticks=scan.ticks.astype("<i8").tobytes(),
        keyframe_ticks=scan.keyframe_ticks.astype("<i8").tobytes(),
        is_counted=scan.is_counted,
    )


def _duration_ticks(stream: "VideoStream", scan: VideoScan) -> Fraction:
    """Return the time from the first shown frame's start to the last one's end, in ticks."""
    first, last = int(scan.ticks[0]), int(scan.ticks[-1])
    if scan.end_tick is not None and scan.end_tick > last:
        return Fraction(scan.end_tick - first)
    count = len(scan.ticks)
    if scan.is_counted:
        return Fraction(last - first + 1)
    if count > 1:
        return Fraction(last - first) * Fraction(count, count - 1)
    return 1 / header_rate(stream) / scan.time_base


def _rate(stream: "VideoStream", scan: VideoScan, duration_seconds: Fraction) -> Fraction:
    """Return frames a second: the header's when the frames agree with it, else what they say.

    The header's 30000/1001 is exact where frame times in milliseconds give 29.97003.
    """
    counted = Fraction(len(scan.ticks)) / duration_seconds
    for said in (stream.average_rate, stream.base_rate):
        if said is not None and abs(said - counted) <= counted / 200:
            return _snapped(said)
    return min(counted.limit_denominator(1001), Fraction(_MAX_RATE)) or counted


def _snapped(rate: Fraction) -> Fraction:
    """Return the exact rate behind one from nanoseconds a frame (Matroska's 19001/317 is 59.94)."""
    whole = round(rate)
    for exact in (Fraction(whole), Fraction(whole * 1000, 1001)):
        if abs(rate - exact) < exact / 1_000_000:
            return exact
    return rate


def _audio_facts(stream: "AudioStream", scan: AudioScan, video: VideoFacts | None) -> AudioFacts:
    start = Fraction(0)
    if video is not None:
        start = scan.start_seconds - video.first_tick * video.time_base
    return AudioFacts(
        sample_rate_hz=stream.sample_rate,
        channels=stream.channels,
        duration_seconds=scan.duration_seconds,
        start_seconds=start,
        codec=stream.codec_context.name.removeprefix("lib"),
    )


def _video_notes(stream: "VideoStream", scan: VideoScan, whole: Scan) -> list[str]:
    notes: list[str] = []
    if whole.broken_off is not None or scan.packet_count < stream.frames:
        promised = f" of {stream.frames}" if stream.frames > scan.packet_count else ""
        notes.append(f"the file is cut short: {scan.packet_count}{promised} frames are there")
    frame = scan.first_frame
    if frame is not None and frame.color_trc in hdr.TRANSFERS:
        notes.append(f"HDR ({hdr.TRANSFERS[frame.color_trc]}), tone-mapped to SDR")
    if frame is not None and frame.interlaced_frame:
        notes.append("interlaced; its lines are shown as they are")
    if scan.is_counted:
        notes.append("its frames carry no times; they are taken as evenly spaced")
    return notes


def _has_alpha(frame: "VideoFrame") -> bool:
    """Tell whether decoded frames carry coverage; a palette may."""
    return frame.format.name == "pal8" or any(part.is_alpha for part in frame.format.components)
