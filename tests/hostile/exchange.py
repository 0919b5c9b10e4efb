"""One request for a file and what can be answered to it; the faults that do are registered here."""

import re
from dataclasses import dataclass

from tests.hostile.shelf import Asset, Shelf
from tests.hostile.wire import Connection, Request, head

DOWNLOAD_FAULTS = {}
"""By name: what meets a request for a file."""

SIGN_FAULTS = {}
"""By name: what meets a request for signatures."""


def download(fault):
    """Register a fault of downloads; its name is the function's."""
    DOWNLOAD_FAULTS[fault.__name__] = fault
    return fault


def signing(fault):
    """Register a fault of signing."""
    SIGN_FAULTS[fault.__name__] = fault
    return fault


@dataclass
class Reply:
    """An answer that is still in pieces."""

    status: int
    headers: list[tuple[str, object]]
    body: bytes

    @property
    def head(self):
        return head(self.status, self.headers)

    @property
    def bytes(self):
        return self.head + self.body

    def with_(self, *headers):
        """Return the reply with headers replaced (value None: left out) or added."""
        replaced = {name.lower() for name, _ in headers}
        kept = [pair for pair in self.headers if pair[0].lower() not in replaced]
        return Reply(self.status, kept + [p for p in headers if p[1] is not None], self.body)


def plain(status, body=b"", *headers):
    """Return a reply with a right Content-Length."""
    return Reply(status, [("Content-Length", len(body)), *headers], body)


@dataclass
class Exchange:
    """What a fault has to do with.

    Attributes:
        connection: To write to.
        request: What came.
        shelf: Everything there is.
        asset: What was asked for; None when signing.
        here: URL of this server.
        elsewhere: URL of a server that nobody may talk to.
    """

    connection: Connection
    request: Request
    shelf: Shelf
    asset: Asset | None
    here: str
    elsewhere: str

    @property
    def rng(self):
        return self.shelf.rng

    def pick(self, choices):
        """Return one of several things."""
        return choices[int(self.rng.integers(len(choices)))]

    def below(self, end):
        """Return a number in [0, end), often one at the edges; 0 when there is none."""
        if end <= 1:
            return 0
        edges = [0, 1, end - 1, end // 2]
        return self.pick(edges) if self.rng.random() < 0.3 else int(self.rng.integers(end))

    def honest(self):
        """Return what a good server would answer."""
        content, etag = self.asset.content, self.asset.etag
        common = [("ETag", etag), ("Accept-Ranges", "bytes"), ("Content-Type", "application/x")]
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.request.headers.get("range", ""))
        is_same = self.request.headers.get("if-range", etag) == etag
        if not asked or not is_same:
            return plain(200, content, *common)
        start = int(asked[1])
        end = min(int(asked[2]) + 1 if asked[2] else len(content), len(content))
        if start >= end:
            return plain(416, b"", ("Content-Range", f"bytes */{len(content)}"))
        where = ("Content-Range", f"bytes {start}-{end - 1}/{len(content)}")
        return Reply(206, [("Content-Length", end - start), where, *common], content[start:end])

    async def send(self, *pieces):
        """Send bytes or replies."""
        for piece in pieces:
            await self.connection.write(piece if isinstance(piece, bytes) else piece.bytes)

    async def send_cut(self, data):
        """Send a part of some bytes, not all of them."""
        await self.send(data[: self.below(len(data))])
