"""What a render tells while it runs."""

from collections.abc import Callable
from dataclasses import dataclass

STAGES = (
    "read",
    "assets",
    "plan",
    "render",
    "join",
    "verify",
)
"""The stages in order; progress, log lines and docs/architecture.md count them alike from 1."""


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage of the flow began.

    Attributes:
        stage: One of `STAGES`.
    """

    stage: str

    @property
    def number(self) -> int:
        """1 for the first stage."""
        return STAGES.index(self.stage) + 1


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far the downloads are; told about ten times a second.

    Attributes:
        assets_done: Here now, of `assets_total`.
        assets_cached: Of these, how many were here before.
        assets_failed: Will not come.
        assets_total: How many are wanted.
        bytes_done: Of the files that are not from the cache.
        bytes_total: Likewise; None as long as some server has not said how much there is.
        bytes_per_second: Of this run, what was there before left out; None until it can be told.
        seconds_left: Estimated from that; None until it can be told.
    """

    assets_done: int
    assets_cached: int
    assets_failed: int
    assets_total: int
    bytes_done: int
    bytes_total: int | None
    bytes_per_second: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the segments are.

    Attributes:
        frames_done: Finished or reused, of `frames_total`.
        frames_total: Frames of the output.
        segments_done, segments_reused, segments_total: Likewise; reused ones count as done.
        frames_per_second: Of this run, reused frames left out; None until it can be told.
        seconds_left: Estimated from that; None until it can be told.
    """

    frames_done: int
    frames_total: int
    segments_done: int
    segments_reused: int
    segments_total: int
    frames_per_second: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know now, such as a worker that died and is tried again."""

    message: str


Event = StageStarted | FetchProgress | Progress | Notice
OnEvent = Callable[[Event], None]
