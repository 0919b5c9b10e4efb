"""The document stage: bytes to Composition, every problem at once, with place and fix.

Names are imported when they are first used: Pydantic comes with them, and worker processes, which
need only how near a word is to others, do without it.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
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

__getattr__ = names_in(
    __name__,
    {
        "document": ("Document",),
        "parse": ("ParsedComposition", "parse_composition", "read_composition", "read_source"),
        "rewrite": ("canonical_text",),
        "timing": ("SceneTiming", "scene_start_frames", "transition_frames"),
        "write": ("write_composition",),
    },
)
