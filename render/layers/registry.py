"""What a layer kind is made of, and the table that kind files enter themselves in."""

from collections.abc import Callable
from typing import Any, Protocol

from render.canvas.ops import DrawList
from render.layers.context import PlanContext, Scope
from render.layers.staging import Staging


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


PlanContent = Callable[[Any, PlanContext], tuple[Content, tuple[float, float]]]
"""(the layer as the composition says it, context) -> (content, width and height of its box)."""

KINDS: dict[str, PlanContent] = {}
"""Every layer kind by its `type` in the composition."""


def register(kind: str, plan: PlanContent) -> None:
    """Enter a layer kind in the table."""
    KINDS[kind] = plan


__all__ = ["KINDS", "Content", "PlanContent", "PlanContext", "Scope", "register"]
