"""group: layers that are placed, moved and faded as one."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from render.canvas.ops import Draw, DrawList, Isolate, needs_backdrop
from render.layers.context import Scope
from render.layers.ground import Ground
from render.layers.planned import PlannedLayer
from render.layers.registry import register
from render.layers.staging import Staging
from render.timebase import FrameRange

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import GroupLayer


@dataclass(frozen=True)
class GroupContent:
    """Layers in the group's box; they count frames from the group's start."""

    layers: tuple[PlannedLayer, ...]

    @property
    def moves(self) -> bool:
        """Whether anything inside depends on the frame, its own span included."""
        return True

    @property
    def crisp(self) -> bool:
        """The layers inside see to that."""
        return False

    def seen_in(self, window: FrameRange) -> "GroupContent":
        """Return it as far as a window of the group's frames can show it."""
        layers = (layer.seen_in(window) for layer in self.layers)
        return replace(self, layers=tuple(layer for layer in layers if layer is not None))

    def shifted(self, frames: int) -> "GroupContent":
        """Return it for a group that begins earlier by so many frames."""
        return replace(self, layers=tuple(layer.shifted(frames) for layer in self.layers))

    def draw(self, frame: int, _duration_frames: int, staging: Staging) -> DrawList:
        """Draw the layers, faded together."""
        scope = Scope(
            staging.to_canvas,
            staging.width,
            staging.height,
            staging.at_rest,
            staging.scope.output_size_px,
        )
        ops = tuple(op for layer in self.layers for op in layer.draw(frame, scope))
        return faded(ops, staging.opacity)


def faded(ops: DrawList, opacity: float) -> DrawList:
    """Return a list drawn with an opacity as one thing.

    What blends in it meets what lies below in the list and nothing beyond, faded or not.
    """
    match ops:
        case _ if needs_backdrop(ops):
            return (Isolate(ops, opacity),)
        case _ if opacity >= 1 or not ops:
            return ops
        case (Draw(source, matrix, own),):
            return (Draw(source, matrix, own * opacity),)
        case _:
            return (Isolate(ops, opacity),)


def plan(layer: "GroupLayer", context: "PlanContext") -> tuple[GroupContent, tuple[float, float]]:
    """Make a group and everything in it concrete."""
    from render.layers.plan import plan_layers, span_of  # noqa: PLC0415 - the two call each other

    size = layer.size
    width = context.length(size.width, context.width) if size else None
    height = context.length(size.height, context.height) if size else None
    box = (width or context.width, height or context.height)
    span = span_of(layer, context)
    inside = replace(
        context,
        width=box[0],
        height=box[1],
        duration_frames=len(span),
        tail_frames=0,
        start_frame=context.start_frame + span.start,
        ground=Ground(),
        block=None,
    )
    return GroupContent(plan_layers(layer.layers, inside, "layers")), box


register("group", plan)
