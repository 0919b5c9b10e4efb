"""What the packets of a file hold, in one number a stream."""

import hashlib

from av.packet import Packet


class PacketDigests:
    """Digests of packets, by the kind of their stream.

    Two files whose streams hold the same packets in the same order have equal digests, whatever
    their containers write around them.
    """

    def __init__(self) -> None:
        self._by_kind: dict[str, hashlib.blake2b] = {}

    def add(self, packet: Packet) -> None:
        """Take the next packet of its stream."""
        digest = self._by_kind.setdefault(packet.stream.type, hashlib.blake2b(digest_size=16))
        digest.update(packet.size.to_bytes(8, "little"))
        digest.update(packet)

    def of_kind(self, kind: str) -> bytes:
        """Return the digest of a kind of stream, "video" or "audio"; empty where there is none."""
        digest = self._by_kind.get(kind)
        return digest.digest() if digest else b""

    def differing(self, other: "PacketDigests") -> list[str]:
        """Return the kinds of stream whose packets are not the same."""
        kinds = ("audio", "video")
        return [kind for kind in kinds if self.of_kind(kind) != other.of_kind(kind)]
