"""Links that open one file for a while: the key in the path, time and signature in the query."""

import hmac
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

FILES: Final = "/assets/"
"""What the path of every file begins with; its key follows."""

_QUERY = re.compile(r"expires=(?P<expires>[1-9][0-9]{0,11})&signature=(?P<signature>[0-9a-f]{64})")


@dataclass(frozen=True)
class LinkSigner:
    """Makes links and tells whether one is still good.

    A link is signed with HMAC-SHA256 over key and time, so neither can be changed; it says nothing
    about who asked for it.

    Attributes:
        secret: The signing key, 32 random bytes or more. Links die with it.
        lifetime_seconds: How long a link is good for.
        clock: Seconds since 1970.
    """

    secret: bytes = field(repr=False)
    lifetime_seconds: int
    clock: Callable[[], float]

    def link(self, key: str) -> str:
        """Return path and query of a key's link; it works for the lifetime and up to 1 s more."""
        expires = math.ceil(self.clock()) + self.lifetime_seconds
        signature = self._signature(key, expires)
        return f"{FILES}{quote(key, safe='/')}?expires={expires}&signature={signature}"

    def fault(self, key: str, query: str) -> str | None:
        """Say what is wrong with a link, None when it is good.

        Args:
            key: From the path, percent escapes decoded.
            query: As it was sent.
        """
        match = _QUERY.fullmatch(query)
        if match is None:
            return "the URL is not signed"
        expires = int(match["expires"])
        # The same time for every wrong signature, so that it cannot be found piece by piece.
        if not hmac.compare_digest(self._signature(key, expires), match["signature"]):
            return "the URL's signature is wrong"
        return None if self.clock() < expires else "the URL has expired"

    def _signature(self, key: str, expires: int) -> str:
        # The time comes first and has no line break: no two pairs give the same message.
        message = f"{expires}\n{key}".encode("utf-8", "surrogatepass")
        return hmac.digest(self.secret, message, "sha256").hex()
