"""Place the texts of a list that name no place: as blocks, in order, where a designer puts them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from render.layers.context import PlanContext
from render.layers.ground import BlockPart, Box
from render.layers.logos import is_logo, logo_in_block, logo_in_corner
from render.layers.ornaments import ornament_layers
from render.layers.placement import Placement, grid_fractions
from render.layers.planned import PlannedLayer
from render.layers.safe_area import Region, overlap, places_for, region_of, room_for
from render.style.lettering import shape_of
from render.timebase import FrameRange
from schemas import CounterLayer, TextLayer

if TYPE_CHECKING:
    from schemas import Layer

Contexts = list[PlanContext]
PlanAll = Callable[["Sequence[Layer]", Contexts], "list[PlannedLayer | None]"]
"""(layers, one context each) -> planned layers, None for those never drawn."""

_FACTORS = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.54, 0.46, 0.38, 0.3, 0.22, 0.15)
"""What a block that is too high is made smaller by."""

_PLACING_FIELDS = frozenset(("position", "anchor", "margin", "rotation"))
_PLACING_TRACKS = frozenset(("x", "y"))
_STATEMENT_CHARACTERS, _PARAGRAPH_CHARACTERS = 90, 170

_SIZES_BY_LENGTH = ((12, 1.3), (24, 1.14), (48, 1.0), (80, 0.84))
"""Characters of a heading up to which a factor on its size holds: few words can be shouted."""
_LONGEST_FACTOR = 0.7

_GAPS = {"label": 0.42, "heading": 0.62, "subheading": 0.6, "body": 0.5, "logo": 1.1}
"""Room below a text of a role in multiples of the size of body text."""
_ORNAMENT_GAP = 0.75
_IN_TIME = 3
"""The last text of a block begins to enter in the first third of its time."""


@dataclass(frozen=True)
class _Member:
    """A layer of a list that names no place: where in the list, when, and what for."""

    index: int
    layer: "Layer"
    span: FrameRange
    role: str


_Slot = tuple[_Member, ...]
"""Members that take the same room one after the other in time."""


@dataclass(frozen=True)
class _Block:
    """Members that are seen together, from top to bottom."""

    slots: tuple[_Slot, ...]

    @property
    def members(self) -> tuple[_Member, ...]:
        return tuple(member for slot in self.slots for member in slot)

    def role(self, slot: int) -> str:
        return self.slots[slot][0].role


def arrange(
    layers: "Sequence[Layer]",
    contexts: Contexts,
    spans: "Callable[[Layer, PlanContext], FrameRange]",
    plan_all: PlanAll,
) -> list[PlannedLayer]:
    """Plan a list of layers, and give those that name no place one.

    Args:
        layers: As the composition says them.
        contexts: One each, of the parent.
        spans: Says when a layer is shown.
        plan_all: Plans a list.
    """
    written = [logo_in_corner(layer, at) for layer, at in zip(layers, contexts, strict=True)]
    blocks = _blocks(layers, contexts, spans)
    if not blocks:
        return [layer for layer in plan_all(written, contexts) if layer is not None]
    region = region_of(contexts[0].width, contexts[0].height, contexts[0].ground)
    places = places_for(_wanted_place(contexts[0]), contexts[0].ground)
    place = places[0]
    planned: list[PlannedLayer | None] = []
    for factor in _FACTORS:
        planned = _planned_at(place, factor, written, contexts, blocks, plan_all)
        heights = [_height(block, planned, contexts[0]) for block in blocks]
        if max(heights) <= region.height:
            free = _freest(places, blocks, planned, contexts[0], region)
            if free != place:
                planned = _planned_at(free, factor, written, contexts, blocks, plan_all)
                place = free
            break
    extra: dict[int, list[PlannedLayer]] = {}
    for block in blocks:
        top = _stack(block, place, planned, contexts[0], region)
        first = min(member.index for member in block.members)
        extra.setdefault(first, []).extend(
            _ornaments(block, place, top, planned, contexts[first], plan_all)
        )
    return [
        each
        for index, layer in enumerate(planned)
        for each in (*extra.get(index, ()), layer)
        if each is not None
    ]


def _wanted_place(context: PlanContext) -> str:
    """Return the nine-grid place that a block has where nothing stands in its way."""
    look = context.style.look
    if not context.style.is_set or context.ground.kind == "group":
        return "center"
    if context.ground.kind == "overlays":
        return "top-left"
    return look.on_pictures if context.ground.has_picture else look.on_plain


def _blocks(
    layers: "Sequence[Layer]",
    contexts: Contexts,
    spans: "Callable[[Layer, PlanContext], FrameRange]",
) -> tuple[_Block, ...]:
    """Return the layers without a place, those together that are seen together."""
    mattes = {layer.mask.layer for layer in layers if layer.mask and layer.mask.layer}
    found: list[tuple[int, Layer, FrameRange]] = []
    for index, (layer, at) in enumerate(zip(layers, contexts, strict=True)):
        span = spans(layer, at)
        if span and (layer.id is None or layer.id not in mattes) and _is_unplaced(layer, at):
            found.append((index, layer, span))
    if not any(isinstance(layer, TextLayer | CounterLayer) for _, layer, _ in found):
        return ()
    groups: list[list[tuple[int, Layer, FrameRange]]] = []
    for item in found:
        met = [group for group in groups if any(item[2].overlaps(other[2]) for other in group)]
        merged = sorted([*(each for group in met for each in group), item], key=lambda one: one[0])
        groups = [*(group for group in groups if group not in met), merged]
    blocks = tuple(_Block(_slots(_with_roles(group, contexts[0]))) for group in groups)
    is_plain = not contexts[0].style.is_set or contexts[0].ground.kind == "group"
    # Where no style says otherwise, a text by itself stands in the middle as any layer does.
    return tuple(block for block in blocks if len(block.slots) > 1 or not is_plain)


def _is_unplaced(layer: "Layer", context: PlanContext) -> bool:
    if isinstance(layer, TextLayer | CounterLayer):
        is_said = _PLACING_FIELDS & layer.model_fields_set or _PLACING_TRACKS & set(layer.keyframes)
        return not is_said
    return is_logo(layer, context) and not context.ground.has_picture


def _with_roles(
    group: "list[tuple[int, Layer, FrameRange]]", context: PlanContext
) -> list[_Member]:
    """Say what each text is for; of texts that do not say, the first short one is the heading."""
    has_heading = not context.style.is_set or any(
        getattr(layer, "role", None) == "heading" for _, layer, _ in group
    )
    members: list[_Member] = []
    for index, layer, span in group:
        role = "logo"
        if isinstance(layer, TextLayer | CounterLayer):
            role = layer.role or ""
            if not role:
                role = "body" if has_heading or layer.font_size else _role_by_length(layer)
                has_heading = has_heading or role == "heading"
        members.append(_Member(index, layer, span, role))
    return members


def _role_by_length(layer: "Layer") -> str:
    length = _length(layer)
    if length <= _STATEMENT_CHARACTERS:
        return "heading"
    return "subheading" if length <= _PARAGRAPH_CHARACTERS else "body"


def _length(layer: "Layer") -> int:
    if not isinstance(layer, TextLayer):
        return 8
    return len(layer.text or "".join(span.text for span in layer.spans))


def _slots(members: list[_Member]) -> tuple[_Slot, ...]:
    slots: list[list[_Member]] = []
    for member in members:
        for slot in slots:
            is_free = not any(member.span.overlaps(other.span) for other in slot)
            if slot[0].role == member.role and is_free:
                slot.append(member)
                break
        else:
            slots.append([member])
    return tuple(tuple(slot) for slot in slots)


def _planned_at(
    place: str,
    factor: float,
    layers: "Sequence[Layer]",
    contexts: Contexts,
    blocks: tuple[_Block, ...],
    plan_all: PlanAll,
) -> list[PlannedLayer | None]:
    """Plan the list with the blocks' texts set for a place, in a size."""
    region = region_of(contexts[0].width, contexts[0].height, contexts[0].ground)
    shape = shape_of(contexts[0].width, contexts[0].height)
    dressed, at = list(layers), list(contexts)
    for block in blocks:
        for row, slot in enumerate(block.slots):
            for member in slot:
                if member.role == "logo":
                    dressed[member.index] = logo_in_block(member.layer, contexts[0], factor)
                    continue
                context = contexts[member.index]
                part = BlockPart(
                    role=member.role,
                    place=place,
                    room=max(room_for(member.role, place, region, shape), 1.0),
                    factor=factor * _size_by_length(member, context),
                    delay_frames=_delay(member, row, context),
                    panel=_panel(member, context),
                )
                at[member.index] = replace(context, block=part)
    return plan_all(dressed, at)


