"""Pictures with transparency that name neither size nor place: marks, set as a designer would."""

from math import sqrt
from typing import TYPE_CHECKING

from render.layers.safe_area import region_of
from schemas import ImageLayer, Point, Size

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from schemas import Layer

_SAYS_WHERE = frozenset(("position", "anchor", "size", "fit", "margin", "crop", "motion"))
_SAME_ASPECT = 0.12
_LARGE = 0.75
_CORNER_AREA = 0.021
"""Area of a mark in a corner in parts of the square on the canvas's short side: a wide one is as
present as a tall one."""
_BLOCK_AREA = 0.075
_WIDEST_CORNER, _WIDEST_BLOCK = 0.3, 0.62
_HIGHEST = 0.3


def is_logo(layer: "Layer", context: "PlanContext") -> bool:
    """Tell whether a layer is a mark: a still with transparency that says nothing of its place.

    A picture of the canvas's own shape, or about as large, is meant to lie over all of it.
    """
    if not isinstance(layer, ImageLayer) or _SAYS_WHERE & layer.model_fields_set:
        return False
    media = context.media.get(layer.asset)
    if media is None or media.image is None or not media.image.has_alpha:
        return False
    width, height = media.size_px
    aspect = (width / height) / (context.width / context.height)
    fills = abs(aspect - 1) < _SAME_ASPECT
    is_large = width > _LARGE * context.width and height > _LARGE * context.height
    return not fills and not is_large


def logo_in_corner(layer: "Layer", context: "PlanContext") -> "Layer":
    """Return a mark with a size, in the top right corner of the safe area; others as they are."""
    if not isinstance(layer, ImageLayer) or not is_logo(layer, context):
        return layer
    region = region_of(context.width, context.height, context.ground)
    width, height = _sized(layer, context, _CORNER_AREA, _WIDEST_CORNER)
    return layer.model_copy(
        update={
            "size": Size(width=width, height=height),
            "position": Point(x=region.left + region.width, y=region.top),
            "anchor": "top-right",
        }
    )


def logo_in_block(layer: "Layer", context: "PlanContext", factor: float) -> "Layer":
    """Return a mark with the size it has above the texts of a closing card."""
    if not isinstance(layer, ImageLayer):
        return layer
    width, height = _sized(layer, context, _BLOCK_AREA, _WIDEST_BLOCK)
    size = Size(width=width * factor, height=height * factor)
    return layer.model_copy(update={"size": size})


def _sized(
    layer: ImageLayer, context: "PlanContext", area: float, widest: float
) -> tuple[float, float]:
    """Return width and height of a mark, of one area whatever its shape."""
    own_width, own_height = context.asset(layer.asset).size_px
    short = min(context.width, context.height)
    width = short * sqrt(area * own_width / own_height)
    width = min(width, widest * short, _HIGHEST * short * own_width / own_height)
    return width, width * own_height / own_width
