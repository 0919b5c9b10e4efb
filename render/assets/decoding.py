"""A video stream as decoded frames in order of presentation, from any keyframe on."""

from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, cast

from render.assets.colour import Tags
from render.assets.containers import (
    open_container,
    open_decoder,
    packets_of,
    unreadable,
    video_stream,
)
from render.assets.media import Media, VideoFacts
from render.errors import AssetUnreadable

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream


class TimedFrame(NamedTuple):
    """A decoded frame and its presentation time in ticks."""

    tick: int
    frame: "VideoFrame"


class FrameStream:
    """The frames of a video, pulled one by one; knows nothing of frame numbers.

    A frame whose packet the decoder refuses is left out, and its time noted in `lost`.

    Args:
        media: A probed video.

    Attributes:
        lost: Why the frames at these ticks are missing, since the last start.
        container_tags: What the container says about colours.
        broken_off: Why the packets ended before the end of the file, or None.
    """

    def __init__(self, media: Media, facts: VideoFacts) -> None:
        self._media = media
        self._facts = facts
        self._exits = ExitStack()
        self._queue: deque[TimedFrame] = deque()
        self.lost: dict[int, Exception] = {}
        self.broken_off: Exception | None = None
        self._open()

    def pull(self) -> TimedFrame | None:
        """Return the next frame, or None after the last."""
        while not self._queue:
            packet = self._next_packet()
            if packet is not None:
                self._decode(packet)
            elif self._is_drained:
                return None
            else:
                self._is_drained = True
                self._decode(None)
        return self._queue.popleft()

    def start_at(self, keyframe_tick: int) -> None:
        """Make the next frame the one at a keyframe, or one before it.

        Some containers seek by decoding time or by guess: the caller looks at what comes.
        """
        self._reset()
        try:
            self._container.seek(keyframe_tick, stream=self._stream, backward=True)
            self._decoder.flush_buffers()
        except Exception:  # noqa: BLE001 - no index, or a broken one: the start is always there
            self.rewind()
            return
        self._awaits_keyframe = True
        self._packets = packets_of(self._container, self._stream)

    def rewind(self) -> None:
        """Make the next frame the file's first, by opening it anew."""
        self.close()
        self._open()

    def close(self) -> None:
        """Let go of the file and the decoder."""
        self._reset()
        self._exits.close()

    def _open(self) -> None:
        self._reset()
        self._awaits_keyframe = False
        self._counted = 0
        try:
            opened = open_container(self._media.path, self._media.key)
            self._container = self._exits.enter_context(opened)
            self._stream = cast("VideoStream", video_stream(self._container))
            context = self._stream.codec_context
            self.container_tags = Tags(
                context.colorspace, context.color_range, context.color_trc, context.color_primaries
            )
            self._decoder = open_decoder(self._stream, has_alpha=self._facts.has_alpha)
        except AssetUnreadable:
            self._exits.close()
            raise
        except Exception as error:
            self._exits.close()
            raise unreadable(self._media.key, error) from error
        self._packets = packets_of(self._container, self._stream)

    def _reset(self) -> None:
        self._queue.clear()
        self.lost = {}
        self.broken_off = None
        self._is_drained = False

    def _next_packet(self) -> "Packet | None":
        """Return the next packet with data from a keyframe on, or None at the end."""
        try:
            for packet in self._packets:
                if not packet.size or (self._awaits_keyframe and not packet.is_keyframe):
                    continue
                self._awaits_keyframe = False
                return packet
        except Exception as error:  # noqa: BLE001 - demuxers leak anything; a cut file ends here
            self.broken_off = error
        return None

    def _decode(self, packet: "Packet | None") -> None:
        try:
            frames = cast("list[VideoFrame]", self._decoder.decode(packet))
        except Exception as error:  # noqa: BLE001 - decoders leak anything; the next packet may do
            if packet is not None and packet.pts is not None:
                self.lost[packet.pts] = error
            return
        for frame in frames:
            tick = frame.pts
            if self._facts.is_counted:
                tick = self._next_counted_tick()
            if tick is not None:
                self._queue.append(TimedFrame(tick, frame))

    def _next_counted_tick(self) -> int | None:
        """Return the made-up time of the next frame out of the decoder, None past the last."""
        ticks = self._facts.frame_ticks
        self._counted += 1
        return int(ticks[self._counted - 1]) if self._counted <= len(ticks) else None
