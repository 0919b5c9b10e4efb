"""The camera on a picture: which window of the source fills a box, and how the window moves."""

from dataclasses import dataclass
from typing import Literal

from render.animation.easing import easing

_ROUNDING = 1e-9

Fit = Literal["cover", "contain", "fill", "none", "scale-down"]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the source, in source pixels; it is shown filling the box."""

    x: float
    y: float
    width: float
    height: float

    def between(self, other: "Window", progress: float) -> "Window":
        """Return the window a part of the way to another one."""
        keep = 1 - progress
        return Window(
            self.x * keep + other.x * progress,
            self.y * keep + other.y * progress,
            self.width * keep + other.width * progress,
            self.height * keep + other.height * progress,
        )

    def zoomed(self, factor: float, focus_x: float, focus_y: float) -> "Window":
        """Return the window seen `factor` times larger; a source point keeps its place in it."""
        width, height = self.width / factor, self.height / factor
        return Window(
            focus_x - (focus_x - self.x) / factor,
            focus_y - (focus_y - self.y) / factor,
            width,
            height,
        )

    def aimed(
        self, focus_x: float | None, focus_y: float | None, width: float, height: float
    ) -> "Window":
        """Return the window moved until a point lies in its middle, as far as the source reaches.

        Args:
            focus_x, focus_y: The point, as fractions of the source; None leaves that axis alone.
            width, height: Of the source.
        """
        x = self.x if focus_x is None else focus_x * width - self.width / 2
        y = self.y if focus_y is None else focus_y * height - self.height / 2
        moved = Window(x, y, self.width, self.height).kept_inside(width, height)
        return moved.centred_where_larger(width, height)

    def shifted(self, dx: float, dy: float) -> "Window":
        """Return the window moved by source pixels."""
        return Window(self.x + dx, self.y + dy, self.width, self.height)

    def kept_inside(self, width: float, height: float) -> "Window":
        """Return the window pushed back into a source, where it is no larger than the source."""
        x = _pushed_back(self.x, self.width, width)
        y = _pushed_back(self.y, self.height, height)
        return Window(x, y, self.width, self.height)

    def centred_where_larger(self, width: float, height: float) -> "Window":
        """Return the window with the source in its middle, across and down where it fits in."""
        x = (width - self.width) / 2 if self.width > width else self.x
        y = (height - self.height) / 2 if self.height > height else self.y
        return Window(x, y, self.width, self.height)


def _pushed_back(start: float, length: float, whole: float) -> float:
    # A window made from the source's own size may come out a rounding error larger than it.
    if length > whole * (1 + _ROUNDING):
        return start
    return min(max(start, 0.0), max(0.0, whole - length))


@dataclass(frozen=True, slots=True)
class Camera:
    """A window at the first and at the last frame of a medium.

    Attributes:
        start, end: The windows; the same one when the camera stands still.
        easing: Name of the easing between them.
    """

    start: Window
    end: Window
    easing: str = "linear"

    def window(self, frame: int, duration_frames: int) -> Window:
        """Return the window at a frame; frame 0 shows `start`, the last frame `end`."""
        if self.start == self.end:
            return self.start
        progress = min(max(frame / max(1, duration_frames - 1), 0.0), 1.0)
        # Beyond its ends a pan would leave the source: easings that overshoot are held there.
        eased = min(max(easing(self.easing)(progress), 0.0), 1.0)
        return self.start.between(self.end, eased)

    @property
    def smallest_window(self) -> Window:
        """The window that shows the source largest."""
        return min(self.start, self.end, key=lambda window: window.width)


def fit_window(
    fit: Fit,
    source: tuple[float, float],
    box: tuple[float, float],
    focus: tuple[float, float] = (0.5, 0.5),
) -> Window:
    """Return the window of a source that a fit mode shows in a box, as CSS object-fit does.

    Args:
        fit: The mode.
        source: Width and height of the source in its pixels.
        box: Width and height of the box; one source pixel at `none` is one unit of it. Only `fill`
            takes a box without an area.
        focus: Point of the source to keep in view, as fractions. Where the source is larger than
            the window, the window is centred on it as far as the source allows; where it is
            smaller, the source is centred in the box.
    """
    width, height = source
    if fit == "fill":
        return Window(0, 0, width, height)
    aspect = box[0] / box[1]
    if fit == "scale-down":
        fit = "none" if width <= box[0] and height <= box[1] else "contain"
    if fit == "none":
        window_width = box[0]
    elif (fit == "cover") == (width / height > aspect):
        window_width = height * aspect
    else:
        window_width = width
    window_height = window_width / aspect
    centred_on_focus = Window(
        focus[0] * width - window_width / 2,
        focus[1] * height - window_height / 2,
        window_width,
        window_height,
    )
    return centred_on_focus.kept_inside(width, height).centred_where_larger(width, height)


_PANS = {"pan-left": (-1, 0), "pan-right": (1, 0), "pan-up": (0, -1), "pan-down": (0, 1)}


def preset_camera(
    preset: str,
    base: Window,
    source: tuple[float, float],
    focus: tuple[float, float],
    amount: float,
    easing_name: str = "linear",
) -> Camera:
    """Return the camera of a motion preset.

    Args:
        preset: zoom-in, zoom-out, pan-*, drift, ken-burns or static. A pan names where the camera
            goes, so the picture moves the other way.
        base: The window at rest.
        source: Width and height of the source in its pixels.
        focus: Point of the source that zooms go to, as fractions.
        amount: Part of the picture: 0.15 zooms to 115 %, or pans 15 % of the window.
        easing_name: Between the ends.
    """
    focus_px = (focus[0] * source[0], focus[1] * source[1])
    near = base.zoomed(1 + amount, *focus_px)
    centred = base.zoomed(1 + amount, base.x + base.width / 2, base.y + base.height / 2)
    dx, dy = amount * centred.width / 2, amount * centred.height / 2
    match preset:
        case "zoom-in":
            ends = base, near
        case "zoom-out":
            ends = near, base
        case "ken-burns":
            # From the corner that the focal point is nearest to, so that it is never out of view.
            right = focus_px[0] > base.x + base.width / 2
            low = focus_px[1] > base.y + base.height / 2
            corner = (base.x + right * base.width, base.y + low * base.height)
            ends = base.zoomed(1 + amount / 4, *corner), near
        case "drift":
            ends = _seeing(focus_px, centred, dx / 2, -dy / 2)
        case pan if pan in _PANS:
            x, y = _PANS[pan]
            ends = _seeing(focus_px, centred, x * dx, y * dy)
        case _:
            ends = base, base
    start, end = (window.kept_inside(*source) for window in ends)
    return Camera(start, end, easing_name)


def _seeing(
    focus: tuple[float, float], middle: Window, dx: float, dy: float
) -> tuple[Window, Window]:
    """Return the ends of a pan about a window, moved and shortened until both show a point."""
    dx = min(max(dx, -middle.width / 2), middle.width / 2)
    dy = min(max(dy, -middle.height / 2), middle.height / 2)

    def shift(point: float, start: float, length: float, way: float) -> float:
        first, last = start + abs(way), start + length - abs(way)
        return min(point - first, 0.0) + max(point - last, 0.0)

    middle = middle.shifted(
        shift(focus[0], middle.x, middle.width, dx), shift(focus[1], middle.y, middle.height, dy)
    )
    return middle.shifted(-dx, -dy), middle.shifted(dx, dy)


def rect_camera(
    start: tuple[float, float, float, float],
    end: tuple[float, float, float, float],
    source: tuple[float, float],
    aspect: float,
    easing_name: str = "linear",
) -> Camera:
    """Return the camera that moves between two rectangles given as fractions of the source.

    A rectangle whose aspect ratio is not the box's is widened or heightened about its centre until
    it is, then shrunk and moved as far as it must to lie inside the source.
    """

    def window(rect: tuple[float, float, float, float]) -> Window:
        x, y, width, height = (
            rect[0] * source[0],
            rect[1] * source[1],
            rect[2] * source[0],
            rect[3] * source[1],
        )
        full_width = max(width, height * aspect)
        full_width = min(full_width, source[0], source[1] * aspect)
        full_height = full_width / aspect
        return Window(
            x + (width - full_width) / 2, y + (height - full_height) / 2, full_width, full_height
        ).kept_inside(*source)

    return Camera(window(start), window(end), easing_name)
