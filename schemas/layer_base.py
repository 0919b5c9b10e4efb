"""What all kinds of layers share."""

from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from schemas.effects import Effect, Mask, Position
from schemas.geometry import Size, UnitPoint
from schemas.model import Draft, Model
from schemas.motion import Animation, Keyframes, MotionBlur
from schemas.named import Blend, NineGrid
from schemas.paint import Border, Shadow
from schemas.values import NUMBER, Factor, Flag, FrameNumber, Id, Length, Name, Part, SomeFrames
from schemas.wording import refusal

_MAX_EFFECTS = 32


def _anchor_tag(value: object) -> str:
    return "is:point" if isinstance(value, (dict, BaseModel)) else "is:name"


Anchor: TypeAlias = Annotated[
    Annotated[NineGrid, Tag("is:name")] | Annotated[UnitPoint, Tag("is:point")],
    Discriminator(_anchor_tag),
]
"""A nine-grid name, or shares of the layer's size."""


def _loop_tag(value: object) -> str:
    return "is:flag" if isinstance(value, bool) else "is:animation"


Loop: TypeAlias = Annotated[
    Annotated[Flag, Tag("is:flag")] | Annotated[Animation, Tag("is:animation")],
    Discriminator(_loop_tag),
]


class LayerBase(Model):
    """What all kinds of layers share.

    Attributes:
        id: For masks and reports.
        name: For people.
        start_frame: In scene frames (overlays: composition frames).
        duration_frames: Unset, to the end of the scene.
        position: A nine-grid name, or the point where the anchor lies. Texts that set none are
            placed by the style.
        anchor: The point of the layer that is put at its position. Unset, the position's
            nine-grid name, else the centre.
        size: Unset, natural; media: the canvas.
        margin: Distance that nine-grid positions keep from the edge. Unset, 0; text: the safe area.
        opacity: 0 to 1.
        scale: 1 is the layer's size.
        rotation: Degrees, clockwise, around the anchor.
        blend_mode: How its colours meet what lies below.
        corner_radius: Design pixels, or a percentage of the shorter side.
        border: A line along the edge.
        shadow: Below the layer.
        effects: Changes of its pixels, in this order.
        mask: What part of it shows.
        enter: How it appears. Unset, the style decides.
        exit: How it leaves. Unset, the style decides.
        loop: How it keeps moving in between. On a video, true and false say whether the medium
            starts again when it is over.
        keyframes: Properties over time.
        motion_blur: How it is blurred while it moves: true, or how long the shutter is open. Where
            it is placed, turned and faded counts, and its parts; what happens within a clip or
            under a camera does not.
    """

    LOOPS_MEDIA: ClassVar[bool] = False
    """Whether `loop` may be true or false."""

    id: Id | None = None
    name: Name | None = None
    start_frame: FrameNumber = 0
    duration_frames: SomeFrames | None = None
    position: Position = "center"
    anchor: Anchor | None = None
    size: Size | None = None
    margin: Length | None = None
    opacity: Part = 1.0
    scale: Factor = 1.0
    rotation: Annotated[float, Field(ge=-36_000, le=36_000), NUMBER] = 0.0
    blend_mode: Blend = "normal"
    corner_radius: Length | None = None
    border: Border | None = None
    shadow: Shadow | None = None
    effects: Annotated[tuple[Effect, ...], Field(max_length=_MAX_EFFECTS)] = ()
    mask: Mask | None = None
    enter: Animation | None = None
    exit: Animation | None = None
    loop: Loop | None = None
    keyframes: Keyframes = {}  # noqa: RUF012 - Pydantic copies defaults
    motion_blur: MotionBlur | None = None

    @property
    def loop_animation(self) -> Animation | None:
        """How the layer keeps moving; None when it does not."""
        return self.loop if isinstance(self.loop, Animation) else None

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read `x`, `y`, `width` and `height` that stand on the layer itself.

        Of `x` and `y` the one that is left out is where the anchor lies in the layer: a layer with
        only a `y` is in the middle, and one anchored at its left edge is at the left.
        """
        for key, parts in (("position", ("x", "y")), ("size", ("width", "height"))):
            if key not in draft.values and any(part in draft.unknown for part in parts):
                found = {part: draft.claim(part) for part in parts if part in draft.unknown}
                whole = _anchor_place(draft.values.get("anchor")) if key == "position" else {}
                draft.put(key, whole | found)

    @model_validator(mode="after")
    def _loops_media_only_on_videos(self) -> Self:
        if isinstance(self.loop, bool) and not self.LOOPS_MEDIA:
            raise refusal(
                "loop", 'loop is a movement such as {"preset": "float"} here; only a video loops'
            )
        return self

    def model_post_init(self, _context: Any, /) -> None:
        """Count the type as said, so that a layer made in Python is written with it."""
        self.model_fields_set.add("type")


def _anchor_place(anchor: object) -> dict[str, object]:
    """Return the place on the canvas that an anchor has in its layer."""
    name = anchor.lower() if isinstance(anchor, str) else ""

    def along(start: str, end: str) -> object:
        return 0 if start in name else "100%" if end in name else "50%"

    return {"x": along("left", "right"), "y": along("top", "bottom")}
