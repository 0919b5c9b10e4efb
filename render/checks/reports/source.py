"""The part of a line that a problem is about."""

import re

_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"?'  # a text or a key
    r"|[A-Za-z0-9_.+$-]+"  # a number, or a word that should be none
    r"|[^\s]"
)
_LINES = re.compile(r"\r\n|\r|\n")


def line_of(text: str, line: int) -> str:
    """Return a 1-based line of a text; "" when there is none."""
    lines = _LINES.split(text)
    return lines[line - 1] if 0 < line <= len(lines) else ""


def width_at(line: str, column: int) -> int:
    """Return how many characters the value or key at a 1-based column takes, at least 1."""
    token = _TOKEN.match(line, column - 1)
    return max(1, len(token[0])) if token else 1
