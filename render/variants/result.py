"""What came of making one variant."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from render.variants.profiles import Profile


@dataclass(frozen=True)
class VariantResult:
    """A finished variant.

    Attributes:
        path: The file.
        profile: What it was made by.
        width_px, height_px: Of its picture.
        size_bytes: Of the file.
        duration_seconds: Of a film, until its picture and its sound have ended; None of a picture.
        notes: What a user may want to know: a file cut short, HDR that was mapped to SDR.
    """

    path: Path
    profile: Profile
    width_px: int
    height_px: int
    size_bytes: int
    duration_seconds: Fraction | None = None
    notes: tuple[str, ...] = ()
