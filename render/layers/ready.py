"""Ready groups: from a name and words to ordinary layers, before anything else looks at them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from render.layers.context import Notes, PlanContext
from render.style.contrast import contrast

if TYPE_CHECKING:
    from schemas import GroupLayer, Template

_WHITE: Final = (255, 255, 255, 255)
_BLACK: Final = (0, 0, 0, 255)
_TITLE, _SUBTITLE, _END_TITLE, _END_SUBTITLE, _ACTION, _VALUE = (
    0.056,
    0.033,
    0.1,
    0.043,
    0.037,
    0.04,
)
"""Sizes of type in parts of the canvas's short side."""
_EDGE: Final = 0.085
_TRACK: Final = 0.28
"""How much of the way ahead shows in a progress bar."""

Fields = dict[str, Any]


@dataclass(frozen=True)
class _Stage:
    """What a ready group is made with.

    Attributes:
        template: As the composition says it.
        context: Of the group's parent.
        frames: How long it is shown.
    """

    template: "Template"
    context: PlanContext
    frames: int

    @property
    def unit(self) -> float:
        """The canvas's short side in design pixels."""
        return min(self.context.width, self.context.height)

    @property
    def accent(self) -> tuple[int, int, int, int]:
        """The colour of what is coloured."""
        return self.context.style.color(self.template.color or "$accent")

    @property
    def look(self) -> str:
        """How it looks."""
        return self.template.look or "bar"

    @property
    def room(self) -> float:
        """How wide words may get."""
        wide = self.context.width > self.context.height
        return self.context.width * (
            0.56 if wide else 1 - 2 * _EDGE * self.unit / self.context.width
        )

    def time(self, frames_at_30: int) -> int:
        """Return frames for a length meant for 30 a second; a short group hurries."""
        frames = round(frames_at_30 * self.context.fps / 30)
        return max(1, min(frames, self.frames * frames_at_30 // 90))

    def enter(self, preset: str, frames: int, delay: int = 0, **more: object) -> Fields:
        """Return an enter."""
        delay_frames = self.time(delay) if delay else 0
        return {"preset": preset, "durationFrames": self.time(frames),
                "delayFrames": delay_frames, "easing": "easeOutQuart", **more}  # fmt: skip

    def readable_on(self, ground: tuple[int, int, int, int]) -> str:
        """Return the colour of words on a panel: the style's if it can be read there."""
        style = self.context.style
        colors = [style.color("$text"), style.color("$background"), _WHITE, _BLACK]
        good = [color for color in colors if contrast(color, ground) >= 4.5]  # noqa: PLR2004 - WCAG
        return _hex(good[0] if good else max(colors, key=lambda each: contrast(each, ground)))

    def text(self, words: str, size: float, role: str, **more: object) -> "_Block":
        """Return words with the size they take."""
        from render.layers.text import plan as plan_text  # noqa: PLC0415 - they plan each other
        from schemas import TextLayer  # noqa: PLC0415

        fields: Fields = {
            "type": "text",
            "text": words,
            "role": role,
            "fontSize": size * self.unit * self.context.style.type_scale,
            "maxLines": 2,
            **more,
        }
        measured = TextLayer.model_validate(fields | {"position": "top-left", "margin": 0})
        inside = replace(self.context, width=self.room, notes=Notes(), parts="layer")
        _, box = plan_text(measured, inside)
        return _Block(fields, box[0] + 2, box[1])


@dataclass(frozen=True)
class _Block:
    """A layer without a place yet."""

    fields: Fields
    width: float
    height: float

    def at(self, x: float, y: float, **more: object) -> Fields:
        """Return the layer with its top left at a place."""
        return self.fields | _box(x, y, self.width, self.height) | more


def ready_made(layer: "GroupLayer", context: PlanContext, frames: int) -> "GroupLayer":
    """Return a group with the layers that its template stands for below its own.

    Args:
        layer: As the composition says it.
        context: Of its parent, at the layer.
        frames: How long it is shown.
    """
    if layer.template is None:
        return layer
    from schemas import GroupLayer  # noqa: PLC0415 - planning only

    stage = _Stage(layer.template, context, frames)
    name = layer.template.name
    made = (
        _progress_bar(stage, layer.position) if name == "progressBar" else _TEMPLATES[name](stage)
    )
    built = GroupLayer.model_validate({"type": "group", **made})
    said = layer.model_fields_set
    changed: Fields = {"template": None, "layers": (*built.layers, *layer.layers)}
    for name in ("position", "margin", "exit", "size"):
        if name in built.model_fields_set and (name not in said or name == "size"):
            changed[name] = getattr(built, name)
    return layer.model_copy(update=changed)


def _lower_third(stage: _Stage) -> Fields:
    said, u = stage.template, stage.unit
    on_panel = stage.look == "panel"
    color: Fields = {"color": stage.readable_on(stage.accent)} if on_panel else {}
    title = stage.text(said.title or "", _TITLE, "heading", align="left", **color)
    below = said.subtitle and stage.text(said.subtitle, _SUBTITLE, "body", align="left", **color)
    gap = u * (0.03 if stage.look == "line" else 0.006)
    height = title.height + (gap + below.height if below else 0)
    width = max(title.width, below.width if below else 0)
    pad_x, pad_y = {"bar": (0.026 * u, 0.012 * u), "panel": (0.036 * u, 0.024 * u)}.get(
        stage.look, (0.0, 0.0)
    )
    edge = 0.009 * u if stage.look == "bar" else 0.0
    whole = (edge + pad_x * (2 if on_panel else 1) + width, height + 2 * pad_y)
    left, top = edge + pad_x, pad_y
    accent = _hex(stage.accent)
    layers: list[Fields] = []
    if stage.look == "bar":
        layers.append(_rect(0, 0, edge, whole[1], accent,
                            enter=stage.enter("wipe", 12, direction="up")))  # fmt: skip
    elif on_panel:
        layers.append(_rect(0, 0, *whole, accent, cornerRadius=0.014 * u,
                            enter=stage.enter("wipe", 16, direction="right")))  # fmt: skip
    elif below:
        y = top + title.height + gap / 2
        layers.append(_line(0, y, width, 0.004 * u, accent, _drawn_on(0, stage.time(20))))
    layers.append(title.at(left, top, enter=stage.enter("reveal", 16, 5)))
    if below:
        y = top + title.height + gap
        layers.append(below.at(left, y, enter=stage.enter("reveal", 16, 10)))
    leave = {"preset": "fade", "durationFrames": stage.time(10), "easing": "easeInQuad"}
    return {"layers": layers, "size": _size(*whole), "position": "bottom-left",
            "margin": _EDGE * u, "exit": leave}  # fmt: skip


def _end_card(stage: _Stage) -> Fields:
    said, u = stage.template, stage.unit
    on_panel = stage.look == "panel"
    ground = stage.context.style.color("$primary")
    color: Fields = {"color": stage.readable_on(ground)} if on_panel else {}
    rows: list[tuple[_Block, float]] = []
    if said.asset:
        rows.append((_logo(said.asset, stage), 0.05 * u))
    if said.title:
        title = stage.text(said.title, _END_TITLE, "heading", align="center", **color)
        rows.append((title, 0.03 * u))
    if stage.look != "panel" and said.subtitle and said.title:
        bar = (0.11 * u, 0.009 * u) if stage.look == "bar" else (0.5 * u, 0.003 * u)
        keys = _drawn_on(stage.time(8), stage.time(28))
        line = _line(0, 0, *bar, _hex(stage.accent), keys)
        rows.append((_Block(line, *bar), 0.03 * u))
    if said.subtitle:
        below = stage.text(said.subtitle, _END_SUBTITLE, "body", align="center", **color)
        rows.append((below, 0.055 * u))
    if said.action:
        ink = {"color": stage.readable_on(stage.accent), "fontWeight": 700}
        panel = {"color": _hex(stage.accent), "padding": {"x": 0.042 * u, "y": 0.019 * u},
                 "cornerRadius": "50%"}  # fmt: skip
        button = stage.text(said.action, _ACTION, "body", align="center", background=panel, **ink)
        rows.append((button, 0.0))
    height = sum(row.height + gap for row, gap in rows) - (rows[-1][1] if rows else 0)
    across, down = stage.context.width, stage.context.height
    top = (down - height) / 2
    layers: list[Fields] = []
    if on_panel:
        width = max(row.width for row, _ in rows) + 0.16 * u
        box = ((across - width) / 2, top - 0.085 * u, width, height + 0.17 * u)
        layers.append(_rect(*box, _hex(ground), cornerRadius=0.03 * u,
                            enter=stage.enter("scale", 16)))  # fmt: skip
    for index, (row, gap) in enumerate(rows):
        preset = "pop" if row.fields.get("background") else "rise"
        come = (
            {} if "keyframes" in row.fields else {"enter": stage.enter(preset, 18, 4 + 4 * index)}
        )
        layers.append(row.at((across - row.width) / 2, top, **come))
        top += row.height + gap
    return {"layers": layers, "size": _size(across, down)}


def _logo(key: str, stage: _Stage) -> _Block:
    media = stage.context.asset(key)
    facts = media.drawing or media.image or media.video
    aspect = facts.width_px / facts.height_px if facts else 1.0
    height = min(0.16 * stage.unit, 0.5 * stage.context.width / aspect)
    kind: Fields = {"type": "svg"} if media.drawing else {"type": "image", "motion": "static"}
    if media.drawing and media.drawing.uses_current_color:
        kind["color"] = "$text"
    return _Block({**kind, "asset": key}, height * aspect, height)


def _progress_bar(stage: _Stage, position: object = None) -> Fields:
    u, across = stage.unit, stage.context.width
    accent, frames = _hex(stage.accent), max(stage.frames - 1, 1)
    behind = stage.context.style.color("$text")
    track = _hex((*behind[:3], round(255 * _TRACK)))
    value: Fields = {
        "type": "counter", "from": 0, "to": 1, "format": "{:.0%}", "easing": "linear",
        "role": "label", "fontSize": _VALUE * u, "fontWeight": 700, "enter": None, "margin": 0,
    }  # fmt: skip
    shows = stage.template.show_value
    if stage.look == "ring":
        side, thick = 0.17 * u, 0.018 * u
        rings = [
            _ring(side, thick, track),
            _ring(side, thick, accent, _drawn_on(0, frames, "linear")),
        ]
        number = [value | {"position": "center", "align": "center"}] if shows else []
        return {"layers": [*rings, *number], "size": _size(side, side), "position": "top-right",
                "margin": 0.06 * u}  # fmt: skip
    # The bar lies at the edge of the frame, its number inside.
    is_above = isinstance(position, str) and position.startswith("top")
    room = 1.6 * _VALUE * u if shows else 0.0
    low = 0.0 if is_above else room
    if stage.look == "line":
        width, thick = across - 2 * 0.06 * u, 0.012 * u
        bars = [_line(0, low, width, thick, track),
                _line(0, low, width, thick, accent, _drawn_on(0, frames, "linear"))]  # fmt: skip
        margin = 0.06 * u
    else:
        width, thick, margin = across, 0.014 * u, 0.0
        growing = {"width": [{"frame": 0, "value": 0}, {"frame": frames, "value": width}]}
        bars = [_rect(0, low, width, thick, track),
                _rect(0, low, width, thick, accent, keyframes=growing)]  # fmt: skip
    inset = 0.0 if stage.look == "line" else 0.03 * u
    at = {
        "position": {"x": width - inset, "y": thick + 0.4 * _VALUE * u if is_above else 0},
        "anchor": "top-right",
        "align": "right",
    }
    number = [value | at] if shows else []
    return {"layers": [*bars, *number], "size": _size(width, room + thick), "position": "bottom",
            "margin": margin}  # fmt: skip


_TEMPLATES: Final = {"lowerThird": _lower_third, "endCard": _end_card}


def _hex(color: tuple[int, int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}{:02x}".format(*color)


def _size(width: float, height: float) -> Fields:
    return {"width": width, "height": height}


def _box(x: float, y: float, width: float, height: float) -> Fields:
    return {"position": {"x": x, "y": y}, "anchor": "top-left", "size": _size(width, height)}


def _rect(x: float, y: float, width: float, height: float, fill: str, **more: object) -> Fields:
    return {"type": "shape", "fill": fill, **_box(x, y, width, height), **more}


def _line(
    x: float, y: float, width: float, thick: float, color: str, keyframes: Fields | None = None
) -> Fields:
    """Return a line with round ends that lie inside its width."""
    stroke = {"color": color, "width": thick, "cap": "round"}
    path = f"M{thick / 2:g} {thick / 2:g}H{max(width - thick / 2, thick):g}"
    return {"type": "shape", "shape": "path", "path": path, "stroke": stroke,
            **_box(x, y, width, thick), "keyframes": keyframes or {}}  # fmt: skip


def _ring(side: float, thick: float, color: str, keyframes: Fields | None = None) -> Fields:
    stroke = {"color": color, "width": thick, "cap": "round" if keyframes else "butt"}
    size = side - thick
    return {"type": "shape", "shape": "ellipse", "stroke": stroke, "keyframes": keyframes or {},
            **_box(thick / 2, thick / 2, size, size)}  # fmt: skip


def _drawn_on(start: int, end: int, easing: str = "easeOutQuart") -> Fields:
    return {"trimEnd": [{"frame": start, "value": 0, "easing": easing},
                        {"frame": max(end, start + 1), "value": 1}]}  # fmt: skip
