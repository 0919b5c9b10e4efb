"""Which asset keys a composition names, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas import CaptionStyle, Composition, Model, Scene

_KEY_FIELDS = frozenset({"asset", "key"})
"""What the format calls a key, wherever it takes one."""


@dataclass(frozen=True)
class AssetUse:
    """One place that names an asset.

    Attributes:
        key: The asset's key.
        path: JSON path of the place, `scenes[2].layers[0].asset`.
        scene_id: The scene it belongs to; None for overlays and sound.
        kind: Name of the model that names it: Scene, ImageLayer, Mask, Music, ...
    """

    key: str
    path: str
    scene_id: str | None
    kind: str


def asset_uses(composition: Composition) -> tuple[AssetUse, ...]:
    """Return every place that names an asset key, in the order of the document."""
    return tuple(_uses(composition, "", None))


def _is_file(model: Model, name: str, value: str) -> bool:
    """Tell whether a field of captions names a file."""
    return isinstance(model, CaptionStyle) and name == "source" and value != "voiceover"


def _uses(model: Model, path: str, scene_id: str | None) -> Iterator[AssetUse]:
    if isinstance(model, Scene):
        scene_id = model.id
    written = model.model_fields_set
    for name, field in type(model).model_fields.items():
        if name not in written:
            continue  # no default names an asset
        value: object = getattr(model, name)
        place = f"{path}.{field.alias or name}".removeprefix(".")
        if isinstance(value, str) and (name in _KEY_FIELDS or _is_file(model, name, value)):
            yield AssetUse(value, place, scene_id, type(model).__name__)
        elif isinstance(value, Model):
            yield from _uses(value, place, scene_id)
        elif isinstance(value, tuple):
            for index, member in enumerate(value):
                if isinstance(member, Model):
                    yield from _uses(member, f"{place}[{index}]", scene_id)
