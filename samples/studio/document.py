"""Write composition documents so that people can read them: what fits on a line stays on one."""

import json
from pathlib import Path
from typing import Any

_LINE_LENGTH = 118


def to_text(value: Any, indent: int = 0, used: int = 0) -> str:
    """Return JSON that breaks an object or list only when it would not fit on the line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + indent + used < _LINE_LENGTH:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [
            f'{inner}"{key}": {to_text(item, indent + 2, len(key) + 4)}'
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [inner + to_text(item, indent + 2) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def write_segments(composition: Path, segments: list[dict[str, Any]]) -> None:
    """Put the voice's segments, with their word times, into a composition file."""
    document = json.loads(composition.read_text(encoding="utf-8"))
    document["audio"]["voiceover"]["segments"] = segments
    composition.write_text(to_text(document) + "\n", encoding="utf-8")
