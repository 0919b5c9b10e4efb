"""The packets of a sound: when it starts and how long it is heard, without decoding."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet


@dataclass
class AudioScan:
    """What the packets of an audio stream say.

    Attributes:
        start_seconds: When the sound that is heard starts, in the container's time.
        duration_seconds: How long it is, encoder delay and padding left out.
    """

    start_seconds: Fraction
    duration_seconds: Fraction


@dataclass
class AudioPackets:
    """Collects the heard span of an audio stream, packet by packet.

    Attributes:
        stream: The stream the packets come from.
        start, end: The span so far, in seconds of the container; None before the first packet.
        longest: The longest packet so far, in seconds.
    """

    stream: "AudioStream"
    start: Fraction | None = None
    end: Fraction | None = None
    longest: Fraction = Fraction(0)

    def take(self, packet: "Packet[AudioStream]") -> None:
        """Extend the heard span by a packet."""
        at = packet.pts if packet.pts is not None else packet.dts
        base = packet.time_base
        if packet.is_discard or (at is None and self.end is None):
            return
        start = at * base if at is not None else self.end or Fraction(0)
        duration = (packet.duration or 0) * base
        self.longest = max(self.longest, duration)
        rate = self.stream.sample_rate or 1
        skipped_start, skipped_end = (Fraction(count, rate) for count in _skipped_samples(packet))
        # The padding at the end is taken out of the packet's duration by some demuxers (Opus) and
        # left in by others (MP3): measured against a full packet it comes out alike.
        end = start + min(duration, self.longest - skipped_end)
        start += skipped_start
        self.start = start if self.start is None else min(self.start, start)
        self.end = end if self.end is None else max(self.end, end)

    def result(self) -> AudioScan | None:
        """Turn the heard span into facts; None when there was no packet."""
        if self.start is None or self.end is None:
            return None
        duration = self.end - self.start
        if duration <= 0 and self.stream.duration:  # packets without durations
            duration = self.stream.duration * (self.stream.time_base or Fraction(0))
        return AudioScan(self.start, duration) if duration > 0 else None


def _skipped_samples(packet: "Packet[AudioStream]") -> tuple[int, int]:
    """Return how many samples a decoder drops at a packet's start and end."""
    if not packet.has_sidedata("skip_samples"):
        return 0, 0
    skips = bytes(packet.get_sidedata("skip_samples"))
    return int.from_bytes(skips[:4], "little"), int.from_bytes(skips[4:8], "little")
