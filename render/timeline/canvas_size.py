"""The sizes a design canvas is rendered at."""

from fractions import Fraction

from render.errors import UsageError

RESOLUTIONS = {"480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "2160p": 2160}
"""Names of output resolutions: the short side in output pixels."""


def output_size(width: int, height: int, resolution: str | None) -> tuple[int, int]:
    """Return even output width and height in pixels for a design canvas.

    Args:
        width, height: The design canvas.
        resolution: A name of `RESOLUTIONS`, or None for one output pixel a design pixel.

    Raises:
        UsageError: No such resolution.
    """
    if resolution is None:
        return _even(Fraction(width)), _even(Fraction(height))
    if resolution not in RESOLUTIONS:
        known = ", ".join(RESOLUTIONS)
        raise UsageError(f'there is no resolution "{resolution}"', hint=f"use one of {known}")
    scale = Fraction(RESOLUTIONS[resolution], min(width, height))
    return _even(width * scale), _even(height * scale)


def _even(length: Fraction) -> int:
    """Round to the nearest even whole number, at least 2: 4:2:0 needs even sides."""
    return max(2, round(length / 2) * 2)
