"""The document stage: bytes to Composition, every problem at once, with place and fix."""

from render.document.document import Document
from render.document.parse import (
    ParsedComposition,
    parse_composition,
    read_composition,
    read_source,
)
from render.document.rewrite import canonical_text
from render.document.timing import SceneTiming, scene_start_frames, transition_frames
from render.document.write import write_composition

__all__ = [
    "Document",
    "ParsedComposition",
    "SceneTiming",
    "canonical_text",
    "parse_composition",
    "read_composition",
    "read_source",
    "scene_start_frames",
    "transition_frames",
    "write_composition",
]
