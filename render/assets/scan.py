"""One pass over a file's packets: every frame's time, and only the first one decoded."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from render.assets.containers import open_decoder, packets_of
from render.assets.soundscan import AudioPackets, AudioScan

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MAX_PACKETS: Final = 20_000_000
"""No real file has more; a forged index may claim any number."""

_MAX_TRIES: Final = 600
"""Packets decoded in search of a first frame, 10 seconds at 60 a second."""

_UNTIMED_FORMATS: Final = frozenset({"avi", "mpeg", "mpegvideo"})
"""Containers without a presentation time for every frame. What FFmpeg makes up for AVI is wrong
with B-frames, and for MPEG program streams it is another time after a seek. Codecs without
prediction (motion JPEG) are told apart: their packets come in order."""

_UNSEEKABLE_FORMATS: Final = frozenset({"gif", "apng"})
"""Pictures that change the one before: what counts as a keyframe in them is not one."""

_ALPHA_BLOCK_ID: Final = 1
"""Matroska's BlockAddID of the packets that carry a VP8 or VP9 frame's alpha."""


@dataclass
class VideoScan:
    """What the packets of a video stream say.

    Attributes:
        ticks: Presentation times of the shown frames, `(frames,)` int64, ascending, no doubles.
        keyframe_ticks: Those of all packets a decoder may start at, shown or not, likewise.
        time_base: Seconds a tick.
        end_tick: When the last frame ends; None when the packets do not say.
        is_counted: The times are made up, one tick a frame.
        has_alpha: The packets carry coverage beside the picture.
        first_frame: The first decoded frame, or None when nothing could be decoded.
        packet_count: How many packets there were, shown or not.
    """

    ticks: NDArray[np.int64]
    keyframe_ticks: NDArray[np.int64]
    time_base: Fraction
    end_tick: int | None
    is_counted: bool
    has_alpha: bool
    first_frame: "VideoFrame | None"
    packet_count: int


@dataclass
class Scan:
    """What one pass over a file found; `broken_off` is why it ended early, or None."""

    video: VideoScan | None
    audio: AudioScan | None
    broken_off: str | None


def scan_packets(
    container: "InputContainer", video: "VideoStream | None", audio: "AudioStream | None"
) -> Scan:
    """Read every packet of a video and an audio stream once.

    A file that breaks off (a stopped download) gives what lies before the break.

    Args:
        container: Freshly opened; it is read to its end.
        video: The stream of moving pictures, or None.
        audio: The stream of sound, or None.
    """
    wanted = [stream for stream in (video, audio) if stream is not None]
    pictures = _VideoPackets(container, video) if video is not None else None
    sounds = AudioPackets(audio) if audio is not None else None
    broken_off = None
    try:
        for count, packet in enumerate(packets_of(container, *wanted)):
            if count > MAX_PACKETS:
                broken_off = f"more than {MAX_PACKETS} packets"
                break
            if pictures is not None and packet.stream is video:
                pictures.take(cast("Packet[VideoStream]", packet))
            elif sounds is not None and packet.size:
                sounds.take(cast("Packet[AudioStream]", packet))
    except Exception as error:  # noqa: BLE001 - demuxers leak anything; what was read before counts
        broken_off = str(error) or type(error).__name__
    return Scan(
        video=pictures.result() if pictures is not None else None,
        audio=sounds.result() if sounds is not None else None,
        broken_off=broken_off,
    )


@dataclass
class _VideoPackets:
    container: "InputContainer"
    stream: "VideoStream"
    shown: list[int | None] = field(default_factory=list)
    decode_order: list[int | None] = field(default_factory=list)
    keyframes: list[int | None] = field(default_factory=list)
    last: tuple[int, int] | None = None
    has_alpha: bool = False
    packet_count: int = 0
    ends_cut: bool = False
    first_frame: "VideoFrame | None" = None
    _decoder: "VideoCodecContext | None" = None

    def take(self, packet: "Packet[VideoStream]") -> None:
        """Note a packet's times, and decode it while there is no frame yet."""
        if packet.size:
            self.packet_count += 1
            if packet.is_keyframe:
                self.keyframes.append(packet.pts)
            self.ends_cut = packet.is_corrupt and not packet.is_discard
            if not packet.is_discard:
                self.shown.append(packet.pts)
                self.decode_order.append(packet.dts)
                if packet.pts is not None and (self.last is None or packet.pts >= self.last[0]):
                    self.last = (packet.pts, packet.duration or 0)
        if self.first_frame is None and self.packet_count <= _MAX_TRIES:
            self._try_decoding(packet)

    def _try_decoding(self, packet: "Packet[VideoStream]") -> None:
        if self._decoder is None:
            self.has_alpha = _carries_alpha(self.stream, packet)
            self._decoder = open_decoder(self.stream, has_alpha=self.has_alpha)
        try:
            frames = self._decoder.decode(packet if packet.size else None)
        except Exception:  # noqa: BLE001 - a stream may start in the middle; a later packet may do
            return
        self.first_frame = frames[0] if frames else None

    def result(self) -> VideoScan:
        """Turn the noted times into an index; a last packet that is not whole is no frame."""
        if self.ends_cut and self.shown:
            del self.shown[-1], self.decode_order[-1]
            self.packet_count -= 1
            self.last = None
        time_base = self.stream.time_base or Fraction(1, 1000)
        is_counted = None in self.shown or (
            self.container.format.name in _UNTIMED_FORMATS
            and not self.stream.codec_context.codec.intra_only
        )
        if is_counted:
            rate = header_rate(self.stream)
            ticks = self._slots()
            keyframes = ticks[:1]
            time_base, end_tick = 1 / rate, None
        else:
            ticks = _ascending(self.shown)
            keyframes = _ascending(self.keyframes)
            if self.container.format.name in _UNSEEKABLE_FORMATS:
                keyframes = ticks[:1]
            end_tick = sum(self.last) if self.last and self.last[1] > 0 else None
            ticks = self._from_first_decodable(ticks)
        return VideoScan(
            ticks=ticks,
            keyframe_ticks=keyframes,
            time_base=time_base,
            end_tick=end_tick,
            is_counted=is_counted,
            has_alpha=self.has_alpha,
            first_frame=self.first_frame,
            packet_count=self.packet_count,
        )

    def _slots(self) -> NDArray[np.int64]:
        """Return frame numbers for packets without times; AVI leaves holes where one is held."""
        slots = _ascending(self.decode_order) if None not in self.decode_order else None
        if slots is None or len(slots) != len(self.shown) or not self.shown:
            return np.array(range(len(self.shown)), dtype=np.int64)
        step = gcd(*(slots - slots[0]).tolist()) or 1
        return (slots - slots[0]) // step

    def _from_first_decodable(self, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Leave out frames before the first that can be decoded: cut streams start anywhere."""
        frame = self.first_frame
        if frame is None or frame.pts is None or frame.pts > (ticks[-1] if len(ticks) else 0):
            return ticks
        return ticks[ticks >= frame.pts]


def header_rate(stream: "VideoStream") -> Fraction:
    """Return the frames a second that a stream's header says, 25 where it says nothing sound."""
    said = (stream.average_rate, stream.base_rate)
    return next((rate for rate in said if rate is not None and rate > 0), Fraction(25))


def _ascending(ticks: list[int | None]) -> NDArray[np.int64]:
    return np.unique(np.array([tick for tick in ticks if tick is not None], dtype=np.int64))


def _carries_alpha(stream: "VideoStream", packet: "Packet[VideoStream]") -> bool:
    """Tell whether a Matroska stream keeps coverage in a second picture beside each frame."""
    if stream.metadata.get("alpha_mode") == "1":
        return True
    blocks = [data for data in packet.iter_sidedata() if data.data_type == _ALPHA_SIDE_DATA]
    return any(int.from_bytes(bytes(b)[:8], "big") == _ALPHA_BLOCK_ID for b in blocks)


_ALPHA_SIDE_DATA: Final = "matroska_block_additional"
