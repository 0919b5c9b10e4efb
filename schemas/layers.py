"""The kinds of layers."""

from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, cast

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from schemas import names, spellings
from schemas.counting import read_counter_format
from schemas.geometry import Rect, UnitPoint
from schemas.layer_base import LayerBase
from schemas.media import take_medium
from schemas.model import Draft
from schemas.motion import Motion
from schemas.named import Fit, named
from schemas.paint import Paint, ShapeStroke
from schemas.spellings import fold
from schemas.template import Template
from schemas.text import CaptionStyle, TextSpan, TextStyle
from schemas.values import (
    NUMBER,
    WHOLE,
    AssetKey,
    Color,
    Decibels,
    Easing,
    Flag,
    Frames,
    Name,
    Part,
    PathData,
    SomeFrames,
    Text,
    Volume,
)
from schemas.wording import refusal


def _kind(kind: str) -> Any:
    return named("kind of layer", (kind,), spellings.KIND)


class ImageLayer(LayerBase):
    """A still picture.

    Attributes:
        type: image.
        asset: Key of the picture.
        fit: How it fills its box.
        focal_point: What stays in view when it is cropped. Unset, the centre.
        crop: The part of the source that is used.
        motion: Camera movement on it. Unset, the style decides.
    """

    type: Annotated[Literal["image"], _kind("image")] = "image"
    asset: AssetKey
    fit: Fit = "cover"
    focal_point: UnitPoint | None = None
    crop: Rect | None = None
    motion: Motion | None = None

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read the asset in any of its spellings."""
        super().rewrite(draft)
        take_medium(draft)


class VideoLayer(LayerBase):
    """A clip.

    Attributes:
        type: video.
        asset: Key of the clip.
        fit: How it fills its box.
        focal_point: What stays in view when it is cropped. Unset, the centre.
        crop: The part of the source that is used.
        motion: Camera movement on it. Unset, the style decides.
        trim_start_frame: Source frame, counted at the composition's fps, that is shown first.
        trim_end_frame: Exclusive. Unset, the clip's end.
        playback_rate: 2 is twice as fast.
        freeze: Hold the last frame when the clip is over before the layer; false hides it then.
        volume: Of the clip's own sound; linear.
        gain_db: The same in decibels; when set, it is used instead of volume.
        muted: Leave the clip's own sound out.
        fade_in_frames: Of the sound.
        fade_out_frames: Of the sound.
    """

    LOOPS_MEDIA: ClassVar[bool] = True

    type: Annotated[Literal["video"], _kind("video")] = "video"
    asset: AssetKey
    fit: Fit = "cover"
    focal_point: UnitPoint | None = None
    crop: Rect | None = None
    motion: Motion | None = None
    trim_start_frame: Frames = 0
    trim_end_frame: SomeFrames | None = None
    playback_rate: Annotated[float, Field(ge=0.01, le=100), NUMBER] = 1.0
    freeze: Flag = True
    volume: Volume = 1.0
    gain_db: Decibels | None = None
    muted: Flag = False
    fade_in_frames: Frames = 0
    fade_out_frames: Frames = 0

    @property
    def repeats(self) -> bool:
        """Whether the clip starts again when it is over."""
        return self.loop is True

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read the asset in any of its spellings."""
        super().rewrite(draft)
        take_medium(draft)

    @model_validator(mode="after")
    def _has_frames_left(self) -> Self:
        if self.trim_end_frame is not None and self.trim_end_frame <= self.trim_start_frame:
            raise refusal(
                "order",
                f"trimEndFrame {self.trim_end_frame} is not after "
                f"trimStartFrame {self.trim_start_frame}",
            )
        return self


class TextLayer(LayerBase, TextStyle):
    """Text.

    Attributes:
        type: text.
        text: The characters; lines break at newlines and at the box's width.
        spans: Runs with looks of their own, instead of text.
    """

    type: Annotated[Literal["text"], _kind("text")] = "text"
    text: Text | None = None
    spans: Annotated[tuple[TextSpan, ...], Field(max_length=1000)] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not self.spans:
            raise refusal("missing", "a text layer needs text (or spans)")
        if self.text is not None and self.spans:
            raise refusal("conflict", "a text layer takes text or spans, not both")
        return self


class CaptionsLayer(LayerBase, CaptionStyle):
    """Captions inside one scene.

    Attributes:
        type: captions.
    """

    type: Annotated[Literal["captions"], _kind("captions")] = "captions"


