"""What is heard."""

from typing import Annotated, ClassVar, Literal, cast

from pydantic import BeforeValidator, Discriminator, Field, Tag

from schemas.model import Draft, Model
from schemas.text import Word
from schemas.values import (
    NUMBER,
    AssetKey,
    Decibels,
    Flag,
    FrameNumber,
    Frames,
    Id,
    Text,
    Volume,
)


class Sound(Model):
    """What all sounds share.

    Attributes:
        volume: Linear: 1 leaves the sound as it is.
        gain_db: The same in decibels; when set, it is used instead of volume.
    """

    volume: Volume = 1.0
    gain_db: Decibels | None = None


class VoiceoverSegment(Sound):
    """One piece of the voiceover.

    Attributes:
        scene_id: The scene it is spoken over.
        key: The sound.
        start_frame: Counted from the scene's start; composition frame without scene_id.
        text: What is said, for captions.
        words: When each word is said, counted from the segment's start.
    """

    SHORTHAND: ClassVar[str | None] = "key"

    scene_id: Id | None = None
    key: AssetKey
    start_frame: FrameNumber = 0
    text: Text | None = None
    words: tuple[Word, ...] = ()


class Voiceover(Sound):
    """The spoken text: one sound, or segments.

    Attributes:
        key: The sound, when it is one for the whole composition.
        start_frame: Of that sound, composition frame.
        text: What that sound says, for captions.
        words: When that sound says each word, counted from its start.
        segments: Pieces, each with its own sound.
    """

    SHORTHAND: ClassVar[str | None] = "key"

    key: AssetKey | None = None
    start_frame: FrameNumber = 0
    text: Text | None = None
    words: tuple[Word, ...] = ()
    segments: tuple[VoiceoverSegment, ...] = ()

    @classmethod
    def expand_shorthand(cls, data: object) -> object:
        """Read a bare key, and a bare list of segments."""
        if isinstance(data, list):
            return {"segments": cast("list[object]", data)}
        return super().expand_shorthand(data)

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read segments that were put where the key goes."""
        key = draft.values.get("key")
        if isinstance(key, list) and "segments" not in draft.values:
            del draft.values["key"]
            path = draft.written.pop("key", ("key",))
            draft.put("segments", cast("list[object]", key), *path)


class Ducking(Model):
    """How music makes room for the voice.

    Attributes:
        amount_db: Change of level while somebody speaks; 0 or below.
        attack_frames: How long the level takes to fall.
        release_frames: How long it takes to come back.
    """

    amount_db: Annotated[float, Field(ge=-60, le=0), NUMBER] = -12.0
    attack_frames: Frames = 6
    release_frames: Frames = 15


def _read_ducking(value: object) -> object:
    return {} if value is True else value


def _ducking_tag(value: object) -> str:
    return "is:off" if value is False else "is:ducking"


class Music(Sound):
    """Music under the whole composition.

    Attributes:
        key: The sound.
        loop: Start again when it is over before the composition.
        start_frame: Composition frame.
        trim_start_frame: Where in the sound it begins, at the composition's fps.
        fade_in_frames: From silence.
        fade_out_frames: To silence, at the end of the composition or of the sound.
        ducking: How it makes room for the voice; false is not at all.
    """

    SHORTHAND: ClassVar[str | None] = "key"

    key: AssetKey
    loop: Flag = True
    start_frame: FrameNumber = 0
    trim_start_frame: Frames = 0
    fade_in_frames: Frames = 0
    fade_out_frames: Frames = 0
    ducking: Annotated[
        Annotated[Ducking, Tag("is:ducking")] | Annotated[Literal[False], Tag("is:off")],
        Discriminator(_ducking_tag),
        BeforeValidator(_read_ducking),
    ] = Field(default_factory=Ducking)


class SoundEffect(Sound):
    """One sound at one moment.

    Attributes:
        key: The sound.
        start_frame: Composition frame.
    """

    SHORTHAND: ClassVar[str | None] = "key"

    key: AssetKey
    start_frame: FrameNumber = 0


class Loudness(Model):
    """The level the finished mix is brought to.

    Attributes:
        integrated_lufs: Loudness of the whole, EBU R 128.
        true_peak_dbtp: What no sample, also between samples, goes above.
    """

    integrated_lufs: Annotated[float, Field(ge=-70, le=0), NUMBER] = -14.0
    true_peak_dbtp: Annotated[float, Field(ge=-20, le=0), NUMBER] = -1.0


class Audio(Model):
    """Everything heard besides the clips' own sound.

    Attributes:
        voiceover: The spoken text.
        music: Music under everything.
        sound_effects: Single sounds.
        loudness: The level the mix is brought to; null leaves it as it comes.
    """

    voiceover: Voiceover | None = None
    music: Music | None = None
    sound_effects: tuple[SoundEffect, ...] = ()
    loudness: Loudness | None = Field(default_factory=Loudness)
