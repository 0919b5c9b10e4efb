"""What a finished variant is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class VariantResult:
    """One variant that was written.

    Attributes:
        path: Where it lies.
        width_px, height_px: Its size, upright.
        size_bytes: Size of the file.
        notes: What a user may want to know: "it is animated; its first frame is taken".
    """

    path: Path
    width_px: int
    height_px: int
    size_bytes: int
    notes: tuple[str, ...] = ()
