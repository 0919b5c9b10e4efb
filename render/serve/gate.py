"""What every request must pass first: no page of another origin, no body without end."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from render.serve.answers import refusal
from render.serve.hosts import HostRule

MAX_BODY_BYTES: Final = 512 * 1024
"""Fifty keys of 1,024 bytes, all written as JSON escapes, fit in."""

TOO_LONG: Final = f"the request is longer than {MAX_BODY_BYTES} bytes"

_CLOSE: Final = {"Connection": "close"}


class Gate:
    """Lets requests through that name this server, are short and come from no other site's page.

    Args:
        app: What answers the others.
        rule: The names of this server.
    """

    def __init__(self, app: ASGIApp, rule: HostRule) -> None:
        self._app = app
        self._rule = rule

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        headers = Headers(scope=scope)
        answer = self._refusal(headers) or self._app
        # What is left of a body whose length nobody knows would be read for ever.
        last = "transfer-encoding" in headers
        await answer(scope, receive, _closing(send) if last else send)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._rule.allows(hosts[0]):
            return refusal(421, "this server is not called by that Host")
        own = f"http://{hosts[0]}".lower()
        if any(origin.lower() != own for origin in headers.getlist("origin")):
            return refusal(403, "pages of other origins are not served")
        if int(headers.get("content-length", "0")) > MAX_BODY_BYTES:
            return refusal(413, TOO_LONG, _CLOSE)
        return None


def _closing(send: Send) -> Send:
    """Return a `send` after whose answer the connection ends."""

    async def send_last(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_CLOSE)
        await send(message)

    return send_last
