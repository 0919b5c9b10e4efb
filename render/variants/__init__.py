"""Variants: smaller copies of originals, made by profiles, one file or a million.

`make_variants` is the batch; `make_image_variants` and `make_video_variants` make those of one
original. Nothing heavy is imported before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from render.variants.batch import make_variants
    from render.variants.images import make_image_variants
    from render.variants.outcome import VariantOutcome
    from render.variants.profiles import BUILT_IN, ImageProfile, VideoProfile, read_profiles
    from render.variants.result import VariantResult
    from render.variants.videos import make_video_variants

__all__ = [
    "BUILT_IN",
    "ImageProfile",
    "VariantOutcome",
    "VariantResult",
    "VideoProfile",
    "make_image_variants",
    "make_variants",
    "make_video_variants",
    "read_profiles",
]

_MODULE_OF = {
    "BUILT_IN": "profiles",
    "ImageProfile": "profiles",
    "VariantOutcome": "outcome",
    "VariantResult": "result",
    "VideoProfile": "profiles",
    "make_image_variants": "images",
    "make_variants": "batch",
    "make_video_variants": "videos",
    "read_profiles": "profiles",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
