"""Where platforms put buttons and texts of their own over a film of 9:16: captions keep clear.

In parts of the width and height of 1080 x 1920, as published when this was written (2026):

- tiktok: what is quoted for in-feed videos with a caption of one or two lines: 130 px above, 484
  below, 120 to 140 px of buttons at the right (TikTok's own overlay depends on the length of the
  caption; https://ads.tiktok.com/help/article/video-ads-specifications).
- reels: Meta asks to leave free 14 % above, 35 % below and 6 % at each side of Reels
  (https://www.facebook.com/business/help/980593475366490).
- shorts: Google's template for vertical video: 288 px above, 672 below, 48 at the left, 192 at the
  right (https://support.google.com/google-ads/answer/13704860).

Apps change their overlays without notice; what is here is to be checked against a live post.
"""

from dataclasses import dataclass
from typing import Final

_WIDTH_PX, _HEIGHT_PX = 1080, 1920
_TALL = 0.7
"""Widest canvas, width by height, that apps fill the screen of a phone with."""


@dataclass(frozen=True, slots=True)
class SafeZone:
    """What to keep free at each side.

    Attributes:
        left, right: In parts of the width.
        top, bottom: In parts of the height.
    """

    left: float
    top: float
    right: float
    bottom: float

    def box(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of what is free of a canvas."""
        return (
            self.left * width,
            self.top * height,
            (1 - self.right) * width,
            (1 - self.bottom) * height,
        )


def _of_pixels(left: float, top: float, right: float, bottom: float) -> SafeZone:
    return SafeZone(left / _WIDTH_PX, top / _HEIGHT_PX, right / _WIDTH_PX, bottom / _HEIGHT_PX)


SAFE_ZONES: Final = {
    "tiktok": _of_pixels(60, 130, 140, 484),
    "reels": SafeZone(0.06, 0.14, 0.06, 0.35),
    "shorts": _of_pixels(48, 288, 192, 672),
}
"""By the names of the format."""


def applies_to(width: float, height: float) -> bool:
    """Tell whether a canvas fills a phone, so that the app's overlays lie on it."""
    return width / height <= _TALL
