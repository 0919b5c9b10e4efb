"""What can be wrong with a finished film; docs/verify.md says how each is told."""

from dataclasses import dataclass, field
from typing import Final, Literal

Severity = Literal["defect", "note"]

ALWAYS: Final = frozenset(
    {
        "unreadable-frames",
        "stored-oddly",
        "color-tags",
        "faststart",
        "frame-times",
        "sound-start",
        "frame-count",
        "frame-rate",
        "frame-size",
        "rotated",
        "dropped-frames",
        "doubled-frames",
        "shifted-frames",
        "frozen",
        "black",
        "other-picture",
        "color-matrix",
        "flashes",
        "red-flashes",
        "sound-missing",
        "sound-unasked",
        "sound-length",
        "sound-late",
        "sound-early",
        "other-sound",
        "sound-level",
        "clipping",
        "clicks",
        "silence",
        "loudness",
        "true-peak",
    }
)
"""What is a defect wherever it is found."""

TO_JUDGE: Final = frozenset(
    {"black-seen", "still", "repeated-frames", "silence-heard", "clicks-heard"}
)
"""What only a composition could tell from intent: without one it is noted, and is no defect."""

MAX_OF_A_KIND: Final = 50
"""More are counted, not listed."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or to be judged.

    Attributes:
        id: Of the table above.
        message: What is wrong, one sentence without a full stop.
        hint: What to do about it, or None.
        frames: The film's frames `[start, end)` it is about, or None.
        seconds: When that is, `[start, end)`, or None: the whole.
        pictures: JPEGs of the film's frame and of the composition's, where there are any.
    """

    id: str
    message: str
    hint: str | None = None
    frames: tuple[int, int] | None = None
    seconds: tuple[float, float] | None = None
    pictures: tuple[bytes, bytes] | None = field(default=None, repr=False)

    @property
    def severity(self) -> Severity:
        """Whether it makes a film bad."""
        return "note" if self.id in TO_JUDGE else "defect"


class Findings:
    """Collects findings; of a kind that comes up again and again only the first are kept."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: dict[str, int] = {}

    def add(self, finding: Finding) -> None:
        """Keep or count a finding."""
        if finding.id not in ALWAYS | TO_JUDGE:
            raise ValueError(finding.id)
        count = self._counts[finding.id] = self._counts.get(finding.id, 0) + 1
        if count <= MAX_OF_A_KIND:
            self._kept.append(finding)

    def listed(self) -> tuple[Finding, ...]:
        """Return what was found: defects first, then by time."""
        more = [
            Finding(kind, f"and {count - MAX_OF_A_KIND} more of these")
            for kind, count in self._counts.items()
            if count > MAX_OF_A_KIND
        ]
        order = sorted(
            self._kept, key=lambda one: (one.severity != "defect", (one.seconds or (-1.0, 0.0))[0])
        )
        return (*order, *more)
