"""counter: a number that runs, set like a text, its digits all as wide as each other."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from render.animation.easing import easing
from render.canvas.affine import Affine
from render.canvas.ops import Draw, DrawList
from render.layers.registry import register
from render.layers.staging import Staging
from render.layers.text import TextContent, TextSource
from render.layers.text import plan as plan_text
from render.layers.text_keyed import COLORS, NUMBERS, SETTING, keyed
from render.text import TextSpec, lay_out
from render.text.casing import transformed
from schemas.counting import CounterFormat, parse_counter_format

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.layers.ink import Ink
    from render.text.spec import Rgba
    from schemas import CounterLayer, TextLayer

_EASING = "easeOutCubic"
_LOOKED_AT = 240
"""Numbers of the way that are written while planning, to find the widest."""
_SLACK_PX = 1.0
"""Room beyond the widest number: a text as wide as its box to the last bit might break."""


@dataclass(frozen=True)
class CounterSource(TextSource):
    """A number as it is painted; most are shown for a frame or two."""

    @property
    def transient(self) -> bool:
        """The next frame shows another number."""
        return True


@dataclass(frozen=True)
class CounterContent:
    """A number that runs.

    Attributes:
        text: The widest number on its way, as a text.
        format: How the number is written.
        start, end: The first number and the last.
        easing: Name of the easing between them.
        count_frames: How long it runs; None: as long as it is shown.
        transform: Change of case.
        runs: Whether the numbers differ.
    """

    text: TextContent
    format: CounterFormat
    start: float
    end: float
    easing: str
    count_frames: int | None = None
    transform: str = "none"
    runs: bool = True

    colors: ClassVar = COLORS
    numbers: ClassVar = ("value", *(name for name in NUMBERS if name not in SETTING))
    """Keyframes of it say the number themselves."""

    @property
    def moves(self) -> bool:
        """Whether the number depends on the frame."""
        return self.runs

    @property
    def crisp(self) -> bool:
        """Drawn at output size."""
        return True

    @property
    def ink(self) -> "Ink | None":
        """The colours it may have where the composition says none."""
        return self.text.ink

    @property
    def spec(self) -> TextSpec:
        """How it is set."""
        return self.text.spec

    def inked(self, color: "Rgba") -> "CounterContent":
        """Return it with a colour where the composition says none."""
        return replace(self, text=self.text.inked(color))

    def value_at(self, frame: int, duration_frames: int) -> float:
        """Return the number at a frame: the first at frame 0, the last at the last one."""
        last = min(self.count_frames or duration_frames, duration_frames) - 1
        if frame >= last:
            return self.end
        if frame <= 0:
            return self.start
        return self.start + (self.end - self.start) * easing(self.easing)(frame / last)

    def written_at(self, value: float) -> str:
        """Return the text of a number."""
        return transformed(self.format.written(value), self.transform)

    def draw(self, frame: int, duration_frames: int, staging: Staging) -> DrawList:
        """Draw the number of the frame."""
        value = staging.numbers.get("value")
        if value is None:
            value = self.value_at(frame, duration_frames)
        spec = self.text.spec
        run = replace(spec.runs[0], text=self.written_at(value))
        spec = keyed(replace(spec, runs=(run,)), run.size_px, staging)
        scale = staging.drawing_scale
        source = CounterSource(spec, scale)
        placed = Affine.translation(*self.text.padding) @ Affine.scaling(1 / scale)
        return (Draw(source, staging.to_canvas @ placed, staging.opacity),)


def plan(
    layer: "CounterLayer", context: "PlanContext"
) -> tuple[CounterContent, tuple[float, float]]:
    """Make a counter concrete; its box holds the widest number on the way."""
    way = parse_counter_format(layer.format)
    start, end = layer.from_value, layer.to_value
    content = CounterContent(
        TextContent(TextSpec(()), ()),
        way,
        start,
        end,
        layer.easing or _EASING,
        layer.count_frames,
        str(layer.text_transform or "none"),
        runs=start != end,
    )
    values = [*_on_the_way(content), *_keyed(layer)]
    # Digits are all as wide: of texts that differ in digits only, one stands for all.
    shapes = {_shape(way.written(value)) for value in values}
    planned = [plan_text(_as_text(layer, shape), context) for shape in sorted(shapes)]
    text, box = max(planned, key=lambda each: each[1])
    spec = text.spec
    run = replace(spec.runs[0], tabular=True)
    widest = replace(spec, runs=(run,), width_px=None)
    layout = lay_out(widest, context.fonts)
    if layer.size is None or context.length(layer.size.width, context.width) is None:
        room = layout.width_px + _SLACK_PX
        box = (room + box[0] - (spec.width_px or 0.0), box[1])
        spec = replace(spec, width_px=room)
    factor = lay_out(replace(spec, runs=(run,)), context.fonts).scale
    # Shrunk for the widest number once: a number that changed its size on the way would twitch.
    run = replace(
        run, size_px=run.size_px * factor, letter_spacing_px=run.letter_spacing_px * factor
    )
    spec = replace(spec, runs=(run,), overflow="visible" if factor < 1 else spec.overflow)
    return replace(content, text=replace(text, spec=spec, parts=())), box


def _on_the_way(content: CounterContent) -> list[float]:
    count = min(content.count_frames or _LOOKED_AT, _LOOKED_AT)
    return [content.value_at(frame, count) for frame in range(count)] + [content.end]


def _keyed(layer: "CounterLayer") -> list[float]:
    values = [each.value for each in layer.keyframes.get("value", ())]
    return [float(value) for value in values if not isinstance(value, str)]


def _shape(written: str) -> str:
    return "".join("0" if character.isdecimal() else character for character in written)


def _as_text(layer: "CounterLayer", text: str) -> "TextLayer":
    """Return the text layer that shows one number of a counter."""
    from schemas import TextLayer  # noqa: PLC0415 - planning only

    shared = [name for name in TextLayer.model_fields if name in type(layer).model_fields]
    said = {name for name in layer.model_fields_set if name in shared}
    fields = {name: getattr(layer, name) for name in shared}
    return TextLayer.model_construct(
        _fields_set=said | {"text"}, **(fields | {"type": "text", "text": text, "spans": ()})
    )


register("counter", plan)
