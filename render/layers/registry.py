"""What a layer kind is made of, and the table that kind files enter themselves in."""

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from render.canvas.ops import DrawList
from render.layers.context import PlanContext, Scope
from render.layers.placement import Placement
from render.layers.staging import Staging
from render.timebase import FrameRange


class Content(Protocol):
    """What a layer shows: a frozen dataclass of concrete values, part of segment keys."""

    @property
    def moves(self) -> bool:
        """Whether the picture depends on the frame number, enter and exit aside."""
        ...

    @property
    def crisp(self) -> bool:
        """Whether the picture is drawn at output size and should rest on whole pixels."""
        ...

    def draw(self, frame: int, duration_frames: int, staging: Staging, /) -> DrawList:
        """Turn a frame number of the layer into draw operations.

        Args:
            frame: In the layer's own frames, [0, duration_frames).
            duration_frames: How long the layer is shown.
            staging: Where the layer's box lies at this frame, and the poses of its parts.
        """
        ...


@runtime_checkable
class Paged(Protocol):
    """A content that shows one thing after the other, and can do without what is not seen."""

    def seen_in(self, window: FrameRange, /) -> Content:
        """Return it without what a window of its layer's frames does not show."""
        ...

    def shifted(self, frames: int, /) -> Content:
        """Return it for a layer that begins earlier by so many frames."""
        ...


PlanContent = Callable[[Any, PlanContext], tuple[Content, tuple[float, float]]]
"""(the layer as the composition says it, context) -> (content, width and height of its box)."""

KINDS: dict[str, PlanContent] = {}
"""Every layer kind by its `type` in the composition."""

PlaceBox = Callable[[Any, tuple[float, float], PlanContext], Placement]
"""(the layer as the composition says it, size of its box, context) -> where the box rests."""

PLACES: dict[str, PlaceBox] = {}
"""Kinds whose box does not rest where `position` and `margin` put any other."""


def register(kind: str, plan: PlanContent, place: PlaceBox | None = None) -> None:
    """Enter a layer kind in the table, with a rule of its own for its place if it has one."""
    KINDS[kind] = plan
    if place is not None:
        PLACES[kind] = place


__all__ = [
    "KINDS",
    "PLACES",
    "Content",
    "Paged",
    "PlaceBox",
    "PlanContent",
    "PlanContext",
    "Scope",
    "register",
]
