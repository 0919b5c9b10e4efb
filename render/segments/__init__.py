"""A render as independent segments: cut, named by what they show, kept, and run on all cores."""

from render.segments.cache import CachedSegment, SegmentCache
from render.segments.cut import cut
from render.segments.key import canonical_json, segment_key

__all__ = [
    "CachedSegment",
    "SegmentCache",
    "canonical_json",
    "cut",
    "segment_key",
]
