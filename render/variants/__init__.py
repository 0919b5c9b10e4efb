"""Variants: smaller copies of originals, made by profiles, one file or a million.

`make_variants` is the batch; `make_image_variants` and `make_video_variants` make those of one
original. Nothing heavy is imported before it is asked for.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

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

__getattr__ = names_in(
    __name__,
    {
        "profiles": ("BUILT_IN", "ImageProfile", "VideoProfile", "read_profiles"),
        "outcome": ("VariantOutcome",),
        "result": ("VariantResult",),
        "images": ("make_image_variants",),
        "batch": ("make_variants",),
        "videos": ("make_video_variants",),
    },
)
