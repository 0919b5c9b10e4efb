"""An effect of a layer with everything concrete, at any of its frames."""

from dataclasses import dataclass, replace
from math import inf

from render.animation.keyframes import Track
from render.canvas.affine import Affine
from render.effects.registry import EFFECTS, Look
from render.effects.touch import Touch

NUMBERS = ("amount", "radius", "angle", "threshold", "softness")
"""What keyframes may move with numbers; `color` comes besides."""

_FIELDS = {"angle": "angle_degrees"}
_LIMITS = {"amount": (0.0, 100.0), "radius": (0.0, inf), "angle": (-inf, inf)}
_PART = (0.0, 1.0)


@dataclass(frozen=True)
class PlannedEffect:
    """One effect of a layer.

    Attributes:
        kind: Name in the table of effects.
        look: Without keyframes.
        tracks: Keyframes by name: `NUMBERS` and `color`, in the layer's own frames.
    """

    kind: str
    look: Look
    tracks: tuple[tuple[str, Track], ...] = ()

    @property
    def moves(self) -> bool:
        """Whether it is another one at another frame."""
        return bool(self.tracks) or EFFECTS[self.kind].by_frame

    def at(
        self, frame: int, to_canvas: Affine, size: tuple[float, float], scale: float
    ) -> Touch | None:
        """Return what it does at a frame; None when that is nothing.

        Args:
            frame: Of the layer.
            to_canvas: From the layer's box to output pixels.
            size: Of the box in design pixels.
            scale: Output pixels a design pixel.
        """
        kind = EFFECTS[self.kind]
        look = replace(
            self.look,
            frame=frame if kind.by_frame else 0,
            box=to_canvas,
            width=size[0],
            height=size[1],
            scale=scale,
        )
        for name, track in self.tracks:
            look = _moved(look, name, track, frame)
        return None if kind.is_idle(look) else Touch(self.kind, look)


def _moved(look: Look, name: str, track: Track, frame: int) -> Look:
    if name == "color":
        red, green, blue = (round(min(max(level, 0), 255)) for level in track.at(frame)[:3])
        return replace(look, color=(red, green, blue))
    least, most = _LIMITS.get(name, _PART)
    value = min(max(track.number(frame), least), most)
    return replace(look, **{_FIELDS.get(name, name): value})
