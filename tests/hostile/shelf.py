"""What the hostile server has: files whose bytes are known, links that open them, and secrets."""

import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

FILM = Path(__file__).resolve().parents[2] / "samples/subway-espresso-vertical/assets/express.mp4"

SECRET = re.compile("s3cret[0-9a-f]{24}")
"""The API key, signatures, passwords."""


def noise(rng, size_bytes):
    return rng.integers(0, 256, size_bytes, np.uint8).tobytes()


def picture(rng, size_bytes):
    """Return a PNG of about so many bytes; every call another one."""
    width_px = max(1, int((size_bytes / 3) ** 0.5))
    rows = noise(rng, width_px * (3 * width_px + 1))
    lines = bytearray(rows)
    lines[:: 3 * width_px + 1] = bytes(width_px)  # no filter
    head = width_px.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    pieces = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 0)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_piece(name, data) for name, data in pieces)


def _piece(name, data):
    body = name + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def sound(rng, size_bytes):
    """Return a WAV of about so many bytes; every call another one."""
    data = noise(rng, size_bytes // 4 * 4 or 4)
    form = b"fmt " + (16).to_bytes(4, "little") + bytes.fromhex("0100020080bb000000ee020004001000")
    body = b"WAVE" + form + b"data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def film(rng, size_bytes):
    """Return a playable MP4; every call another one."""
    padding = noise(rng, min(size_bytes, 1000))
    return FILM.read_bytes() + (8 + len(padding)).to_bytes(4, "big") + b"free" + padding


KINDS = {"png": picture, "wav": sound, "mp4": film}


@dataclass
class Asset:
    """A file on the server.

    Attributes:
        key: Its asset key.
        versions: The bytes it has had; the last is what it is now. Any of them, whole, is right.
        faults: Names of the faults that meet the next requests for it, in order.
        then: The fault of all further requests, or None for honest answers.
        met: The faults it met.
    """

    key: str
    versions: list[bytes]
    faults: list[str] = field(default_factory=list)
    then: str | None = None
    met: list[str] = field(default_factory=list)

    @property
    def content(self):
        return self.versions[-1]

    @property
    def etag(self):
        return f'"{zlib.crc32(self.content):08x}-{len(self.versions)}"'

    def next_fault(self):
        name = self.faults.pop(0) if self.faults else self.then
        if name is not None:
            self.met.append(name)
        return name


@dataclass
class Shelf:
    """All of it.

    Attributes:
        rng: The chance in this run; only the server's thread uses it once the server runs.
        assets: By key.
        api_key: What clients must send.
        uses: How often a link opens its file before it has expired; None for ever.
    """

    rng: np.random.Generator
    assets: dict[str, Asset] = field(default_factory=dict)
    api_key: str = ""
    uses: int | None = None

    def __post_init__(self):
        self.api_key = "mcp_" + self.secret()
        self._links: dict[str, tuple[str, int | None]] = {}

    def secret(self):
        """Return a word that nobody can guess, and that must not be in any output."""
        return "s3cret" + noise(self.rng, 12).hex()

    def sign(self, key):
        """Return the query of a new link for a key."""
        signature = self.secret()
        self._links[signature] = (key, self.uses)
        return f"expires=1&signature={signature}"

    def opened_by(self, query):
        """Return the key that a query opens now, None when it opens none (any more)."""
        signature = query.partition("signature=")[2]
        key, uses = self._links.get(signature, (None, None))
        if uses is not None:
            self._links[signature] = (key, uses - 1)
        return key if uses is None or uses > 0 else None

    def decoy(self, size_bytes=5000):
        """Return a good picture that is none of the assets."""
        return picture(self.rng, size_bytes)
