"""What part of a file a `Range` header asks for."""

import re
from typing import Literal

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
_MAX_DIGITS = 19  # more than any file has bytes; int() of a huge text is slow


def read_range(header: str, size_bytes: int) -> range | Literal["whole", "unsatisfiable"]:
    """Turn a `Range` header and the size of a file into the bytes to send.

    What is not one well-formed range of bytes counts as not asked (RFC 9110, 14.2): also a list
    of several.

    Returns:
        The bytes' positions, never empty; "whole" to ignore the header; "unsatisfiable" for a
        range that lies behind the end.
    """
    match = _ONE_RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return "whole"
    if max(map(len, match.groups())) > _MAX_DIGITS:
        return "unsatisfiable" if len(match[1]) > _MAX_DIGITS else "whole"
    if match[1] == "":  # the last so many bytes
        count = min(int(match[2]), size_bytes)
        return range(size_bytes - count, size_bytes) if count else "unsatisfiable"
    first = int(match[1])
    last = int(match[2]) if match[2] else size_bytes - 1
    if match[2] and last < first:
        return "whole"
    if first >= size_bytes:
        return "unsatisfiable"
    return range(first, min(last, size_bytes - 1) + 1)
