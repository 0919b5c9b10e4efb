"""What there may be of a file, and what can be done next about the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias


@dataclass(frozen=True)
class Begun:
    """What there is of a file.

    Attributes:
        size_bytes: So much.
        validator: Names the version it is of, for If-Range; "" when nothing does.
        length_bytes: Of the whole file, or None when that is not known.
        sha256: What the server says the whole file is, hex; "" when it does not.
    """

    size_bytes: int = 0
    validator: str = ""
    length_bytes: int | None = None
    sha256: str = ""

    @classmethod
    def read(cls, facts: Mapping[str, object], size_bytes: int) -> Self:
        """Return what was noted beside a part of so many bytes; nothing when it makes no sense."""
        match facts:
            case {
                "validator": str(validator),
                "length": int() | None as length,
                "sha256": str(sha256),
            } if validator and (length is None or 0 < size_bytes <= length):
                return cls(size_bytes, validator, length, sha256)
            case _:
                return cls()

    @property
    def facts(self) -> dict[str, object]:
        """What to note beside the part."""
        return {
            "validator": self.validator,
            "length": self.length_bytes,
            "sha256": self.sha256,
        }

    @property
    def can_go_on(self) -> bool:
        """Whether the server can be asked for the rest alone.

        Not where it never said how long the file is: nothing would tell whether the rest is all of
        it.
        """
        return bool(self.size_bytes and self.validator and self.length_bytes)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.size_bytes == self.length_bytes


@dataclass(frozen=True)
class Receive:
    """Take the body.

    Attributes:
        begun: What there is now; its `size_bytes` is where the body starts, 0 for a new file.
        end_bytes: Where it ends, or None when only its end tells.
    """

    begun: Begun
    end_bytes: int | None


@dataclass(frozen=True)
class Finished:
    """Nothing is missing."""


@dataclass(frozen=True)
class StartAnew:
    """Throw away what there is, then ask again."""

    reason: str


@dataclass(frozen=True)
class Redirected:
    """Ask elsewhere, at a URL that may be relative."""

    location: str


@dataclass(frozen=True)
class SignAgain:
    """The URL is refused; a new one may work."""

    reason: str


@dataclass(frozen=True)
class TryAgain:
    """It may go away by itself; `asked_seconds` is how long the server asks to wait."""

    reason: str
    asked_seconds: float | None = None


@dataclass(frozen=True)
class GiveUp:
    """It will not; `is_missing` when the file is not there."""

    reason: str
    is_missing: bool = False


Verdict: TypeAlias = Receive | Finished | StartAnew | Redirected | SignAgain | TryAgain | GiveUp
