"""Ctrl-C, SIGTERM and a terminal that is closed: one exception, and time to tidy up after it."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import typer

from render.errors import Cancelled, HungUp, Terminated

GRACE_SECONDS: Final = 3.0
"""So long after a signal further ones change nothing: workers end and unfinished files go."""

_SIGHUP: Final[int | None] = getattr(signal, "SIGHUP", None)  # Windows has none
_CANCELLED: Final[dict[int | None, type[Cancelled]]] = {
    signal.SIGINT: Cancelled,
    signal.SIGTERM: Terminated,
    _SIGHUP: HungUp,
}


class _Signalled(KeyboardInterrupt):
    """A signal asked this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def cancelled_by(interrupt: KeyboardInterrupt, *, hint: str | None = None) -> Cancelled:
    """Return the error for an interrupt; its exit code says which signal it was."""
    number = interrupt.number if isinstance(interrupt, _Signalled) else signal.SIGINT
    return _CANCELLED[number]("interrupted", hint=hint)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the signals that ask a process to end raise KeyboardInterrupt inside the block.

    Only the first does, for a while: an impatient second Ctrl-C must not interrupt the tidying up.
    Whatever error comes after it is taken for it: libraries that are being imported turn it into
    errors of their own.
    Signals that are ignored (`nohup`) stay so. After a signal its handlers stay, as the process is
    about to end.
    """
    stopped_at: float | None = None
    first: int | None = None

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopped_at, first
        now = time.monotonic()
        if stopped_at is not None and now - stopped_at < GRACE_SECONDS:
            return
        stopped_at = now
        first = first or number
        raise _Signalled(number)

    before = {
        number: signal.signal(number, stop)
        for number in _CANCELLED
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    except (typer.Exit, Cancelled):
        raise
    except Exception as error:
        if first is None:
            raise
        raise _Signalled(first) from error
    finally:
        if stopped_at is None:
            for number, handler in before.items():
                signal.signal(number, handler)
