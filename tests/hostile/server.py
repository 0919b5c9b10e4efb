"""The hostile server: `POST /assets/sign` and files, until their faults are used up honest."""

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.hostile import broken, parts, refusals, signatures  # noqa: F401 - they register faults
from tests.hostile.exchange import DOWNLOAD_FAULTS, SIGN_FAULTS, Exchange, plain
from tests.hostile.shelf import Shelf
from tests.hostile.wire import WireServer

ELSEWHERE = "127.0.0.2"


@dataclass
class HostileServer:
    """Serves a shelf; use it in a `with` block.

    Attributes:
        shelf: What is served, and which faults the files have.
        sign_faults: Names of the faults of the next requests for signatures, in order.
        sign_then: The fault of all further ones, or None for honest answers.
        met: The faults of signing that were met.
        strangers: Requests that must never come: at the forbidden server, or without the API key
            where it belongs, or with it where it does not.
    """

    shelf: Shelf
    sign_faults: list[str] = field(default_factory=list)
    sign_then: str | None = None
    met: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __enter__(self):
        with ExitStack() as stack:
            self.wire = stack.enter_context(WireServer(self._answer))
            self._forbidden = stack.enter_context(WireServer(self._answer_stranger, ELSEWHERE))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    @property
    def url(self):
        return self.wire.url

    def calm_down(self):
        """Be honest from now on."""
        self.sign_faults, self.sign_then, self.shelf.uses = [], None, None
        for asset in self.shelf.assets.values():
            asset.faults, asset.then = [], None

    def problems(self):
        """Return what no run may cause."""
        found = [*self.strangers, *(f"server: {error!r}" for error in self.wire.faults)]
        if self._forbidden.connections:
            found.append(f"{self._forbidden.connections} connections to a private address")
        return found

    async def _answer(self, connection, request):
        path, _, query = request.target.partition("?")
        if path == "/assets/sign":
            await self._sign(self._exchange(connection, request, None))
            return
        if "authorization" in request.headers or self.shelf.api_key in str(request.headers):
            self.strangers.append("the API key was sent to where files are")
        if "cookie" in request.headers:
            self.strangers.append("a cookie was sent back")
        asset = self.shelf.assets.get(unquote(path.removeprefix("/assets/")))
        if asset is None:
            await connection.write(plain(404).bytes)
            return
        fault = asset.next_fault()
        exchange = self._exchange(connection, request, asset)
        if fault is not None:
            await DOWNLOAD_FAULTS[fault](exchange)
        elif self.shelf.opened_by(query) != asset.key:
            await connection.write(plain(403, b"Request has expired").bytes)
        else:
            await exchange.send(exchange.honest())

    async def _sign(self, exchange):
        if exchange.request.method != "POST":  # a redirect led here
            await exchange.send(plain(405))
            return
        fault = self.sign_faults.pop(0) if self.sign_faults else self.sign_then
        if exchange.request.headers.get("authorization") != f"Bearer {self.shelf.api_key}":
            self.strangers.append("signatures were asked for without the key")
        if len(_keys(exchange.request)) not in range(1, 51):
            self.strangers.append("a malformed request for signatures")
            await exchange.send(plain(400, b'{"error": "malformed"}'))
        elif fault is None:
            await exchange.send(signatures.good(exchange))
        else:
            self.met.append(fault)
            await SIGN_FAULTS[fault](exchange)

    async def _answer_stranger(self, connection, _request):
        await connection.write(plain(200, self.shelf.decoy()).bytes)

    def _exchange(self, connection, request, asset):
        elsewhere = self._forbidden.url
        return Exchange(connection, request, self.shelf, asset, self.wire.url, elsewhere)


def _keys(request):
    try:
        keys = json.loads(request.body)["keys"]
    except (ValueError, KeyError, TypeError):
        return []
    return keys if len(set(keys)) == len(keys) else []
