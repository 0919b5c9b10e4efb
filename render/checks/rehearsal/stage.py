"""A composition on the stage: its planned film, looked at in small, and its sound."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from render.checks.finding import Subject
from render.prepare import Prepared


@dataclass
class Rehearsal:
    """What a check that needs the media is given.

    Attributes:
        subject: The composition, with what is set about the checks.
        prepared: Its media, fonts and planned film.
    """

    subject: Subject
    prepared: Prepared

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass
