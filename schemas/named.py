"""Types whose values are names of the format, read in any spelling."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator

from schemas import names, spellings
from schemas.spellings import fold
from schemas.wording import described, listed, quoted, refusal


def named(noun: str, known: tuple[str, ...], also: Mapping[str, str]) -> BeforeValidator:
    """Read one of the format's names in any of its spellings.

    Args:
        noun: What it is a name of, for messages: "transition".
        known: The canonical names.
        also: Folded spellings of other tools to canonical names.
    """
    folded = {**also, **{fold(name): name for name in known}}

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise refusal("name", f"expected {listed(known)}, got {described(value)}", names=known)
        name = folded.get(fold(value))
        if name is None:
            raise refusal(
                "unknown-name",
                f"there is no {noun} {quoted(value)}",
                names=known,
                given=value,
            )
        return name

    return BeforeValidator(read)


_NONE: dict[str, str] = {}
AspectRatio: TypeAlias = Annotated[
    names.AspectRatioName, named("aspect ratio", names.ASPECT_RATIOS, _NONE)
]
NineGrid: TypeAlias = Annotated[
    names.NineGridName, named("position", names.NINE_GRID, spellings.NINE_GRID)
]
Fit: TypeAlias = Annotated[names.FitMode, named("fit", names.FIT_MODES, spellings.FIT)]
Blend: TypeAlias = Annotated[
    names.BlendMode, named("blend mode", names.BLEND_MODES, spellings.BLEND)
]
Direction: TypeAlias = Annotated[
    names.DirectionName, named("direction", names.DIRECTIONS, spellings.DIRECTION)
]
Unit: TypeAlias = Annotated[
    names.AnimationUnit, named("unit", names.ANIMATION_UNITS, spellings.UNIT)
]
Order: TypeAlias = Annotated[
    names.StaggerOrder, named("order", names.STAGGER_ORDERS, spellings.ORDER)
]
Preset: TypeAlias = Annotated[names.PresetName, named("preset", names.PRESETS, spellings.PRESET)]
