"""What may be shown of URLs and of what servers say.

A signed URL is as good as a password while it lasts, and a server may send back the key it was
given. So whatever goes into a message goes through here.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from render.assets.keys import shown

MASK: Final = "•••"
_MAX_SERVER_CHARACTERS: Final = 300
_KEY_LIKE: Final = re.compile(r"\bmcp_[\w-]+|(?i:\bbearer\s+)\S+")
_QUERY: Final = re.compile(r"""(?<=\S)\?[^\s"'<>]+""")
_USERINFO: Final = re.compile(r"(?<=//)[^\s/?#@]*@")


def shown_url(url: str) -> str:
    """Return a URL fit for a message: without user name, query and fragment, escaped, shortened."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    return shown_origin(url) + shown(parts.path) + (f"?{MASK}" if parts.query else "")


def shown_origin(url: str) -> str:
    """Return scheme, host and port of a signed URL; its path may hold the signature as well."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    return shown(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")


def shown_answer(text: str, secrets: Iterable[str] = ()) -> str:
    """Return what a server said fit for a message.

    Args:
        text: Anything.
        secrets: Values that must not be in it, such as the API key; empty ones are ignored.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    text = _KEY_LIKE.sub(MASK, text[: 4 * _MAX_SERVER_CHARACTERS])
    text = _QUERY.sub(f"?{MASK}", _USERINFO.sub("", text))
    text = " ".join(text.split())
    kept = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:_MAX_SERVER_CHARACTERS])
    return kept + ("…" if len(text) > _MAX_SERVER_CHARACTERS else "")