def _panel(member: _Member, context: PlanContext) -> str:
    is_heading = member.role == "heading" and context.ground.kind == "scene"
    return context.style.look.panel if is_heading and context.style.is_named else ""


def _size_by_length(member: _Member, context: PlanContext) -> float:
    if member.role != "heading" or not context.style.is_set:
        return 1.0
    length = _length(member.layer)
    return next((size for most, size in _SIZES_BY_LENGTH if length <= most), _LONGEST_FACTOR)


def _delay(member: _Member, row: int, context: PlanContext) -> int:
    """Return when a text enters: the picture first, then the block from top to bottom."""
    per_30 = context.style.motion.cascade_frames * row
    lead = context.ground.lead_frames if member.span.start == 0 else 0
    return min(round(per_30 * context.fps / 30) + lead, len(member.span) // _IN_TIME)


def _em(context: PlanContext) -> float:
    return context.style.role_size("body")


def _size_of(planned: PlannedLayer) -> tuple[float, float]:
    place = planned.placement
    return place.width * place.scale, place.height * place.scale


def _row_height(slot: _Slot, planned: list[PlannedLayer | None]) -> float:
    shown = (planned[member.index] for member in slot)
    return max((_size_of(layer)[1] for layer in shown if layer), default=0.0)


def _height(block: _Block, planned: list[PlannedLayer | None], context: PlanContext) -> float:
    rows = sum(_row_height(slot, planned) for slot in block.slots)
    gaps = sum(_GAPS[block.role(row)] for row in range(len(block.slots) - 1))
    return rows + gaps * _em(context) + _room_above(block, context)


def _room_above(block: _Block, context: PlanContext) -> float:
    """Return what an ornament takes above a block."""
    is_above = context.style.look.ornament in ("rule", "hairline") and _is_ornate(block, context)
    return _ORNAMENT_GAP * _em(context) if is_above else 0.0


def _is_ornate(block: _Block, context: PlanContext) -> bool:
    """Tell whether a block is a statement of its own, worth an ornament."""
    roles = [block.role(row) for row in range(len(block.slots))]
    is_scene = context.style.is_named and context.ground.kind == "scene"
    return is_scene and "heading" in roles and "logo" not in roles


def _box(
    place: str,
    block: _Block,
    planned: list[PlannedLayer | None],
    context: PlanContext,
    region: Region,
) -> Box:
    """Return where a block would lie at a place."""
    across, down = grid_fractions(place)
    layers = [planned[member.index] for member in block.members]
    width = max((_size_of(layer)[0] for layer in layers if layer), default=0.0)
    height = _height(block, planned, context)
    x, y = region.spot(across, down)
    return x - across * width, y - down * height, width, height


def _freest(
    places: tuple[str, ...],
    blocks: tuple[_Block, ...],
    planned: list[PlannedLayer | None],
    context: PlanContext,
    region: Region,
) -> str:
    """Return the first place where no block meets what has a place already; else the freest."""
    taken = {member.index for block in blocks for member in block.members}
    others = [
        layer for index, layer in enumerate(planned) if layer is not None and index not in taken
    ]
    boxes = (*standing_boxes(others, context), *context.ground.kept_clear)
    if not boxes:
        return places[0]

    def covered(place: str) -> float:
        return sum(
            overlap(_box(place, block, planned, context, region), box)
            for block in blocks
            for box in boxes
        )

    return min(places, key=lambda place: (covered(place), places.index(place)))


def standing_boxes(layers: Sequence[PlannedLayer], context: PlanContext) -> tuple[Box, ...]:
    """Return the boxes of layers that other texts should not be put on."""
    return tuple(
        (layer.placement.left, layer.placement.top, *_size_of(layer))
        for layer in layers
        if _stands_in_the_way(layer, context)
    )


def _stands_in_the_way(layer: PlannedLayer, context: PlanContext) -> bool:
    """Tell whether a layer is a thing of its own: not a backdrop, a panel or a rule."""
    width, height = _size_of(layer)
    kind = type(layer.content).__name__
    is_thing = kind not in ("ShapeContent", "GroupContent")
    return is_thing and width * height < context.width * context.height / 2


def _stack(
    block: _Block,
    place: str,
    planned: list[PlannedLayer | None],
    context: PlanContext,
    region: Region,
) -> float:
    """Put a block's layers below each other; return where its first text begins."""
    across, _ = grid_fractions(place)
    top = _box(place, block, planned, context, region)[1] + _room_above(block, context)
    y, x = top, region.spot(across, 0)[0]
    for row, slot in enumerate(block.slots):
        height = _row_height(slot, planned)
        for member in slot:
            layer = planned[member.index]
            if layer is None:
                continue
            rest = layer.placement
            placement = Placement(
                x, y, across, 0.0, rest.width, rest.height, rest.scale, rest.rotation_degrees
            )
            planned[member.index] = replace(layer, placement=placement)
        y += height + _GAPS[block.role(row)] * _em(context)
    return top


def _ornaments(
    block: _Block,
    place: str,
    top: float,
    planned: list[PlannedLayer | None],
    context: PlanContext,
    plan_all: PlanAll,
) -> list[PlannedLayer]:
    """Return what is drawn beside a block."""
    if not _is_ornate(block, context):
        return []
    shown = [layer for member in block.members if (layer := planned[member.index])]
    if not shown:
        return []
    left = min(layer.placement.left for layer in shown)
    right = max(layer.placement.left + _size_of(layer)[0] for layer in shown)
    bottom = max(layer.placement.top + _size_of(layer)[1] for layer in shown)
    span = FrameRange(
        min(layer.span.start for layer in shown), max(layer.span.end for layer in shown)
    )
    drawn = ornament_layers((left, top, right - left, bottom - top), place, span, context)
    made = plan_all(drawn, [context] * len(drawn))
    leave = next((layer.exit for layer in shown if layer.exit), None)
    return [
        replace(layer, span=span, exit=leave and replace(leave, by="layer", preset="fade"))
        for layer in made
        if layer is not None
    ]
