"""When to try again, and how long to wait before: one policy for the API and for downloads.

Nothing here looks at a clock or rolls its own dice: both come in.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from secrets import SystemRandom
from typing import Final, TypeAlias

Dice: TypeAlias = Callable[[], float]
"""Gives a number in [0, 1), another each time."""

fair_dice: Final[Dice] = SystemRandom().random

RETRIED_STATUSES: Final = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})
"""What may go away by itself; 520 to 530 are Cloudflare's, for a server behind it that is not well.
Other answers of 500 and above (501, 505, ...) say that it never will."""

_MAX_STATED_SECONDS: Final = 10.0**9
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]*)?")


@dataclass(frozen=True)
class RetryPolicy:
    """How often something is tried, and the waits between.

    The wait after the n-th failure is drawn from the upper half of `first_wait_seconds * 2**(n-1)`,
    capped; one that the server asks for is lengthened by up to a fifth, so that many clients that
    were sent away together do not come back together.

    Attributes:
        tries: How often in all, at least 1.
        first_wait_seconds: Cap of the first wait.
        max_wait_seconds: Cap of all waits.
        max_asked_seconds: The longest wait that a server may ask for; when it asks for more there
            is no further try.
    """

    tries: int = 5
    first_wait_seconds: float = 0.5
    max_wait_seconds: float = 20.0
    max_asked_seconds: float = 120.0

    def wait_seconds(self, failures: int, asked_seconds: float | None, dice: Dice) -> float | None:
        """Return how long to wait before the next try, or None when there is to be none.

        Args:
            failures: How many tries failed, at least 1.
            asked_seconds: What the server asked for, or None.
            dice: The source of chance.
        """
        if failures >= self.tries:
            return None
        if asked_seconds is not None:
            if asked_seconds > self.max_asked_seconds:
                return None
            if asked_seconds > 0:
                return asked_seconds * (1 + dice() / 5)
        doublings = min(failures - 1, 30)
        cap = min(self.first_wait_seconds * 2**doublings, self.max_wait_seconds)
        return cap * (1 + dice()) / 2


def asked_wait_seconds(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return how long an answer asks to wait by its Retry-After, None when it does not.

    Args:
        headers: Of the answer; names in any case, as httpx has them.
        now: For dates, when the answer has no date of its own. None is this machine's clock.

    Returns:
        Seconds, at least 0; a date that is past is 0. None for garbage and for negative numbers.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), _MAX_STATED_SECONDS)
    return _seconds_until(text, headers.get("date", ""), now)


def _seconds_until(text: str, date: str, now: datetime | None) -> float | None:
    """Return the time from an answer's own date to another: a wrong clock here does not count."""
    until = read_date(text)
    if until is None:
        return None
    since = read_date(date) or now or datetime.now(UTC)  # noqa: TID251 - the last resort
    return max(0.0, min((until - since).total_seconds(), _MAX_STATED_SECONDS))


def read_date(text: str) -> datetime | None:
    """Return the time that a header states, None when it states none."""
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
