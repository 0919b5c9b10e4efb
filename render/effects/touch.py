"""An effect at one frame, as the draw list holds it."""

from dataclasses import dataclass, replace

from render.canvas.affine import Affine
from render.canvas.picture import Picture
from render.effects.registry import EFFECTS, Look


@dataclass(frozen=True, slots=True)
class Touch:
    """One effect with all its numbers; a treatment of `render.canvas.ops`.

    Attributes:
        kind: Name in the table of effects.
        look: What it is told; its box lies on the canvas.
    """

    kind: str
    look: Look

    @property
    def reach_px(self) -> float:
        """How far beyond an edge it can be seen, in output pixels."""
        return EFFECTS[self.kind].reach_px(self.look)

    @property
    def transient(self) -> bool:
        """Whether the next frame has another one."""
        return EFFECTS[self.kind].by_frame

    def apply(self, picture: Picture, shift: Affine) -> Picture:
        """Return the changed picture."""
        kind = EFFECTS[self.kind]
        if kind.is_idle(self.look) or 0 in picture.y.shape:
            return picture
        return kind.draw(picture, replace(self.look, box=shift @ self.look.box))
