"""Asset keys: what composition authors write to name a file, and nothing more than that.

A key is a relative path with `/` between its parts. The same key must be safe as a path below a
local folder, as a name in a signed request and as a line in a report, so it is checked once, here,
for all of them.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from render.errors import AssetKeyRefused

MAX_KEY_BYTES: Final = 1024
"""What object stores allow a key to have."""

MAX_PART_BYTES: Final = 255
"""What file systems allow one name to have."""

_SHOWN_CHARACTERS: Final = 120
_URL = re.compile(r"^[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_RULE = "a key is a relative path such as assets/scene-1/image.png"


def check_key(key: object) -> str:
    """Return the key in its one normal form (Unicode NFC), or refuse it.

    Refused are keys that are not text, are empty or too long, hold control or invisible
    characters, backslashes or colons, start at a root, or have empty, `.` or `..` parts, also
    when those are written with percent escapes.

    Args:
        key: As it stands in the composition; anything at all.

    Raises:
        AssetKeyRefused: The key is malformed or would leave the asset root.
    """
    if not isinstance(key, str):
        raise AssetKeyRefused(
            f"an asset key is text, not {type(key).__name__}", where=shown(repr(key)), hint=_RULE
        )
    reason = _fault(key)
    decoded = unquote(key, errors="replace")
    if reason is None and decoded != key and _fault(decoded):
        # Whoever decodes the key once more (a proxy, a signing service) must not see another path.
        reason = "hides another path in percent escapes"
    if reason is not None:
        hint = _RULE
        if _URL.match(key) and "//" in key:
            hint = "download the file into the asset folder and name it by its key"
        raise AssetKeyRefused(f"the asset key {reason}", where=shown(key), hint=hint)
    return unicodedata.normalize("NFC", key)


def shown(key: str) -> str:
    """Return a key fit for a terminal and a log line: escaped and shortened."""
    printable = "".join(c if _is_visible(c) else repr(c)[1:-1] for c in key[:_SHOWN_CHARACTERS])
    return printable + ("…" if len(key) > _SHOWN_CHARACTERS else "")


def _fault(key: str) -> str | None:
    """Say what is wrong with a key, or None."""
    if not key:
        return "is empty"
    if not all(_is_visible(character) for character in key):
        return "holds a control or invisible character"
    if len(key.encode()) > MAX_KEY_BYTES:
        return f"is longer than {MAX_KEY_BYTES} bytes"
    if _URL.match(key):
        return "is a URL or names a drive or protocol"
    parts = key.split("/")
    rules = (
        ("\\" in key, "holds a backslash"),
        (":" in key, "holds a colon"),
        (key.startswith(("/", "~")), "starts at a root instead of the asset folder"),
        (".." in parts, "leaves the asset folder with '..'"),
        ("" in parts or "." in parts, "has an empty or '.' part"),
        (any(len(part.encode()) > MAX_PART_BYTES for part in parts), "has a too long name in it"),
        (any(part != part.strip() or part.endswith(".") for part in parts), _EDGES),
    )
    return next((reason for broken, reason in rules if broken), None)


_EDGES = "has a part that starts or ends with a space, or ends with a dot"


def _is_visible(character: str) -> bool:
    """Tell whether a character is one a file name should have.

    Not so are controls, surrogates, line separators, bidi marks and zero-width characters, except
    the two joiners, which Persian words and emoji need. Odd spaces are: macOS puts one into the
    names of screenshots.
    """
    category = unicodedata.category(character)
    return (category[0] != "C" and category not in {"Zl", "Zp"}) or character in "\u200c\u200d"
