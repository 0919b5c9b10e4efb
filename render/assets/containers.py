"""The one place where a media file is opened, with everything dangerous switched off.

FFmpeg probes by content: a file named `clip.mp4` that begins with `ffconcat` opens the files it
lists, and a playlist may name others or a server, even with `protocol_whitelist=file`. What stops
them is a list of the demuxers that may run at all, plus an absolute path of a regular file, so that
no name is read as a protocol. `max_pixels` counts only on a codec context: as an option of the open
call it guards FFmpeg's own look into the streams, and `open_decoder` sets it for ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import av
from av.stream import Discard, Disposition

from render.assets.keys import shown
from render.assets.sniffing import HEAD_BYTES, Guess, guess_kind
from render.errors import AssetUnreadable, RenderError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

DEMUXERS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,mxf,gif,apng,"
    "mp3,wav,w64,ogg,flac,aac,ac3,eac3,aiff,caf,amr"
)
"""Formats that hold media and nothing else; none reads a second file."""

MAX_VIDEO_PIXELS: Final = 8192 * 4352
"""Largest decoded frame: 8K with room for coding blocks."""

_ALPHA_DECODERS: Final = {"vp9": "libvpx-vp9", "vp8": "libvpx"}
"""FFmpeg's own VP8 and VP9 decoders drop the alpha channel; libvpx keeps it."""


_NO_FRAMES = cast("list[str]", [{"skip_frame": "all"}])  # PyAV's stubs forget the dictionary


@contextmanager
def open_container(
    path: Path, key: str, *, packets_only: bool = False
) -> Iterator["InputContainer"]:
    """Open a media file for demuxing and close it afterwards.

    Args:
        path: Absolute path of a regular file.
        key: The asset's key, for messages.
        packets_only: Nothing is decoded: pixel format and pixel aspect ratio stay unknown. Learning
            them takes the first frame, 35 ms at 1080p.

    Raises:
        AssetUnreadable: It is no media file we open; the message says what it is. Whatever
            goes wrong inside the `with` block is turned into this as well.
    """
    guess = look_at(path, key)
    if guess.kind in ("refused", "table", "captions", "drawing"):
        raise AssetUnreadable(
            f"this is {guess.name}, not a media file", where=shown(key), hint=_hint(guess)
        )
    try:
        with av.open(
            str(path.absolute()),
            mode="r",
            options={
                "format_whitelist": DEMUXERS,
                "protocol_whitelist": "file",
                "max_pixels": str(MAX_VIDEO_PIXELS),
            },
            stream_options=_NO_FRAMES if packets_only else None,
            metadata_errors="replace",
        ) as container:
            yield container
    except RenderError:
        raise
    except Exception as error:
        # FFmpeg's bindings leak ValueError, OverflowError, UnicodeDecodeError and more.
        raise unreadable(key, error) from error


def video_stream(container: "InputContainer") -> "VideoStream | None":
    """Return the stream of moving pictures: never cover art or thumbnails. None without one."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails
    streams = [stream for stream in container.streams.video if not stream.disposition & still]
    best = container.streams.best("video")
    return next((stream for stream in streams if stream is best), *streams[:1] or [None])


def audio_stream(container: "InputContainer") -> "AudioStream | None":
    """Return the stream of sound that a player would choose, or None without a decodable one."""
    best = cast("AudioStream | None", container.streams.best("audio"))
    if best is None or best.codec_context is None or not best.sample_rate:
        return None
    return best


def packets_of(container: "InputContainer", *streams: "Stream") -> Iterator["Packet[Stream]"]:
    """Yield the packets of some streams in file order; the others are not even read.

    The last packet of each stream is empty and tells a decoder to give out what it still holds.
    """
    for stream in container.streams:
        stream.discard = Discard.default if stream in streams else Discard.all
    return container.demux(*streams)


def open_decoder(stream: "VideoStream", *, has_alpha: bool) -> "VideoCodecContext":
    """Return a decoder for a video stream: one thread, bounded frame size, alpha kept.

    One thread because the processes are the parallelism; a frame-threaded decoder also holds a
    frame a thread.

    Args:
        stream: The stream its packets come from.
        has_alpha: Whether the stream is known to carry coverage.
    """
    context = stream.codec_context
    name = _ALPHA_DECODERS.get(context.name)
    if has_alpha and name is not None:
        own = cast("VideoCodecContext", av.CodecContext.create(name, "r"))
        own.extradata = context.extradata
        own.width, own.height = context.width, context.height
        own.color_range, own.colorspace = context.color_range, context.colorspace
        own.color_trc, own.color_primaries = context.color_trc, context.color_primaries
        context = own
    context.thread_count = 1
    context.thread_type = "NONE"
    context.options = {"max_pixels": str(MAX_VIDEO_PIXELS)}
    return context


def look_at(path: Path, key: str) -> Guess:
    """Return what a file is by its first bytes.

    Raises:
        AssetUnreadable: It cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            return guess_kind(file.read(HEAD_BYTES))
    except OSError as error:
        raise AssetUnreadable(f"the file cannot be read: {error}", where=shown(key)) from error


def unreadable(key: str, error: Exception, doing: str = "the file cannot be read") -> RenderError:
    """Return our error for whatever a decoder raised."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return AssetUnreadable(
        f"{doing}: {reason}",
        where=shown(key),
        hint="the file is damaged or of a format that is not supported; export it again",
    )


def _hint(guess: Guess) -> str | None:
    """Say what to do with a file of a kind that is never opened."""
    if any(word in guess.name for word in ("SVG", "PostScript", "PDF", "Photoshop", "MVG")):
        return "export it as PNG" + (", or show it in an svg layer" if "SVG" in guess.name else "")
    if any(word in guess.name for word in ("empty", "HTML", "blanks")):
        return "the download or copy went wrong; fetch it again"
    return None
