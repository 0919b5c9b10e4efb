"""Layers that masks of the same list name: they decide where others show and are not drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from render.layers.context import PlanContext

if TYPE_CHECKING:
    from render.layers.planned import PlannedLayer
    from schemas import Layer

Mattes = Mapping[str, "PlannedLayer | None"]
"""What masks of a list name, by id; None never shows."""

PlanOne = Callable[["Layer", PlanContext, Mattes], "PlannedLayer | None"]


class LayerList:
    """A list of layers while it is planned.

    Args:
        layers: As the composition says them.
        contexts: One a layer.
        plan_one: Plans a layer when the mattes it names are planned.
    """

    def __init__(
        self, layers: "Sequence[Layer]", contexts: Sequence[PlanContext], plan_one: PlanOne
    ) -> None:
        self._named = {layer.id: (layer, at) for layer, at in zip(layers, contexts, strict=True)}
        self._plan_one = plan_one
        self._mattes: dict[str, PlannedLayer | None] = {}
        self._wanted = {layer.mask.layer for layer in layers if layer.mask and layer.mask.layer}

    def plan(self, layer: "Layer", context: PlanContext) -> "PlannedLayer | None":
        """Plan a layer of the list; None for one that is never drawn itself."""
        if layer.id is not None and layer.id in self._wanted:
            return None
        return self._planned(layer, context, ())

    def _planned(
        self, layer: "Layer", context: PlanContext, chain: tuple[str, ...]
    ) -> "PlannedLayer | None":
        name = layer.mask.layer if layer.mask else None
        if name is not None and name not in self._mattes:
            self._mattes[name] = self._matte(name, context, chain)
        return self._plan_one(layer, context, self._mattes)

    def _matte(
        self, name: str, context: PlanContext, chain: tuple[str, ...]
    ) -> "PlannedLayer | None":
        if name in chain or name not in self._named:
            if name in chain:
                message = f'the mask leads back to "{name}", so nothing shows'
                context.notes.add(f"{context.path}.mask", message, code="mask-loop")
            return None
        layer, at = self._named[name]
        return self._planned(layer, at, (*chain, name))
