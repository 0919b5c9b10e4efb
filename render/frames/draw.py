"""From a frame number to what has to be drawn."""

from dataclasses import dataclass, replace

from render.canvas.affine import Affine
from render.canvas.ops import Draw, DrawList, Fill
from render.layers.context import Scope
from render.layers.vector import Outline, ShapeSource
from render.text.spec import Fill as Shade
from render.timeline.model import OnScreen, Shot, Timeline
from render.transitions import Moment

_DECIMALS = 6
"""Of a pixel: a whole number must come out whole."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A frame, or one side of a transition, that is one draw list."""

    ops: DrawList


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two pictures in a transition.

    Attributes:
        kind: Name in the table of transitions.
        moment: What it is told.
        before, after: The two pictures.
    """

    kind: str
    moment: Moment
    before: "Plain | Mixed"
    after: Plain


@dataclass(frozen=True, slots=True)
class FrameDrawing:
    """All of one frame, as values: two frames that are equal show the same picture."""

    base: Plain | Mixed
    overlays: DrawList


def scope_of(timeline: Timeline, width_px: int, height_px: int) -> Scope:
    """Return how the design canvas lies on an output of a size.

    Both axes have one scale. Where a side was rounded to an even number of pixels (480p of 16:9 is
    853.33 wide), two would stretch every sprite a little, and none would be sharp; the part of a
    pixel that is left over lies outside.
    """
    scale = max(width_px / timeline.width, height_px / timeline.height)
    left = round((width_px - scale * timeline.width) / 2, _DECIMALS)
    top = round((height_px - scale * timeline.height) / 2, _DECIMALS)
    fit = Affine.translation(left, top) @ Affine.scaling(scale)
    return Scope(fit, timeline.width, timeline.height, frame_size_px=(width_px, height_px))


def draw_frame(timeline: Timeline, frame: int, width_px: int, height_px: int) -> FrameDrawing:
    """Turn a timeline and a frame number into what has to be drawn.

    Args:
        timeline: Or a slice of one.
        frame: In [0, timeline.frame_count).
        width_px, height_px: Size of the output.
    """
    scope = scope_of(timeline, width_px, height_px)
    overlays = tuple(op for layer in timeline.overlays for op in layer.draw(frame, scope))
    return FrameDrawing(_base(timeline, timeline.on_screen(frame), scope), overlays)


def _base(timeline: Timeline, on_screen: OnScreen, scope: Scope) -> Plain | Mixed:
    match on_screen:
        case None:
            return Plain((_backdrop(timeline.background, scope),))
        case Shot():
            return _shot(on_screen, scope)
        case _:
            return Mixed(
                on_screen.transition.kind,
                on_screen.transition.moment(on_screen.frame),
                _base(timeline, on_screen.before, scope),
                _shot(on_screen.after, scope),
            )


def _shot(shot: Shot, scope: Scope) -> Plain:
    layers = shot.scene.layers
    ops = tuple(op for layer in layers for op in layer.draw(shot.frame, scope))
    return Plain((_backdrop(shot.scene.background, scope), *ops))


def _backdrop(shade: Shade, scope: Scope) -> Fill | Draw:
    """Return what fills the whole canvas; there is nothing behind it, so it is opaque."""
    if isinstance(shade, tuple):
        return Fill(*shade[:3])
    # A gradient that let something through would show what was drawn on the canvas before.
    stops = tuple((offset, (*color[:3], 255)) for offset, color in shade.stops)
    opaque = replace(shade, stops=stops)
    scale = scope.to_canvas.largest_scale
    outline = Outline("rect", scope.canvas_width, scope.canvas_height, fill=opaque)
    return Draw(ShapeSource(outline, scale), Affine())
