"""Pictures to smaller pictures: upright, sRGB, 8 bits, without metadata, never enlarged."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from render.assets.containers import look_at
from render.assets.keys import shown
from render.assets.media import ImageFacts
from render.assets.reductions import Reduction, StillSource
from render.assets.resampling import Pixels
from render.assets.stills import note_on_first, open_still
from render.errors import AssetUnreadable
from render.storage import write_atomically
from render.variants.picture_files import MOST_PX, encoded
from render.variants.profiles import ImageProfile
from render.variants.result import VariantResult

_WHITE: Final = "#ffffff"


def make_image_variant(
    source: Path, profile: ImageProfile, output: Path, *, durable: bool = True
) -> VariantResult:
    """Make one variant of a picture; see `make_image_variants`."""
    return make_image_variants(source, [(profile, output)], durable=durable)[0]


def make_image_variants(
    source: Path,
    profiles_and_outputs: Sequence[tuple[ImageProfile, Path]],
    *,
    durable: bool = True,
) -> list[VariantResult]:
    """Make variants of a picture, which is decoded once for all of them.

    The picture is turned upright, converted to sRGB with 8 bits and averaged down; of an animation
    it is the first frame. A picture that is smaller than a profile allows keeps its size. Variants
    hold no metadata. Each is written whole or not at all, after all of them were made.

    Args:
        source: The picture; its content decides what it is.
        profiles_and_outputs: What to make and where to write it, at least one.
        durable: Flush each file to the disk before it gets its name.

    Returns:
        What was written, in the order asked for.

    Raises:
        AssetUnreadable: The picture is damaged, too large or none; nothing was written.
        OutputError: A file cannot be written.
    """
    key = str(source)
    guess = look_at(source, key)
    if guess.kind != "image":
        raise AssetUnreadable(f"this is {guess.name}, not a picture", where=shown(key))
    profiles = [profile for profile, _ in profiles_and_outputs]
    with open_still(source, key, will_draft=True) as picture:
        note = note_on_first(picture)
        still = StillSource(picture, source, key)
        sizes = [_sizes(still.facts, profile) for profile in profiles]
        reduced = still.reduce(
            [
                Reduction(*whole, background=_background(profile))
                for (whole, _), profile in zip(sizes, profiles, strict=True)
            ]
        )
    files = [
        encoded(_middle(pixels, kept), profile)
        for pixels, (_, kept), profile in zip(reduced, sizes, profiles, strict=True)
    ]
    notes = (note,) if note else ()
    results: list[VariantResult] = []
    for data, (_, kept), (_, output) in zip(files, sizes, profiles_and_outputs, strict=True):
        with write_atomically(output, durable=durable) as unfinished:
            unfinished.write_bytes(data)
        results.append(VariantResult(output, *kept, len(data), notes))
    return results


_Size = tuple[int, int]


def _sizes(facts: ImageFacts, profile: ImageProfile) -> tuple[_Size, _Size]:
    """Return the size to reduce a picture to, and what is kept of that in the middle."""
    size = facts.width_px, facts.height_px
    most = MOST_PX[profile.extension]
    box = min(profile.width_px, most), min(profile.height_px or most, most)
    if profile.fit == "inside" or profile.height_px is None:
        whole = _scaled(size, min(1.0, box[0] / size[0], box[1] / size[1]))
        return whole, whole
    # A picture that is smaller than the box on one side gives a smaller one of the same shape.
    kept = _scaled(box, min(1.0, size[0] / box[0], size[1] / box[1]))
    whole = _scaled(size, max(kept[0] / size[0], kept[1] / size[1]))
    return (max(whole[0], kept[0]), max(whole[1], kept[1])), kept


def _scaled(size: _Size, scale: float) -> _Size:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _middle(pixels: Pixels, size: _Size) -> Pixels:
    """Return the middle of a picture, cut to a size."""
    left, top = (pixels.shape[1] - size[0]) // 2, (pixels.shape[0] - size[1]) // 2
    return pixels[top : top + size[1], left : left + size[0]]


def _background(profile: ImageProfile) -> tuple[int, int, int] | None:
    """Return the colour that is laid under a picture, None where it may stay transparent."""
    colour = profile.background
    if colour is None and profile.extension == ".jpg":
        colour = _WHITE
    if colour is None:
        return None
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
