"""The qualities a film can be written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from render.errors import UsageError

_NOT_IN_KEY = {"in_key": False}  # a segment's picture depends on neither its name nor its sound


@dataclass(frozen=True)
class Profile:
    """How hard the encoder works and how much it may spend.

    Attributes:
        name: What the user says: draft, standard or high.
        preset: The x264 preset; slower makes smaller files of the same quality.
        crf: The x264 constant rate factor, 0 (lossless) to 51; 6 less is about twice the size.
        audio_bitrate_bps: Bits a second of the AAC sound, both channels together.
    """

    name: str = field(metadata=_NOT_IN_KEY)
    preset: str
    crf: int
    audio_bitrate_bps: int = field(metadata=_NOT_IN_KEY)


DEFAULT_QUALITY: Final = "standard"

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("draft", preset="ultrafast", crf=28, audio_bitrate_bps=96_000),
            Profile("standard", preset="veryfast", crf=20, audio_bitrate_bps=192_000),
            Profile("high", preset="medium", crf=16, audio_bitrate_bps=256_000),
        )
    }
)


def profile_named(name: str) -> Profile:
    """Return the profile of a name.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in PROFILES:
        raise UsageError(
            f"there is no quality {name!r}", where="quality", hint=f"one of {', '.join(PROFILES)}"
        )
    return PROFILES[name]
