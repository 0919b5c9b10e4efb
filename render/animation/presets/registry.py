"""The table that preset files enter themselves in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from render.animation.pose import REST, Pose

Unit = Literal["layer", "line", "word", "char"]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a preset may know about the thing it moves.

    Attributes:
        width, height: Size of the layer in design pixels.
        left, top: Where its box lies on the canvas at rest, in design pixels.
        canvas_width, canvas_height: Size of the canvas in design pixels.
        direction: Where the thing moves to when it enters: left, right, up, down.
        part_size: Width and height of the line, word or character that moves by itself; None
            when the layer moves as one.
    """

    width: float
    height: float
    left: float
    top: float
    canvas_width: float
    canvas_height: float
    direction: str | None = None
    part_size: tuple[float, float] | None = None

    @property
    def short_side(self) -> float:
        """The canvas's short side, what distances are parts of."""
        return min(self.canvas_width, self.canvas_height)

    @property
    def own_width(self) -> float:
        """Width of what moves."""
        return self.part_size[0] if self.part_size else self.width

    @property
    def own_height(self) -> float:
        """Height of what moves."""
        return self.part_size[1] if self.part_size else self.height


PoseAt = Callable[[float, Stage], Pose]
"""(eased presence, or the phase of a loop in [0, 1), stage) -> pose."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A way of entering, of leaving (which is entering backwards), and of keeping moving.

    Attributes:
        enter: Pose by presence.
        loop: Pose by phase; phase 0 is rest, and 1 would be rest again.
        easing: Where the composition names none; None leaves it to the style.
        frames, loop_frames: Length of an enter, and of one round, at 30 frames a second.
        by, loop_by: What moves as one in a text where the composition does not say.
        one_length: Whether a length said without a stagger is that of all parts together.
    """

    enter: PoseAt
    loop: PoseAt
    easing: str | None = None
    frames: int = 15
    loop_frames: int = 60
    by: Unit = "layer"
    loop_by: Unit = "layer"
    one_length: bool = False

    def __call__(self, presence: float, stage: Stage) -> Pose:
        """Return where a thing is at a presence; at 1 it is at rest to the last digit."""
        return REST if presence == 1 else self.enter(presence, stage)

    def in_loop(self, phase: float, stage: Stage) -> Pose:
        """Return where a thing is at a phase; at 0 it is at rest to the last digit."""
        return self.loop(phase, stage) if phase else REST


PRESETS: dict[str, Preset] = {}
"""Every preset by its name in the composition."""


def register(name: str, preset: Preset) -> None:
    """Enter a preset in the table."""
    PRESETS[name] = preset


WAYS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
"""Which way a direction leads, across and down."""


def clamped(value: float) -> float:
    """Return a value held in [0, 1]: easings that overshoot leave it."""
    return min(max(value, 0.0), 1.0)
