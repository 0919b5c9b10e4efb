"""Whole compositions out of the examples that checks carry."""

import json
from typing import Any, cast


def completed(example: str) -> str:
    """Return the composition that an example stands for, as JSON text.

    An object with a `type` is a layer, one with `durationFrames` a scene, a list is the scenes;
    anything else are members of the composition. What is missing around it is filled in. Text that
    is no JSON is left alone.
    """
    try:
        value: object = json.loads(example, object_pairs_hook=_without_repeats)
    except ValueError:
        return example
    if isinstance(value, dict):
        return json.dumps(_around(cast("dict[str, Any]", value)), indent=2)
    return json.dumps(_composition({"scenes": value}), indent=2)


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(members)) < len(members):
        raise ValueError("a key is there twice")
    return dict(members)


def _around(value: dict[str, Any]) -> dict[str, Any]:
    if "type" in value:
        value = {"id": "scene-1", "durationFrames": 90, "layers": [value]}
    if "durationFrames" in value:
        value = {"scenes": [{"id": "scene-1", **value}]}
    return _composition(value)


def _composition(members: dict[str, Any]) -> dict[str, Any]:
    scenes = members.get("scenes", [{"id": "scene-1", "durationFrames": 90}])
    total = sum(scene.get("durationFrames", 0) for scene in scenes if isinstance(scene, dict))
    filled: dict[str, Any] = {"id": "example", "totalDurationFrames": total or 90}
    return {**filled, "scenes": scenes, **members}
