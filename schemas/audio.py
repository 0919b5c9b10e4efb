"""What is heard."""

from typing import Annotated, ClassVar, Literal, Self, TypeAlias, cast

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from schemas import names, spellings
from schemas.model import Draft, Model
from schemas.motion import Keyframes
from schemas.named import named
from schemas.text import Word
from schemas.values import (
    MAX_VOLUME,
    NUMBER,
    AssetKey,
    Decibels,
    Flag,
    FrameNumber,
    Frames,
    Id,
    SomeFrames,
    Text,
    Volume,
)
from schemas.wording import described, quoted, refusal


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
        lookahead_frames: How long before the speech the fall begins. Unset, as long as it takes:
            the music is down when the first word comes.
        clearance_db: Speech stays at least this far above the music: under quiet speech, or loud
            music, the level falls further than the amount. null is the amount and no more.
        band: all, or voice: only the frequencies fall in which a voice lives (200 Hz to 4 kHz),
            so that bass and cymbals play on; then clearance_db does not count.
    """

    amount_db: Annotated[float, Field(ge=-60, le=0), NUMBER] = -12.0
    attack_frames: Frames = 6
    release_frames: Frames = 15
    lookahead_frames: Frames | None = None
    clearance_db: Annotated[float, Field(ge=0, le=40), NUMBER] | None = 10.0
    band: Annotated[names.DuckingBand, named("band", names.DUCKING_BANDS, {})] = "all"


def _read_ducking(value: object) -> object:
    return {} if value is True else value


def _ducking_tag(value: object) -> str:
    return "is:off" if value is False else "is:ducking"


def _check_volume(keyframes: Keyframes) -> Keyframes:
    for name, track in keyframes.items():
        if name != "volume":
            raise refusal(
                "keyframe", f"of music only the volume moves, not {quoted(name)}", at=(name,)
            )
        for index, keyframe in enumerate(track):
            if not isinstance(keyframe.value, float | int) or not 0 <= keyframe.value <= MAX_VOLUME:
                raise refusal(
                    "range",
                    f"a volume is a number from 0 to {MAX_VOLUME}, got {described(keyframe.value)}",
                    at=(name, index, "value"),
                )
    return keyframes


VolumeKeyframes: TypeAlias = Annotated[Keyframes, AfterValidator(_check_volume)]


class Music(Sound):
    """Music under the whole composition.

    Attributes:
        key: The sound.
        loop: Start again when it is over before the composition.
        start_frame: Composition frame.
        trim_start_frame: Where in the sound it begins, at the composition's fps.
        trim_end_frame: Where in the sound it ends, likewise; a loop begins again there. Unset, at
            the sound's own end.
        fade_in_frames: From silence.
        fade_out_frames: To silence, at the end of the composition or of the sound.
        ducking: How it makes room for the voice; false is not at all.
        keyframes: Volume over time, frames counted from its start. Multiplies the volume.
    """

    SHORTHAND: ClassVar[str | None] = "key"

    key: AssetKey
    loop: Flag = True
    start_frame: FrameNumber = 0
    trim_start_frame: Frames = 0
    trim_end_frame: SomeFrames | None = None
    fade_in_frames: Frames = 0
    fade_out_frames: Frames = 0
    ducking: Annotated[
        Annotated[Ducking, Tag("is:ducking")] | Annotated[Literal[False], Tag("is:off")],
        Discriminator(_ducking_tag),
        BeforeValidator(_read_ducking),
    ] = Field(default_factory=Ducking)
    keyframes: VolumeKeyframes = {}  # noqa: RUF012 - Pydantic copies defaults

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.trim_end_frame is not None and self.trim_end_frame <= self.trim_start_frame:
            raise refusal(
                "order",
                f"the music is trimmed to end at frame {self.trim_end_frame} of the sound, which "
                f"is not after its start at frame {self.trim_start_frame}",
                at=("trim_end_frame",),
            )
        return self


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
        preset: What a platform asks for: its levels count where none are written.
        integrated_lufs: Loudness of the whole, EBU R 128. Unset, the preset's, else -14.
        true_peak_dbtp: What no sample, also between samples, goes above. Unset, the preset's,
            else -1.
    """

    SHORTHAND: ClassVar[str | None] = "preset"

    preset: (
        Annotated[
            names.LoudnessPreset,
            named("loudness preset", tuple(names.LOUDNESS_PRESETS), spellings.LOUDNESS_PRESET),
        ]
        | None
    ) = None
    integrated_lufs: Annotated[float, Field(ge=-70, le=0), NUMBER] | None = None
    true_peak_dbtp: Annotated[float, Field(ge=-20, le=0), NUMBER] | None = None

    @property
    def target(self) -> tuple[float, float]:
        """Integrated loudness in LUFS and true peak in dBTP."""
        loudness, peak = names.LOUDNESS_PRESETS[self.preset or "youtube"]
        return (
            loudness if self.integrated_lufs is None else self.integrated_lufs,
            peak if self.true_peak_dbtp is None else self.true_peak_dbtp,
        )


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