class ShapeLayer(LayerBase):
    """A drawn shape.

    Attributes:
        type: shape.
        shape: The kind.
        fill: A colour or a gradient. Unset without a stroke, the style's accent.
        stroke: A line along the outline, half of it inside.
        path: SVG path data in design pixels; shape path only.
        sides: Corners of a polygon, points of a star.
        inner_radius: Of a star, as a share of the outer one.
        trim_start: Where along the outline the stroke begins, 0 to 1: from the top of an ellipse,
            polygon or star, the top left of a rect, the left of a line, the start of a path; on
            clockwise. Keyframes of it, and of trimEnd, draw a line on.
        trim_end: Where it ends.
    """

    type: Annotated[Literal["shape"], _kind("shape")] = "shape"
    shape: Annotated[names.ShapeName, named("shape", names.SHAPES, spellings.SHAPE)] = "rect"
    fill: Paint | None = None
    stroke: ShapeStroke | None = None
    path: PathData | None = None
    sides: Annotated[int, Field(ge=3, le=360), WHOLE] = 5
    inner_radius: Part = 0.5
    trim_start: Part = 0.0
    trim_end: Part = 1.0

    @model_validator(mode="after")
    def _has_its_path(self) -> Self:
        if self.shape == "path" and self.path is None:
            raise refusal("missing", 'a shape of kind "path" needs path, SVG path data')
        if self.trim_end < self.trim_start:
            raise refusal("order", "trimEnd lies before trimStart")
        return self


class SvgLayer(LayerBase):
    """A vector drawing from a file.

    Attributes:
        type: svg.
        asset: Key of the file. Without a size the layer is as large as the file says; with one
            side, the other follows.
        color: What the file calls `currentColor`; a file that does not is drawn in this colour
            wholly, for logos in one colour. Unset, black and the file's own colours.
    """

    type: Annotated[Literal["svg"], _kind("svg")] = "svg"
    asset: AssetKey
    color: Color | None = None

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read the asset in any of its spellings."""
        super().rewrite(draft)
        take_medium(draft)


class GroupLayer(LayerBase):
    """Layers that are placed, moved and faded as one.

    Attributes:
        type: group.
        template: A ready group, named, with its words; its layers come below those of `layers`.
        layers: Timed in frames of the group, placed in its box.
        clip: Cut off what reaches beyond the box.
    """

    type: Annotated[Literal["group"], _kind("group")] = "group"
    template: Template | None = None
    layers: "tuple[Layer, ...]" = ()
    clip: Flag = False


class CounterLayer(LayerBase, TextStyle):
    """A number that runs.

    Attributes:
        type: counter.
        from_value: The number at the layer's first frame.
        to_value: The number at the last one.
        format: How it is written, with one `{}` and what stands around it: `{}` whole numbers,
            `{:,}` thousands parted, `{:,.2f}` two decimals, `{:.1f}%`, `{:.0%}` a share as
            percent, `{:compact}` 1.2M, `{:m:ss}` and `{:h:mm:ss}` seconds as a time, `{:+}` always
            with its sign, `{:03}` with zeros before it. `{:.,2f}` and `{: ,2f}` part thousands with
            a point or a blank, and decimals with a comma. Unset, whole numbers, thousands parted.
        easing: How it runs. Unset, fast at first and slow at last.
        count_frames: How long it runs, from the layer's start; then it holds. Unset, as long as the
            layer is shown. Keyframes of `value` do it in any other way.
    """

    type: Annotated[Literal["counter"], _kind("counter")] = "counter"
    from_value: Annotated[float, Field(ge=-1e15, le=1e15), NUMBER] = 0.0
    to_value: Annotated[float, Field(ge=-1e15, le=1e15), NUMBER]
    format: Annotated[Name, AfterValidator(read_counter_format)] | None = None
    easing: Easing | None = None
    count_frames: SomeFrames | None = None


_FOLDED_KINDS = {**spellings.KIND, **{fold(kind): kind for kind in names.LAYER_KINDS}}


def layer_kind(value: object) -> str | None:
    """Return the kind of a layer, as a tag; what is written when no kind is spelled so."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        kind = fields.get("type", fields.get("kind"))
    else:
        kind = getattr(value, "type", None)
    return f"is:{_FOLDED_KINDS.get(fold(kind), kind)}" if isinstance(kind, str) else None


Layer: TypeAlias = Annotated[
    Annotated[ImageLayer, Tag("is:image")]
    | Annotated[VideoLayer, Tag("is:video")]
    | Annotated[TextLayer, Tag("is:text")]
    | Annotated[CaptionsLayer, Tag("is:captions")]
    | Annotated[ShapeLayer, Tag("is:shape")]
    | Annotated[SvgLayer, Tag("is:svg")]
    | Annotated[GroupLayer, Tag("is:group")]
    | Annotated[CounterLayer, Tag("is:counter")],
    Discriminator(layer_kind),
]
"""A layer of any kind, told apart by its type."""
