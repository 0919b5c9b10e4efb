"""The base of all models: wire names, generous keys, and a record of what was read where.

Keys are read in any spelling of `spellings.KEYS` and written canonically. Whoever wants to know
what a document really said (which key was meant by which, what nobody knows) passes a `Reading` as
Pydantic's validation context and looks at it afterwards, also when validation failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, cast, get_args

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel

from schemas.spellings import KEYS, fold

_WIRE_NAMES = {
    # `from` is a keyword of Python, and `to` belongs beside it.
    "from_rect": "from",
    "to_rect": "to",
    "from_value": "from",
    "to_value": "to",
    # The API's envelope is the one place that is not camelCase.
    "composition_id": "composition_id",
}


PRIVATE_PREFIXES = ("$", "_", "x-", "//")
"""Keys that begin so are their writer's own affair (`$schema`, `_comment`): kept without a word."""


def wire_name(field_name: str) -> str:
    """Return the JSON key of a Python field: `start_frame` is `startFrame`."""
    return _WIRE_NAMES.get(field_name) or to_camel(field_name)


@dataclass(slots=True)
class Draft:
    """One JSON object on its way into a model.

    Attributes:
        model: The model that reads it.
        values: Canonical key to value; keys that nobody knows as they are.
        written: Canonical key to the path inside the object where its value was found, when that is
            not simply the key itself. () is the object itself.
        unknown: Keys that no field reads.
        doubled: Keys that say again what another key says, with that canonical key.
    """

    model: "type[Model]"
    values: dict[str, object]
    written: dict[str, tuple[str, ...]]
    unknown: list[str]
    doubled: dict[str, str]

    def claim(self, key: str) -> object:
        """Take an unknown key's value out, to put it elsewhere; None when it is not there."""
        if key not in self.unknown:
            return None
        self.unknown.remove(key)
        return self.values.pop(key)

    def put(self, key: str, value: object, *path: str) -> None:
        """Set a canonical key to a value found at `path` inside the object."""
        self.values[key] = value
        self.written[key] = path


@dataclass
class Reading:
    """What the models saw in one document.

    Attributes:
        drafts: The id() of each JSON object to what was read from it. Ids stay true as long as the
            document itself is kept.
    """

    drafts: dict[int, Draft] = field(default_factory=dict[int, Draft])


class Model(BaseModel):
    """Base of all models of the format: frozen, generous with spellings, keeping unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=wire_name,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
        defer_build=True,
    )

    SHORTHAND: ClassVar[str | None] = None
    """The key that a bare text stands for: `"enter": "fade"` is `{"preset": "fade"}`."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: object, info: ValidationInfo) -> object:
        if not isinstance(data, dict):
            data = cls.expand_shorthand(data)
            if not isinstance(data, dict):
                return data
        draft = cls._draft(cast("dict[str, object]", data))
        cls.rewrite(draft)
        if isinstance(info.context, Reading):
            info.context.drafts[id(cast("object", data))] = draft
        return draft.values

    @classmethod
    def expand_shorthand(cls, data: object) -> object:
        """Return the object that a value which is none stands for; others come back as they are."""
        if cls.SHORTHAND is not None and isinstance(data, str):
            return {cls.SHORTHAND: data}
        return data

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read what spellings of single keys cannot say. Models that need it override this."""

    @classmethod
    def _draft(cls, data: Mapping[str, object]) -> Draft:
        names = wire_names(cls)
        draft = Draft(cls, {}, {}, [], {})
        later: list[str] = []
        unset_by_null = _unset_by_null(cls)
        for key, value in data.items():
            if key in names:
                if value is not None or key not in unset_by_null:
                    draft.values[key] = value
            else:
                later.append(key)
        for key in later:
            canonical = canonical_key(cls, key)
            if key.startswith(PRIVATE_PREFIXES):
                draft.values[key] = data[key]
            elif canonical is None:
                draft.unknown.append(key)
                draft.values[key] = data[key]
            elif canonical in draft.values:
                draft.doubled[key] = canonical
                draft.values[key] = data[key]
            else:
                draft.put(canonical, data[key], key)
        return draft


@cache
def wire_names(model: type[Model]) -> dict[str, str]:
    """Return a model's JSON keys with their Python names, in the order of its fields."""
    return {info.alias or name: name for name, info in model.model_fields.items()}


@cache
def _unset_by_null(model: type[Model]) -> frozenset[str]:
    """Return the optional keys for which null says nothing: many writers put it for "not set"."""
    return frozenset(
        key
        for key, name in wire_names(model).items()
        if not (info := model.model_fields[name]).is_required()
        and type(None) not in get_args(info.annotation)
    )


@cache
def _folded_names(model: type[Model]) -> dict[str, str]:
    return {fold(name): name for name in wire_names(model)}


def canonical_key(model: type[Model], key: str) -> str | None:
    """Return the canonical key that a model reads `key` as, or None when it does not know it."""
    folded = fold(key)
    by_fold = _folded_names(model).get(folded)
    if by_fold is not None:
        return by_fold
    names = wire_names(model)
    return next((name for name in KEYS.get(folded, ()) if name in names), None)


def as_wire(model: BaseModel) -> dict[str, Any]:
    """Return a model as JSON-ready data: what was said, in canonical keys, nothing else."""
    return model.model_dump(mode="json", exclude_unset=True)
