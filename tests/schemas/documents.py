"""Hypothesis strategies for compositions as JSON, made from the generated schema.

Every field of every model occurs, in canonical spelling, with values at and between its bounds.
What the models demand beyond their fields (order, either-or) is put right afterwards.
"""

from functools import cache

from hypothesis import strategies as st

from schemas import names
from schemas.generate import json_schema
from schemas.names import EASINGS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
COLORS = st.sampled_from(["#fff", "#00BDF2", "#00000080", "rebeccapurple", "$accent", "$primary"])
LENGTHS = st.one_of(
    st.integers(0, 2000),
    st.floats(0, 2000).map(lambda x: round(x, 3)),
    st.integers(0, 300).map("{}%".format),
)
EASING_TEXTS = st.one_of(
    st.sampled_from(EASINGS),
    st.sampled_from(["cubic-bezier(0.2, 0, 0, 1)", "steps(4)", "spring(1, 100, 10)"]),
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
FIELDS = {
    "color": COLORS,
    "easing": EASING_TEXTS,
    "fps": st.sampled_from([1, 24, 25, 30, 60, 240, "30000/1001", "24000/1001", "25/2"]),
    "version": st.just(1),
    "metadata": st.dictionaries(TEXTS, JSON_VALUES, max_size=3),
    "colorPalette": st.dictionaries(TEXTS, COLORS.filter(lambda c: c[0] != "$"), max_size=3),
}
_MAX_DEPTH = 3


def _keyframes(properties, values):
    """Return tracks of some properties, their keyframes in order."""
    track = st.lists(
        st.tuples(st.integers(0, 90), values), min_size=1, max_size=3, unique_by=lambda k: k[0]
    ).map(
        lambda keys: [
            {"frame": frame, "value": value} for frame, value in sorted(keys, key=lambda k: k[0])
        ]
    )
    return st.dictionaries(st.sampled_from(properties), track, max_size=2)


KEYFRAMES = {
    "Effect": _keyframes(
        sorted(set(names.EFFECT_PROPERTIES) - {"color"}), st.integers(0, 10) | st.floats(0, 10)
    ),
    "Music": _keyframes(["volume"], st.floats(0, 2)),
}
"""By the model that has them, where not every number moves."""
LAYER_KEYFRAMES = _keyframes(names.NUMBER_PROPERTIES, LENGTHS)


@cache
def _schema():
    return json_schema()


@st.composite
def compositions(draw):
    """Draw a valid composition whose scenes fill its total."""
    composition = draw(_object("Composition", 0))
    for index, scene in enumerate(composition["scenes"]):
        scene["id"] = f"scene-{index}"
        scene.pop("startFrame", None)
        scene["durationFrames"] = draw(st.integers(20, 200))
        transition = scene.get("transition")
        if transition:
            transition["durationFrames"] = draw(st.integers(0, 20))
    composition["totalDurationFrames"] = sum(s["durationFrames"] for s in composition["scenes"])
    palette = composition.setdefault("style", {}).setdefault("colorPalette", {})
    palette.setdefault("accent", "red")
    voiceover = composition.get("audio", {}).get("voiceover") or {}
    for segment in voiceover.get("segments", []):
        segment.pop("sceneId", None)
    return composition


@cache
def _object(name, depth):
    return _drawn_object(name, depth)


@st.composite
def _drawn_object(draw, name, depth):
    schema = _schema() if name == "Composition" else _schema()["$defs"][name]
    required = schema.get("required", ())
    optional = _optional_keys(name, deep=depth >= _MAX_DEPTH)
    chosen = draw(st.sets(st.sampled_from(optional), max_size=4)) if optional else ()
    result = {}
    for key in schema["properties"]:
        if key in required or key == "type" or key in chosen:
            result[key] = draw(_field(name, key, depth))
    _put_right(name, result)
    if draw(st.integers(0, 9)) == 0:
        result["otherTool"] = draw(JSON_VALUES)
    return result


@cache
def _optional_keys(name, *, deep):
    schema = _schema() if name == "Composition" else _schema()["$defs"][name]
    return [
        key
        for key, field in schema["properties"].items()
        if key not in schema.get("required", ()) and not (deep and "$ref" in str(field))
    ]


@cache
def _field(name, key, depth):
    if key == "keyframes":
        return KEYFRAMES.get(name, LAYER_KEYFRAMES)
    schema = _schema() if name == "Composition" else _schema()["$defs"][name]
    return _value(key, schema["properties"][key], depth)


def _value(key, schema, depth):
    if key in FIELDS and "Gradient" not in str(schema):
        return FIELDS[key]
    branches = schema.get("anyOf") or schema.get("oneOf")
    if branches:
        if any("%" in branch.get("pattern", "") for branch in branches):
            return LENGTHS
        return st.one_of(*(_value(key, branch, depth) for branch in branches))
    if "$ref" in schema:
        return _object(schema["$ref"].rsplit("/", 1)[1], depth + 1)
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    return _plain(key, schema, depth)


def _plain(key, schema, depth):
    kind = schema["type"]
    if kind == "null":
        return st.none()
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        step = schema.get("multipleOf", 1)
        low, high = schema.get("minimum", 1), schema.get("maximum", 5)
        return st.integers(low // step, min(high, low + 5000) // step).map(lambda n: n * step)
    if kind == "number":
        low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 0.5)
        return st.floats(low, schema["maximum"], allow_nan=False)
    if kind == "array":
        least = 2 if key == "stops" else 1 if key == "scenes" else 0
        return st.lists(_value(key, schema["items"], depth), min_size=least, max_size=max(least, 2))
    if kind == "string":
        return COLORS if key in ("fill", "background", "color") else TEXTS.filter(str.strip)
    raise AssertionError(f"no strategy for {key}: {schema}")


def _rect(fields):
    for at, size in (("x", "width"), ("y", "height")):
        fields[at] = min(fields.get(at, 0), 0.5)
        fields[size] = max(0.1, min(fields.get(size, 0.5), 0.5))


def _motion(fields):
    if "from" in fields or "to" in fields:
        whole = {"x": 0, "y": 0, "width": 1, "height": 1}
        fields["from"], fields["to"] = fields.get("from") or whole, fields.get("to") or whole
        fields.pop("preset", None)


def _mask(fields):
    fields.pop("layer", None)
    fields |= {"shape": fields.get("shape") or "rect", "path": "M0 0L9 9"}


def _text_layer(fields):
    if fields.get("spans"):
        fields.pop("text", None)
    else:
        fields["text"] = fields.get("text") or "words"


_CORRECTIONS = {
    "Rect": _rect,
    "Motion": _motion,
    "Mask": _mask,
    "TextLayer": _text_layer,
    "Gradient": lambda fields: fields["stops"].sort(key=lambda stop: stop["offset"]),
    "Word": lambda fields: fields.update(endFrame=fields["startFrame"] + 3),
    "VideoLayer": lambda fields: fields.update(trimStartFrame=0),
    "ShapeLayer": lambda fields: fields.update(path="M0 0L9 9", trimStart=0),
    "Transition": lambda fields: fields.update(asset="assets/table.png"),
    "Effect": lambda fields: fields.update(asset="assets/table.cube"),
    "CounterLayer": lambda fields: fields.update(format="{:,.1f}"),
    "Template": lambda fields: (fields.pop("look", None), fields.update(title="words")),
}


def _put_right(name, fields):
    _CORRECTIONS.get(name, lambda _: None)(fields)
    if name != "VideoLayer" and isinstance(fields.get("loop"), bool) and name.endswith("Layer"):
        del fields["loop"]
