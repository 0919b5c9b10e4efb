"""What a batch tells: one outcome an original, and how far it is meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from render.errors import RenderError
from render.events import Notice
from render.variants.result import VariantResult

Kind: TypeAlias = Literal["image", "video"]
Status: TypeAlias = Literal["made", "unchanged", "planned", "ignored", "failed"]


@dataclass(frozen=True, slots=True)
class VariantOutcome:
    """What came of one original.

    Attributes:
        original: Its path as it was named, or below the folder that was named; or its key.
        status: "made": variants were made. "unchanged": all are there already. "planned": what
            would be made, in a dry run. "ignored": nothing to make variants of; `reason` says why.
            "failed": `error` says why.
        kind: What it is by its content; None where nobody looked.
        variants: Where the variants lie that were made, are there, or would be made.
        made: The details of those that were made.
        reason: Why it was ignored.
        error: Why it failed.
        seconds: How long making took.
    """

    original: Path
    status: Status
    kind: Kind | None = None
    variants: tuple[Path, ...] = ()
    made: tuple[VariantResult, ...] = ()
    reason: str | None = None
    error: RenderError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Looking:
    """Originals are being looked for and compared with what is there already.

    Attributes:
        found: How many were found so far.
        pending: How many of them have to be made.
    """

    found: int
    pending: int


@dataclass(frozen=True, slots=True)
class Making:
    """Variants are being made.

    Attributes:
        done: Originals that are through, failed ones too, of `total`.
        total: Originals that had to be made.
        failed: How many failed.
        in_work: How much is done of those in work, in originals: two halves are one.
        files_per_second: Originals a second, lately; None until it can be told.
        seconds_left: Estimated from that; None until it can be told.
    """

    done: int
    total: int
    failed: int
    in_work: float = 0.0
    files_per_second: float | None = None
    seconds_left: float | None = None


BatchEvent: TypeAlias = Looking | Making | Notice
OnBatchEvent: TypeAlias = Callable[[BatchEvent], None]
