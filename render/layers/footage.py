"""What images and videos share: the camera that fits a source into the layer's box."""

from typing import TYPE_CHECKING

from render.animation.camera import (
    Camera,
    Fit,
    Window,
    fit_window,
    preset_camera,
    rect_camera,
)
from render.canvas.affine import Affine
from render.layers.staging import Staging

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import ImageLayer, VideoLayer

FULL_SCALE = 1.0
_SLACK_PX = 0.01
AIMS = ("focalX", "focalY")
"""What keyframes aim a camera with, in fractions of the source."""


def plan_box(
    layer: "ImageLayer | VideoLayer", source: tuple[int, int], context: "PlanContext"
) -> tuple[float, float]:
    """Return width and height of a medium's box in design pixels.

    Without a size it fills the parent; one given side brings the other by the source's aspect.
    """
    if layer.size is None:
        return context.width, context.height
    width = context.length(layer.size.width, context.width)
    height = context.length(layer.size.height, context.height)
    if width is None and height is None:
        return float(source[0]), float(source[1])
    if width is None:
        width = (height or 0) * source[0] / source[1]
    if height is None:
        height = width * source[1] / source[0]
    return width, height


def plan_camera(
    layer: "ImageLayer | VideoLayer",
    source: tuple[int, int],
    box: tuple[float, float],
    context: "PlanContext",
) -> Camera:
    """Turn fit, focal point and motion of a layer into a camera on its source."""
    fit = "contain" if layer.fit == "blur" else layer.fit
    size = (float(source[0]), float(source[1]))
    motion = layer.motion
    # What a camera goes towards has to be in the picture from the start.
    point = layer.focal_point or (motion.focal_point if motion else None)
    focus = (point.x, point.y) if point else (0.5, 0.5)
    # A box without an area shows nothing yet: keyframes may open it.
    kind: Fit = fit if min(box) > 0 else "fill"  # type: ignore[assignment]
    base = fit_window(kind, size, box, focus)
    if motion is None or min(box) <= 0:
        return Camera(base, base)
    easing = motion.easing or "linear"
    if motion.from_rect is not None and motion.to_rect is not None:
        ends = [
            (rect.x, rect.y, rect.width, rect.height) for rect in (motion.from_rect, motion.to_rect)
        ]
        return rect_camera(ends[0], ends[1], size, box[0] / box[1], easing)
    if motion.focal_point:
        focus = (motion.focal_point.x, motion.focal_point.y)
    amount = context.style.motion.motion_amount if motion.amount is None else motion.amount
    preset = motion.preset or context.style.motion.still_motion
    return preset_camera(preset, base, size, focus, amount, easing)


def plan_surround(
    layer: "ImageLayer | VideoLayer", source: tuple[int, int], box: tuple[float, float]
) -> Window | None:
    """Return the window that lies blurred around a medium whose fit is blur; None for others."""
    if layer.fit != "blur" or min(box) <= 0:
        return None
    point = layer.focal_point
    focus = (point.x, point.y) if point else (0.5, 0.5)
    size = (float(source[0]), float(source[1]))
    covering = fit_window("cover", size, box, focus)
    contained = fit_window("contain", size, box, focus)
    # Of the box's own shape, the picture fills it by itself.
    return None if is_close(covering, contained) else covering


def is_close(a: Window, b: Window) -> bool:
    """Tell whether two windows show the same but for roundings."""
    return abs(a.width - b.width) < _SLACK_PX and abs(a.height - b.height) < _SLACK_PX


def window_at(
    camera: Camera, frame: int, duration_frames: int, source: tuple[float, float], staging: Staging
) -> Window:
    """Return what a camera shows of a source at a frame, aimed where keyframes say so."""
    window = camera.window(frame, duration_frames)
    x, y = (staging.numbers.get(name) for name in AIMS)
    return window if x is None and y is None else window.aimed(x, y, *source)


def window_to_canvas(window: Window, staging: Staging) -> Affine:
    """Map from source pixels to output pixels when a window of the source fills the box."""
    fill = Affine.scaling(staging.width / window.width, staging.height / window.height)
    return staging.to_canvas @ fill @ Affine.translation(-window.x, -window.y)


def shows_beyond(window: Window, source: tuple[float, float]) -> bool:
    """Tell whether a source reaches beyond the window, so that the box has to cut it."""
    slack = _SLACK_PX
    return (
        window.x > slack
        or window.y > slack
        or window.x + window.width < source[0] - slack
        or window.y + window.height < source[1] - slack
    )


def needs_cut(camera: Camera, source: tuple[int, int]) -> bool:
    """Tell whether the box has to cut its picture off at the edges."""
    return any(shows_beyond(window, source) for window in (camera.start, camera.end))
