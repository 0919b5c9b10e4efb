"""A render as independent segments: cut, named by what they show, kept, and run on all cores."""

from render.segments.cache import CachedSegment, CacheUsage, SegmentCache, max_cache_bytes
from render.segments.cut import cut
from render.segments.key import canonical_json, segment_key

__all__ = [
    "CacheUsage",
    "CachedSegment",
    "SegmentCache",
    "canonical_json",
    "cut",
    "max_cache_bytes",
    "segment_key",
]
