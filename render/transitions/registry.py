"""The table that transition files enter themselves in, and what each of them is told."""

from collections.abc import Callable
from dataclasses import dataclass

from render.assets.media import Media
from render.canvas.picture import Picture

_SHUTTER = 0.5
"""How much of a frame's time the shutter is open: half of it, the 180 degrees of film cameras."""

_SHORT_FRAMES = 9
"""So few frames cannot show a steep easing: its first and last would stand still."""

_SHORT_EASING = "easeInOutSine"


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame of a transition.

    Attributes:
        progress: Eased, [0, 1].
        direction: left, right, up, down, or None for the kind's own.
        pace: How far the progress goes from this frame to the next, [0, 1]. Motion blur is
            measured by it: six frames leave long traces, thirty short ones.
        picture: The asset of a transition that takes one.
    """

    progress: float
    direction: str | None = None
    pace: float = 0.0
    picture: Media | None = None

    def shutter(self, open_part: float = _SHUTTER) -> tuple[float, float]:
        """Return the progress when the shutter opens and when it closes.

        It lies evenly around the progress and never reaches beyond an end, so that nothing is
        blurred at progress 0 and 1.

        Args:
            open_part: Of the time of a frame.
        """
        half = min(self.pace * open_part / 2, self.progress, 1 - self.progress)
        return self.progress - half, self.progress + half


DrawTransition = Callable[[Picture, Picture, Moment, Picture], None]
"""(a, b, moment, into): opaque frames of one size; what `into` held before does not count."""


@dataclass(frozen=True, slots=True)
class TransitionKind:
    """A transition.

    Attributes:
        draw: Draws a frame of it.
        easing: Where nothing else says one.
        has_directions: Whether a direction means anything to it.
        needs_picture: Whether it takes an asset.
    """

    draw: DrawTransition
    easing: str
    has_directions: bool
    needs_picture: bool

    def easing_over(self, duration_frames: int) -> str:
        """Return the easing for a length where nothing else says one."""
        steep = self.easing != "linear" and duration_frames <= _SHORT_FRAMES
        return _SHORT_EASING if steep else self.easing


TRANSITIONS: dict[str, TransitionKind] = {}
"""Every transition by its `type` in the composition."""


def register(
    name: str,
    draw: DrawTransition,
    *,
    easing: str,
    has_directions: bool = False,
    needs_picture: bool = False,
) -> None:
    """Enter a transition in the table."""
    TRANSITIONS[name] = TransitionKind(draw, easing, has_directions, needs_picture)
