"""How variants of an asset are called.

`image.png` has `image_400w.jpg` and `image_800w.jpg`, `video.mp4` has `video_web.mp4` and
`video_preview.mp4`: a suffix takes the place of the extension. That is lost, so `a.png` and
`a.jpg` have the same variants, and the way back needs to know which originals there are. The names
alone say nothing about what is in a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

MediaKind: TypeAlias = Literal["image", "video"]
Suffixes: TypeAlias = Mapping[MediaKind, Sequence[str]]
"""What takes the place of the extension, for each kind."""

IMAGE_EXTENSIONS: Final = frozenset(
    "avif bmp gif heic heif jfif jpeg jpg png tif tiff webp".split()  # noqa: SIM905 - reads better
)
VIDEO_EXTENSIONS: Final = frozenset(
    "3gp avi m4v mkv mov mp4 mpeg mpg mts ogv ts webm wmv".split()  # noqa: SIM905 - likewise
)

API_SUFFIXES: Final[Suffixes] = {
    "image": ("_400w.jpg", "_800w.jpg"),
    "video": ("_web.mp4", "_preview.mp4"),
}
"""The variants that the hosted API makes, smallest picture and largest film first."""

PROXY_SUFFIXES: Final[Mapping[MediaKind, str]] = {"image": "_800w.jpg", "video": "_preview.mp4"}
"""The variants that a fast draft is made from."""


def media_kind(key: str) -> MediaKind | None:
    """Tell by its extension whether a key names a picture or a film; None is anything else."""
    extension = _split(key)[1].lower()
    if extension in IMAGE_EXTENSIONS:
        return "image"
    return "video" if extension in VIDEO_EXTENSIONS else None


def variant_keys(key: str, suffixes: Suffixes = API_SUFFIXES) -> tuple[str, ...]:
    """Return the keys of an original's variants, in the order of the suffixes.

    Args:
        key: The original's. Sounds, texts and names without an extension have no variants.
        suffixes: Of the variants there are.

    Example:
        >>> variant_keys("assets/scene-1/image.png")
        ('assets/scene-1/image_400w.jpg', 'assets/scene-1/image_800w.jpg')
    """
    kind = media_kind(key)
    if kind is None:
        return ()
    stem = _split(key)[0]
    return tuple(stem + suffix for suffix in suffixes.get(kind, ()))


def original_keys(
    key: str,
    known_keys: Iterable[str],
    suffixes: Suffixes = API_SUFFIXES,
) -> tuple[str, ...]:
    """Return those of the known keys that a key is a variant of.

    Args:
        key: Perhaps a variant's.
        known_keys: The originals there are; their order is kept.
        suffixes: As for `variant_keys`.

    Returns:
        Nothing when it is no variant of any of them; more than one when their names differ only
        in the extension, and nobody can tell whose variant it is.

    Example:
        >>> original_keys("a_800w.jpg", ["a.png", "a.mp4", "b.png"])
        ('a.png',)
    """
    distinct = dict.fromkeys(known_keys)
    return tuple(known for known in distinct if key in variant_keys(known, suffixes))


def _split(key: str) -> tuple[str, str]:
    """Return a key without its extension, and the extension without its dot, "" for none."""
    folder, slash, name = key.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:  # no extension, or a hidden file such as `.png`
        return key, ""
    return f"{folder}{slash}{stem}", extension
