"""What variants there are: smaller copies of an original, each described by a profile.

A variant lies beside its original under a name of its own: the profile's suffix and extension take
the place of the original's extension. `photo.png` gives `photo_400w.jpg`, `film.mov` gives
`film_web.mp4`. Profiles are data: a TOML file adds some or changes the four that are built in.
"""

import hashlib
import json
import tomllib
from abc import ABC, abstractmethod
from dataclasses import asdict, fields
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final, Literal, cast

from pydantic import ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import ErrorDetails

from render.errors import UsageError
from schemas.wording import described, listed, quoted

IMAGE_RECIPE: Final = 1
"""Raised whenever the same original and profile give another picture."""

VIDEO_RECIPE: Final = 1
"""Raised whenever the same original and profile give another film."""

MAX_FILE_BYTES: Final = 1024 * 1024
MAX_PROFILES: Final = 64

_CONFIG: Final = ConfigDict(extra="forbid", strict=True)

Suffix = Annotated[str, Field(pattern=r"^_[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Side = Annotated[int, Field(ge=1, le=16_384)]


class _Named(ABC):
    """How a profile names its variants."""

    @property
    @abstractmethod
    def tail(self) -> str:
        """What a variant's name ends in, `_400w.jpg`; no two profiles of a set share it."""

    def name_for(self, name: str) -> str:
        """Return the name of the variant of an original.

        Args:
            name: A file name, an asset key or a path with `/`; only what follows the last dot of
                its last part is replaced. `a.b/photo` gives `a.b/photo_400w.jpg`.
        """
        path = PurePosixPath(name)
        return str(path.with_name(path.stem + self.tail))

    def path_for(self, original: Path) -> Path:
        """Return where the variant of an original lies: beside it."""
        return original.with_name(original.stem + self.tail)


@dataclass(frozen=True, config=_CONFIG)
class ImageProfile(_Named):
    """How a picture is made from a picture. It is never enlarged.

    Attributes:
        suffix: Follows the original's name, `_400w`: an underscore, then letters, digits, `-` and
            `_`.
        extension: `.jpg`, `.webp`, `.avif` or `.png`; decides the format.
        width_px: The widest it may be.
        height_px: The highest it may be, or None for any height.
        fit: "inside" keeps the whole picture; "cover" cuts the sides that stand out of the shape
            `width_px` by `height_px`, the same from both ends.
        quality: 1 to 100, in the encoder's own measure; PNG has none.
        chroma: "4:2:0" keeps a quarter of the colour samples, "4:4:4" all of them; JPEG and AVIF.
            WebP always keeps a quarter, PNG all.
        background: What shows through transparent parts, `#rrggbb`. None keeps them transparent
            where the format can; JPEG cannot, and takes white.
    """

    suffix: Suffix
    width_px: Side
    extension: Literal[".jpg", ".webp", ".avif", ".png"] = ".jpg"
    height_px: Side | None = None
    fit: Literal["inside", "cover"] = "inside"
    quality: Annotated[int, Field(ge=1, le=100)] = 80
    chroma: Literal["4:2:0", "4:4:4"] = "4:4:4"
    background: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None

    @property
    def tail(self) -> str:
        """What a variant's name ends in, `_400w.jpg`; no two profiles of a set share it."""
        return self.suffix + self.extension

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides about the bytes of a variant beside its original."""
        return _fingerprint("image", IMAGE_RECIPE, asdict(cast("Any", self)))


@dataclass(frozen=True, config=_CONFIG)
class VideoProfile(_Named):
    """How a film is made from a film. It is never enlarged, nor is its rate raised.

    Attributes:
        suffix: Follows the original's name, `_web`; as an image's.
        extension: `.mp4`.
        short_side_px: The most the shorter side may have: 1080 is "1080p", upright or not.
        long_side_px: The most the longer side may have.
        aspect_ratio: Width and height of the shape to cut it to, `"1:1"`; None keeps all of it.
        crf: The x264 constant rate factor, 0 to 51; 6 more is about half the size.
        preset: The x264 preset; slower makes smaller files of the same quality.
        codec_profile: Of H.264: "high", "main" for older players, "baseline" for the oldest, which
            takes a tenth to a fifth more bytes for the same quality.
        max_rate_bps: Bits a second of the picture that no stretch may exceed, or None.
        max_fps: The most frames a second; a faster source is thinned out.
        keyframe_seconds: The longest way between two places that a player can seek to.
        audio_bitrate_bps: Bits a second of the AAC sound; 0 leaves the sound out.
        background: What shows through transparent parts, `#rrggbb`.
    """

    suffix: Suffix
    short_side_px: Side
    extension: Literal[".mp4"] = ".mp4"
    long_side_px: Side = 16_384
    aspect_ratio: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$")] | None = None
    crf: Annotated[int, Field(ge=0, le=51)] = 23
    preset: Literal[
        "ultrafast",
        "superfast",
        "veryfast",
        "faster",
        "fast",
        "medium",
        "slow",
        "slower",
        "veryslow",
    ] = "medium"
    codec_profile: Literal["baseline", "main", "high"] = "high"
    max_rate_bps: Annotated[int, Field(ge=50_000, le=100_000_000)] | None = None
    max_fps: Annotated[int, Field(ge=1, le=240)] = 60
    keyframe_seconds: Annotated[float, Field(gt=0, le=30)] = 2.0
    audio_bitrate_bps: Annotated[int, Field(ge=0, le=512_000)] = 128_000
    background: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#000000"

    @property
    def tail(self) -> str:
        """What a variant's name ends in, `_400w.jpg`; no two profiles of a set share it."""
        return self.suffix + self.extension

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides about the bytes of a variant beside its original."""
        return _fingerprint("video", VIDEO_RECIPE, asdict(cast("Any", self)))


Profile = ImageProfile | VideoProfile

BUILT_IN: Final[tuple[Profile, ...]] = (
    ImageProfile("_400w", width_px=400),
    ImageProfile("_800w", width_px=800),
    VideoProfile(
        "_web",
        short_side_px=1080,
        long_side_px=2560,
        crf=23,
        preset="faster",
        max_rate_bps=12_000_000,
        keyframe_seconds=2.0,
    ),
    VideoProfile(
        "_preview",
        short_side_px=480,
        long_side_px=1138,
        crf=27,
        preset="faster",
        codec_profile="main",
        max_rate_bps=1_200_000,
        max_fps=30,
        keyframe_seconds=1.0,
        audio_bitrate_bps=64_000,
    ),
)
"""The variants that the API has: `_400w.jpg`, `_800w.jpg`, `_web.mp4` and `_preview.mp4`."""

_KINDS: Final[dict[str, type[Any]]] = {"image": ImageProfile, "video": VideoProfile}


def images_of(profiles: tuple[Profile, ...]) -> tuple[ImageProfile, ...]:
    """Return the profiles that pictures are made by."""
    return tuple(profile for profile in profiles if isinstance(profile, ImageProfile))


def videos_of(profiles: tuple[Profile, ...]) -> tuple[VideoProfile, ...]:
    """Return the profiles that films are made by."""
    return tuple(profile for profile in profiles if isinstance(profile, VideoProfile))


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """Read a TOML file of profiles: `[[image]]` and `[[video]]` tables, keys as in the classes.

    The four that are built in stay, unless the file says `built-in = false`; one in the file with
    the same suffix and extension takes the place of a built-in one. Keys may be written with `-` or
    `_`.

    Returns:
        The profiles, the built-in ones first.

    Raises:
        UsageError: The file cannot be read, is no TOML or does not describe profiles. The message
            lists everything that is wrong.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot be read: {reason}", where=str(path)) from error
    if len(text) > MAX_FILE_BYTES:
        raise UsageError("is too large for a file of profiles", where=str(path))
    try:
        return profiles_from(tomllib.loads(text.decode()))
    except UsageError as error:
        raise UsageError(error.message, where=str(path), hint=error.hint) from error
    except (ValueError, RecursionError) as error:  # TOML's own error and text that is no UTF-8
        raise UsageError(f"is not TOML: {error}", where=str(path)) from error


def profiles_from(document: dict[str, Any]) -> tuple[Profile, ...]:
    """Turn a parsed TOML document into profiles; see `read_profiles`.

    Raises:
        UsageError: It does not describe profiles.
    """
    tables = {_key(name): value for name, value in document.items()}
    keep = tables.pop("built_in", True)
    faults: list[str] = []
    if not isinstance(keep, bool):
        faults.append(f'"built-in" is true or false, not {described(keep)}')
    faults += [
        f"there is no table {quoted(name)}, only [[image]] and [[video]]"
        for name in tables
        if name not in _KINDS
    ]
    found: dict[str, Profile] = {}
    for kind, model in _KINDS.items():
        entries = tables.get(kind, [])
        if not isinstance(entries, list):
            faults.append(f"write [[{kind}]] with two brackets: there may be several")
            continue
        for number, entry in enumerate(cast("list[Any]", entries)[:MAX_PROFILES], 1):
            place = f"[[{kind}]] number {number}"
            profile = _profile(model, entry, place, faults)
            if profile is not None and profile.tail.casefold() in found:
                faults.append(f"{place}: another profile makes {profile.tail} as well")
            elif profile is not None:
                found[profile.tail.casefold()] = profile
        if len(cast("list[Any]", entries)) > MAX_PROFILES:
            faults.append(f"there are more than {MAX_PROFILES} [[{kind}]] tables")
    if faults:
        several = len(faults) > 1
        start = f"{len(faults)} things are wrong:" if several else ""
        lines = "".join(f"\n  {fault}" for fault in faults) if several else faults[0]
        raise UsageError(start + lines)
    built_in = BUILT_IN if keep else ()
    kept = {profile.tail.casefold(): profile for profile in built_in} | found
    if not kept:
        raise UsageError(
            "describes no profile", hint="add an [[image]] or a [[video]] table, or built-in = true"
        )
    return tuple(kept.values())


def _profile(model: type[Any], entry: object, place: str, faults: list[str]) -> Profile | None:
    """Return the profile of one table, or None and its faults added to the list."""
    if not isinstance(entry, dict):
        faults.append(f"{place} is a table of keys, not {described(entry)}")
        return None
    values = {_key(name): value for name, value in cast("dict[str, Any]", entry).items()}
    try:
        return cast("Profile", model(**values))
    except ValidationError as error:
        known = tuple(field.name for field in fields(model))
        all_details = error.errors(include_url=False)
        faults += [f"{place}: {_in_words(details, known)}" for details in all_details]
    return None


def _in_words(details: ErrorDetails, known: tuple[str, ...]) -> str:
    key = str(details["loc"][0]) if details["loc"] else ""
    kind, given = details["type"], cast("object", details["input"])
    if kind in {"missing", "missing_argument"}:
        return f"{quoted(key)} is missing"
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return f"there is no key {quoted(key)}; there are {listed(known)}"
    if kind == "string_pattern_mismatch":
        return f"{quoted(key)} is {_SHAPES[key]}, got {described(given)}"
    message = details["msg"].removeprefix("Input ")
    return f"{quoted(key)} {message}, got {described(given)}"


_SHAPES: Final = {
    "suffix": "an underscore with letters, digits, - and _ after it, like _1600w",
    "background": "a colour like #ffffff",
    "aspect_ratio": "two whole numbers like 16:9",
}


def _key(name: str) -> str:
    return name.replace("-", "_")


def _fingerprint(kind: str, recipe: int, values: dict[str, Any]) -> str:
    # The name says where a variant lies, not what is in it; the format is in the extension.
    values = {name: value for name, value in values.items() if name != "suffix"}
    text = json.dumps([kind, recipe, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
