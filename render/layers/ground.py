"""What a style has to know about the list a layer is in, and what it decides for the layer."""

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""Left, top, width, height in design pixels of the parent."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The surroundings of a list of layers.

    Attributes:
        kind: A scene's layers, the overlays of a composition, or the layers of a group.
        has_picture: Whether an image or a video fills the canvas below them.
        captions: Where captions lie on the canvas: "top", "bottom", "center" or "" for none.
        kept_clear: Boxes that overlays take.
        lead_frames: How long a transition still covers the scene.
        has_next: Whether another scene follows.
    """

    kind: Literal["scene", "overlays", "group"] = "group"
    has_picture: bool = False
    captions: str = ""
    kept_clear: tuple[Box, ...] = ()
    lead_frames: int = 0
    has_next: bool = False


@dataclass(frozen=True, slots=True)
class BlockPart:
    """A layer's part in a block of texts that name no place.

    Attributes:
        role: What the text is for.
        place: Nine-grid place of the block, which its lines are aligned by.
        room: How wide the text may get, in design pixels.
        factor: On the size of its role.
        delay_frames: Before it enters.
        panel: What its lines stand on: "square", "round" or "".
    """

    role: str
    place: str
    room: float
    factor: float = 1.0
    delay_frames: int = 0
    panel: str = ""
