"""Globs over a walk: `*`, `?`, `[abc]` within a name, `**` for any number of folders.

The standard library's `glob` follows symbolic links through `**`, round in circles too, and two
links to their own folder keep it busy for ever. Here the walk decides where to go.
"""

import fnmatch
import os
import re
from typing import Final

GLOB_CHARACTERS: Final = re.compile(r"[*?\[]")

_ANY_FOLDERS: Final = "**"


class Glob:
    """A pattern, split at the last folder without a wildcard.

    Attributes:
        folder: The part that is plain, "." for none.
    """

    def __init__(self, pattern: str) -> None:
        parts = pattern.split("/")
        plain = next(n for n, part in enumerate(parts) if GLOB_CHARACTERS.search(part))
        self.folder = "/".join(parts[:plain]) or ("/" if pattern.startswith("/") else os.curdir)
        self._parts = [part for part in parts[plain:] if part]
        self._expressions = [
            None if part == _ANY_FOLDERS else re.compile(fnmatch.translate(part))
            for part in self._parts
        ]

    def matches(self, name: str) -> bool:
        """Tell whether a file's path below the folder fits the whole pattern."""
        return len(self._expressions) in self._reached(name)

    def leads_into(self, name: str) -> bool:
        """Tell whether files below a folder may still fit."""
        return any(place < len(self._expressions) for place in self._reached(name))

    def names_hidden(self, name: str) -> bool:
        """Tell whether a part of the pattern that starts with a dot stands for a hidden name."""
        last = name.rsplit("/", 1)[-1]
        return any(
            part.startswith(".") and expression is not None and expression.match(last)
            for part, expression in zip(self._parts, self._expressions, strict=True)
        )

    def _reached(self, name: str) -> set[int]:
        """Return how many parts of the pattern a path may have used up."""
        places = self._skipped({0})
        for part in name.split("/"):
            after: set[int] = set()
            for place in places:
                if place == len(self._expressions):
                    continue
                expression = self._expressions[place]
                if expression is None:
                    after.add(place)
                elif expression.match(part):
                    after.add(place + 1)
            places = self._skipped(after)
        return places

    def _skipped(self, places: set[int]) -> set[int]:
        """Add the places after `**`, which may stand for no folder at all.

        A final `**` stands for every file below, as it does elsewhere.
        """
        reached = set(places)
        for place in sorted(places):
            at = place
            while at < len(self._expressions) and self._expressions[at] is None:
                at += 1
                reached.add(at)
        return reached
