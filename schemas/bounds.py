"""Bounds that the models and the stages after them share."""

from typing import Final

MAX_FRAMES: Final = 6 * 3600 * 240
"""Six hours at 240 frames a second: more than any composition may have."""
