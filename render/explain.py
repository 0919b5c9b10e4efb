"""What is on screen at a frame, layer by layer, and where each value comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from render.document import Document
from render.document.places import parse_path
from render.errors import UsageError
from render.layers.text import TextContent
from render.prepare import Prepared
from render.text.spec import Gradient
from render.timeline.model import Blend, OnScreen
from schemas import Composition, Layer, Model, Scene

if TYPE_CHECKING:
    from render.layers.planned import PlannedLayer
    from render.text.spec import Fill, TextRun


@dataclass(frozen=True)
class Value:
    """One value and its origin.

    Attributes:
        name: As the format calls it.
        value: As it is drawn, in words.
        origin: `written in line 12`, a part of the style, the motion language, or `default`.
    """

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Explained:
    """A layer, or a scene, at the frame.

    Attributes:
        path: JSON path.
        what: Kind and id in words.
        depth: 0 for scenes and overlays.
        values: What it shows.
    """

    path: str
    what: str
    depth: int
    values: tuple[Value, ...]


def explain(prepared: Prepared, document: Document, frame: int) -> tuple[Explained, ...]:
    """Return what is on screen at a frame, back to front.

    Args:
        prepared: The composition.
        document: Its text.
        frame: In [0, totalDurationFrames).

    Raises:
        UsageError: There is no such frame.
    """
    timeline = prepared.timeline
    if not 0 <= frame < timeline.frame_count:
        raise UsageError(
            f"there is no frame {frame}",
            hint=f"the composition has frames 0 to {timeline.frame_count - 1}",
        )
    return tuple(_Explainer(prepared, document).at(frame))


class _Explainer:
    def __init__(self, prepared: Prepared, document: Document) -> None:
        self._prepared = prepared
        self._document = document
        self._composition: Composition = prepared.composition

    def at(self, frame: int) -> Iterator[Explained]:
        timeline = self._prepared.timeline
        shown = timeline.on_screen(frame)
        if shown is None:
            yield Explained("", "no scene: the bare background", 0, ())
        yield from self._shown(shown)
        for layer in timeline.overlays:
            yield from self._layer(layer, frame, 0)

    def _shown(self, shown: OnScreen) -> Iterator[Explained]:
        if shown is None:
            return
        if isinstance(shown, Blend):
            yield from self._shown(shown.before)
            shot = shown.after
        else:
            shot = shown
        scene, planned = self._model(shot.scene.path), shot.scene
        values = [
            Value(
                "frame",
                f"{shot.frame} of {planned.duration_frames}",
                self._start(scene, planned.path),
            ),
            Value("background", _color(planned.background), self._fill(scene, planned.path)),
        ]
        if isinstance(shown, Blend):
            path = f"{planned.path}.transition"
            transition = shown.transition
            progress = f"{transition.kind}, {shown.progress:.0%}, {transition.easing}"
            values.append(Value("transition", progress, self._written(path)))
        yield Explained(planned.path, f"scene {planned.id}", 0, tuple(values))
        for layer in planned.layers:
            yield from self._layer(layer, shot.frame, 1)

    def _start(self, scene: Model | None, path: str) -> str:
        if scene is not None and "start_frame" in scene.model_fields_set:
            return self._written(f"{path}.startFrame")
        return "time rule"

    def _fill(self, scene: Model | None, path: str) -> str:
        if isinstance(scene, Scene) and scene.background is not None:
            return self._color_origin(scene.background, f"{path}.background")
        return self._palette("background")

    def _layer(self, layer: "PlannedLayer", frame: int, depth: int) -> Iterator[Explained]:
        if frame not in layer.span:
            return
        # What stands for a scene's own asset takes its values from the scene.
        path = layer.path.partition(".asset[")[0]
        model = self._model(path)
        kind = type(layer.content).__name__.removesuffix("Content").lower()
        name = getattr(model, "id", None) or getattr(model, "name", None) or ""
        if path != layer.path:
            name = "of the scene's asset"
        elif model is None:
            name = "drawn so that the texts can be read"
        values = tuple(self._values(layer, model, path, frame - layer.span.start))
        yield Explained(layer.path, f"{kind} {name}".strip(), depth, values)
        for inner in getattr(layer.content, "layers", ()):
            yield from self._layer(inner, frame - layer.span.start, depth + 1)

    def _values(
        self, layer: "PlannedLayer", model: Model | None, path: str, frame: int
    ) -> Iterator[Value]:
        place = layer.placement
        tracks = dict(layer.tracks)
        yield Value(
            "frame", f"{frame} of {len(layer.span)}", self._of(model, path, "duration_frames")
        )
        media = getattr(layer.content, "media", None)
        if media is not None:
            yield Value("asset", media.key, self._of(model, path, "asset", "the scene's asset"))
        for name, otherwise in (
            ("x", place.x),
            ("y", place.y),
            ("width", place.width),
            ("height", place.height),
            ("scale", place.scale),
            ("rotation", place.rotation_degrees),
            ("opacity", layer.opacity),
        ):
            field = {"x": "position", "y": "position", "width": "size", "height": "size"}
            if name in tracks:
                origin = f"keyframes, {self._written(f'{path}.keyframes.{name}')}"
                yield Value(name, f"{tracks[name].number(frame):.4g}", origin)
            else:
                origin = self._of(model, path, field.get(name, name))
                yield Value(name, f"{otherwise:.4g}", origin)
        if isinstance(layer.content, TextContent):
            yield from self._text(layer.content, model, path)
        camera = getattr(layer.content, "camera", None)
        if camera is not None and camera.start != camera.end:
            yield Value(
                "motion",
                f"moving, {getattr(camera, 'easing', 'linear')}",
                self._of(model, path, "motion", self._language()),
            )
        for way in ("enter", "exit", "loop"):
            planned: Any = getattr(layer, way)
            if planned is not None:
                origin = self._of(model, path, way, self._language())
                yield Value(way, f"{planned.preset} by {planned.by}", origin)

    def _text(self, content: TextContent, model: Model | None, path: str) -> Iterator[Value]:
        run: TextRun = content.spec.runs[0]
        role = getattr(model, "role", None) or "body"
        part = "heading" if role in ("heading", "subheading") else "body"
        typography = self._composition.style.typography

        def from_style(field: str, key: str) -> str:
            if getattr(typography, field) is not None:
                return f"style.typography.{key}, {self._written(f'style.typography.{key}')}"
            return self._language()

        yield Value("text", content.spec.text[:60], self._of(model, path, "text", "its spans"))
        yield Value(
            "fontFamily",
            run.family,
            self._of(model, path, "font_family", from_style(f"{part}_font", f"{part}Font")),
        )
        yield Value(
            "fontSize",
            f"{run.size_px:.4g}",
            self._of(model, path, "font_size", f"role {role}, {from_style('scale', 'scale')}"),
        )
        yield Value(
            "fontWeight",
            str(run.weight),
            self._of(model, path, "font_weight", from_style(f"{part}_weight", f"{part}Weight")),
        )
        color = getattr(model, "color", None)
        origin = (
            self._color_origin(color, f"{path}.color")
            if color is not None
            else f"{self._palette('text')}, chosen to be read on what lies behind it"
        )
        yield Value("color", _color(run.fill), origin)

    def _of(self, model: Model | None, path: str, field: str, otherwise: str = "default") -> str:
        """Return where a field's value comes from."""
        if model is None or getattr(model, field, None) is None:
            return otherwise
        if field not in model.model_fields_set:
            return otherwise if otherwise != "default" else "default"
        key = type(model).model_fields[field].alias or field
        return self._written(f"{path}.{key}")

    def _written(self, path: str) -> str:
        return f"written in line {self._document.problem(path, '').line}"

    def _color_origin(self, color: object, path: str) -> str:
        if isinstance(color, str) and color.startswith("$"):
            return f"{self._written(path)} as {color}: {self._palette(color[1:])}"
        return self._written(path)

    def _palette(self, name: str) -> str:
        if name in self._composition.style.color_palette:
            path = f"style.colorPalette.{name}"
            return f"{path}, {self._written(path)}"
        return f"built-in {name} colour"

    def _language(self) -> str:
        language = self._composition.style.motion_language
        if language is None:
            return "default style"
        return f"motion language {language}, {self._written('style.motionLanguage')}"

    def _model(self, path: str) -> Model | None:
        """Return the scene or layer at a path; None for what stands for a scene's own asset."""
        return _at(self._composition, path)


def _at(composition: Composition, path: str) -> "Layer | Scene | None":

    node: Any = composition
    for step in parse_path(path):
        node = (
            node[step]
            if isinstance(step, int) and isinstance(node, tuple)
            else getattr(node, str(step), None)
        )
        if node is None:
            return None
    return node if isinstance(node, Model) else None  # type: ignore[return-value]


def _color(fill: "Fill") -> str:
    if isinstance(fill, Gradient):
        return "gradient"
    red, green, blue, alpha = fill
    return f"#{red:02x}{green:02x}{blue:02x}" + (f"{alpha:02x}" if alpha < 255 else "")  # noqa: PLR2004
