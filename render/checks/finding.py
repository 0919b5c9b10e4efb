"""What a check is given, and what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from render.document.timing import SceneTiming, scene_start_frames
from schemas import Composition, Layer, Model


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Attributes:
        check: Id of the check.
        path: Canonical JSON path, `scenes[2].layers[0].fontSize`; what is not written there is
            shown at the nearest place around it.
        message: What is wrong, without a full stop.
        hint: The fix, or None.
        expected: What would have been right, or None.
    """

    check: str
    path: str
    message: str
    hint: str | None = None
    expected: str | None = None


@dataclass(frozen=True)
class PlacedLayer:
    """A layer and when it is on screen.

    Attributes:
        layer: As written.
        path: Its JSON path.
        parent_frames: How long what it lies in lasts: a scene, a group, the composition.
        scene: Index of its scene; None for overlays.
    """

    layer: Layer
    path: str
    parent_frames: int
    scene: int | None

    @property
    def frames(self) -> int:
        """How many frames the layer lasts, as far as its parent shows it."""
        start = max(0, self.layer.start_frame)
        end = self.parent_frames
        if self.layer.duration_frames is not None:
            end = min(end, self.layer.start_frame + self.layer.duration_frames)
        return max(0, end - start)


@dataclass(frozen=True)
class Subject:
    """A valid composition on its way through the checks.

    Attributes:
        composition: The composition.
        settings: What is set about the checks: id -> name -> value.
        own_fonts: Whether there are fonts besides the embedded ones, which nobody has opened.
    """

    composition: Composition
    settings: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    own_fonts: bool = False

    def number(self, check: str, name: str) -> float:
        """Return a number that is set about a check."""
        return float(self.settings[check][name])

    def text(self, check: str, name: str) -> str:
        """Return a text that is set about a check."""
        return str(self.settings[check][name])

    @cached_property
    def timing(self) -> SceneTiming:
        """Where the scenes begin."""
        return scene_start_frames(self.composition)

    @cached_property
    def layers(self) -> tuple[PlacedLayer, ...]:
        """Every layer, groups before what is in them, in the order of the document."""
        composition = self.composition
        found: list[PlacedLayer] = []
        for index, scene in enumerate(composition.scenes):
            path = f"scenes[{index}].layers"
            found.extend(_placed(scene.layers, path, scene.duration_frames, index))
        total = composition.total_duration_frames
        found.extend(_placed(composition.overlays, "overlays", total, None))
        return tuple(found)

    def layer_at(self, path: str) -> Layer | None:
        """Return the layer at a path; None for what stands for a scene's own asset."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, Layer]:
        return {placed.path: placed.layer for placed in self.layers}

    @cached_property
    def models(self) -> tuple[tuple[str, Model], ...]:
        """Every model of the composition with its path, outer before inner."""
        return tuple(_models(self.composition, ""))


def _placed(
    layers: tuple[Layer, ...], path: str, parent_frames: int, scene: int | None
) -> Iterator[PlacedLayer]:
    for index, layer in enumerate(layers):
        placed = PlacedLayer(layer, f"{path}[{index}]", parent_frames, scene)
        yield placed
        if layer.type == "group":
            yield from _placed(layer.layers, f"{placed.path}.layers", placed.frames, scene)


def _models(model: Model, path: str) -> Iterator[tuple[str, Model]]:
    yield path, model
    written = model.model_fields_set
    for name, field_info in type(model).model_fields.items():
        if name not in written:
            continue
        value: object = getattr(model, name)
        place = f"{path}.{field_info.alias or name}".removeprefix(".")
        if isinstance(value, Model):
            yield from _models(value, place)
        elif isinstance(value, tuple):
            for index, member in enumerate(value):
                if isinstance(member, Model):
                    yield from _models(member, f"{place}[{index}]")
        elif isinstance(value, dict):
            for key, inside in value.items():
                if isinstance(inside, tuple):
                    for index, member in enumerate(inside):
                        if isinstance(member, Model):
                            yield from _models(member, f"{place}.{key}[{index}]")
