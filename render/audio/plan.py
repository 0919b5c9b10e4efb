"""Composition + facts -> AudioPlan: every sound as a cue on the line of samples.

What was chosen where the format leaves room is in docs/decisions/sound.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from render.audio.clips import ClipSound
from render.audio.cues import AudioPlan, Duck, LoudnessTarget, SoundCue
from render.errors import AssetUnreadable, CompositionError, Problem
from render.timebase import SAMPLE_RATE_HZ, frame_to_sample

if TYPE_CHECKING:
    from render.assets.media import Media
    from render.audio.cues import Role
    from schemas import (
        Audio,
        Composition,
        Keyframe,
        Loudness,
        Music,
        Sound,
        Voiceover,
        VoiceoverSegment,
        Word,
    )

    VolumeCurve = Callable[[Sequence[Keyframe]], Sequence[tuple[int, float]]]

VOICE_CUT_SAMPLES = 4_800
"""A tenth of a second: less of a voice is the silence after it."""
EDGE_SAMPLES = 240
"""5 ms: how a sound ends that is cut before its end, and begins that is cut into; a sudden start or
stop clicks. A sound that starts with its file starts hard, or it would lose its attack."""


def plan_audio(
    composition: "Composition",
    facts: Mapping[str, "Media"],
    scene_starts: Mapping[str, int],
    clip_sounds: Sequence[ClipSound] = (),
    volume_curve: "VolumeCurve | None" = None,
) -> AudioPlan:
    """Place all sound of a composition on its line of samples.

    Frame n begins at sample ceil(n * 48000 / fps). What lies beyond the composition is cut.

    Args:
        composition: As parsed.
        facts: Asset key to probed media, for every sound key of the composition.
        scene_starts: Scene id to its first composition frame.
        clip_sounds: The sound of the video layers.
        volume_curve: Turns keyframes of a volume into `(frame, gain)` points; None is straight
            lines, whatever easing they ask for.

    Raises:
        AssetUnreadable: A key of `audio` names a file without sound.
        CompositionError: A voice segment names a scene that is not there.
    """
    desk = _Desk(
        composition.fps,
        composition.total_duration_frames,
        facts,
        scene_starts,
        volume_curve or _straight,
    )
    for sound in clip_sounds:
        desk.clip(sound)
    duck = desk.audio(composition.audio)
    return AudioPlan(
        total_samples=desk.total_samples,
        cues=tuple(sorted(_with_soft_ends(desk.cues), key=lambda cue: cue.start_sample)),
        duck=duck,
        loudness=_loudness(composition.audio.loudness),
        warnings=tuple(desk.warnings),
    )


def segment_start_frame(segment: "VoiceoverSegment", scene_starts: Mapping[str, int]) -> int:
    """Return the composition frame a voice segment starts at.

    Raises:
        CompositionError: Its scene is not there.
    """
    if segment.scene_id is None:
        return segment.start_frame
    if segment.scene_id not in scene_starts:
        raise CompositionError(
            f'the voiceover speaks over a scene "{segment.scene_id}" that is not there',
            where="audio.voiceover.segments",
            hint=f"the scenes are {', '.join(scene_starts)}",
        )
    return scene_starts[segment.scene_id] + segment.start_frame


@dataclass
class _Desk:
    """Cues and warnings as they come together."""

    fps: Fraction
    total_frames: int
    facts: Mapping[str, "Media"]
    scene_starts: Mapping[str, int]
    volume_curve: "VolumeCurve"
    cues: list[SoundCue] = field(default_factory=list[SoundCue])
    warnings: list[Problem] = field(default_factory=list[Problem])

    @property
    def total_samples(self) -> int:
        return self.samples(self.total_frames)

    def samples(self, frame: int) -> int:
        return frame_to_sample(frame, self.fps)

    def audio(self, audio: "Audio") -> Duck | None:
        """Place voice, effects and music; return how the music ducks."""
        voice = self.voiceover(audio.voiceover) if audio.voiceover is not None else []
        for number, effect in enumerate(audio.sound_effects):
            path = f"audio.soundEffects[{number}]"
            cue = self.cue("effect", effect.key, _gain(effect))
            self.place(cue, effect.start_frame, path)
        music = audio.music
        if music is None:
            return None
        duck = self.duck(music, voice)
        self.music(music, ducked=duck is not None)
        return duck

    def voiceover(self, voiceover: "Voiceover") -> list[SoundCue]:
        """Place the voice; the cues come back in the order of their start."""
        gain = _gain(voiceover)
        placed: list[SoundCue | None] = []
        if voiceover.key is not None:
            cue = self.cue("voice", voiceover.key, gain)
            cue = self.spoken(cue, voiceover.words, voiceover.start_frame)
            placed.append(self.place(cue, voiceover.start_frame, "audio.voiceover"))
        for number, segment in enumerate(voiceover.segments):
            path = f"audio.voiceover.segments[{number}]"
            cue = self.cue("voice", segment.key, gain * _gain(segment))
            start_frame = segment_start_frame(segment, self.scene_starts)
            cue = self.spoken(cue, segment.words, start_frame)
            placed.append(self.place(cue, start_frame, path))
        cues = sorted((cue for cue in placed if cue), key=lambda cue: cue.start_sample)
        for before, after in pairwise(cues):
            overlap = before.start_sample + natural_samples(before) - after.start_sample
            if overlap > VOICE_CUT_SAMPLES:
                self.warn(
                    "audio.voiceover.segments",
                    "voices-overlap",
                    f"{after.media.key} begins {overlap / SAMPLE_RATE_HZ:.1f} s before "
                    f"{before.media.key} ends",
                )
        return cues

    def spoken(self, cue: SoundCue, words: "Sequence[Word]", start_frame: int) -> SoundCue:
        """Return a voice with what its words say about when it speaks."""
        if not words:
            return cue
        spans = sorted(
            (
                self.samples(start_frame + word.start_frame),
                self.samples(start_frame + word.end_frame),
            )
            for word in words
        )
        return replace(cue, speech=tuple(spans))

    def music(self, music: "Music", *, ducked: bool) -> None:
        cue = replace(
            self.cue("music", music.key, _gain(music)),
            media_start_seconds=music.trim_start_frame / self.fps,
            gain_points=tuple(
                (self.samples(music.start_frame + frame), gain)
                for frame, gain in self.volume_curve(music.keyframes.get("volume", ()))
            ),
            fade_in_samples=self.samples(music.fade_in_frames),
            fade_out_samples=self.samples(music.fade_out_frames),
            loop=music.loop,
            ducked=ducked,
        )
        natural = natural_samples(cue)
        if music.trim_end_frame is not None:
            trimmed = (music.trim_end_frame - music.trim_start_frame) / self.fps
            if trimmed * SAMPLE_RATE_HZ < natural:
                natural = round(trimmed * SAMPLE_RATE_HZ)
                cue = replace(cue, pass_seconds=trimmed if music.loop else None)
        if natural == 0:
            self.warn(
                "audio.music.trimStartFrame", "sound-left-out", "the music is over before it starts"
            )
        elif not music.loop:
            # The fade-out belongs at the end of the sound where that comes first.
            self.place(replace(cue, length_samples=natural), music.start_frame, "audio.music")
        else:
            self.place(cue, music.start_frame, "audio.music")

    def clip(self, sound: ClipSound) -> None:
        """Place the sound of a video layer."""
        span_seconds = sound.pass_seconds
        if sound.media.audio is None or not sound.frames:
            return
        if span_seconds is not None and span_seconds * SAMPLE_RATE_HZ < 1:
            return
        if not sound.is_followable:
            self.warn(sound.path, "sound-left-out", "the clip plays too fast or slow to be heard")
            return
        length = self.samples(sound.frames.end) - self.samples(sound.frames.start)
        skipped = self.samples(sound.skipped_frames)
        fade_out = self.samples(sound.fade_out_frames)
        if span_seconds is not None and not sound.loop:
            silent = max(0, length - (round(span_seconds * SAMPLE_RATE_HZ) - skipped))
            # The fade belongs to the end of the frames: a clip that is over before, its last
            # picture held, has no part in it.
            length, fade_out = length - silent, max(0, fade_out - silent)
        cue = SoundCue(
            role="clip",
            media=sound.media,
            start_sample=0,
            length_samples=length,
            media_start_seconds=sound.media_start_seconds,
            gain=sound.gain,
            gain_points=tuple((self.samples(at), gain) for at, gain in sound.volume_points),
            fade_in_samples=self.samples(sound.fade_in_frames),
            fade_out_samples=fade_out,
            loop=sound.loop,
            pass_seconds=span_seconds if sound.loop else None,
            playback_rate=sound.playback_rate,
        )
        self.place(_begun_earlier(cue, skipped), sound.frames.start, None)

    def cue(self, role: "Role", key: str, gain: float) -> SoundCue:
        """Return an unplaced cue for a key, as long as the composition."""
        media = self.facts[key]
        if media.audio is None:
            raise AssetUnreadable(
                "the file holds no sound", where=key, hint=f"it is used as {role}; name a sound"
            )
        return SoundCue(role, media, 0, self.total_samples, gain=gain)

    def place(self, cue: SoundCue, start_frame: int, path: str | None) -> SoundCue | None:
        """Put a cue on the line, cut to the composition; None when nothing of it is heard.

        Args:
            cue: With its length from `start_frame` on.
            start_frame: Composition frame; before 0 the beginning of the sound is cut off.
            path: JSON path for warnings about what is cut, None for no warnings.
        """
        start = self.samples(start_frame)
        skipped = max(0, -start)
        cue = _begun_earlier(cue, skipped)
        start = max(0, start)
        length = min(cue.length_samples - skipped, self.total_samples - start)
        natural = natural_samples(cue)
        if length <= 0 or (natural == 0 and not cue.loop):
            if path:
                self.warn(path, "sound-left-out", "nothing of the sound lies in the composition")
            return None
        if cue.role == "voice" and path and natural > length + VOICE_CUT_SAMPLES:
            seconds = (natural - length) / SAMPLE_RATE_HZ
            self.warn(path, "voice-cut", f"the end of the film cuts the voice by {seconds:.1f} s")
        placed = replace(cue, start_sample=start, length_samples=length)
        if cue.gain > 0:
            self.cues.append(placed)
        return placed

    def duck(self, music: "Music", voice: Sequence[SoundCue]) -> Duck | None:
        """Return how the music makes room; None where it does not, or nobody speaks."""
        ducking = music.ducking
        if ducking is False or not any(cue.gain > 0 for cue in voice):
            return None
        if ducking.amount_db == 0 and ducking.clearance_db is None:
            return None
        ahead = ducking.lookahead_frames
        return Duck(
            amount_db=ducking.amount_db,
            attack_samples=self.samples(ducking.attack_frames),
            release_samples=self.samples(ducking.release_frames),
            lookahead_samples=self.samples(ducking.attack_frames if ahead is None else ahead),
            clearance_db=ducking.clearance_db,
            voice_band_only=ducking.band == "voice",
        )

    def warn(self, path: str, code: str, message: str) -> None:
        self.warnings.append(Problem(path, message, severity="warning", code=code))


def _straight(keyframes: "Sequence[Keyframe]") -> Sequence[tuple[int, float]]:
    return [(keyframe.frame, float(keyframe.value)) for keyframe in keyframes]


def natural_samples(cue: SoundCue) -> int:
    """Return how long a cue's file sounds from where the cue begins in it, played once."""
    facts = cue.media.audio
    if facts is None:
        return 0
    seconds = facts.start_seconds + facts.duration_seconds - cue.media_start_seconds
    return max(0, ceil(seconds / cue.playback_rate * SAMPLE_RATE_HZ))


def _begun_earlier(cue: SoundCue, skipped_samples: int) -> SoundCue:
    """Return a cue whose first samples are not heard."""
    if skipped_samples == 0:
        return cue
    cue = replace(cue, fade_in_samples=max(0, cue.fade_in_samples - skipped_samples))
    if cue.loop:
        return replace(cue, skipped_samples=cue.skipped_samples + skipped_samples)
    skipped_seconds = Fraction(skipped_samples, SAMPLE_RATE_HZ) * cue.playback_rate
    return replace(cue, media_start_seconds=cue.media_start_seconds + skipped_seconds)


def _gain(sound: "Sound") -> float:
    """Return the linear gain of a sound; decibels rule where they are given."""
    return sound.volume if sound.gain_db is None else 10 ** (sound.gain_db / 20)


def _with_soft_ends(cues: Sequence[SoundCue]) -> list[SoundCue]:
    """Let sounds that are cut fade over 5 ms: at the end, and at a beginning inside the file.

    Not where the same file goes on from one cue to the next (a clip cut in two): there is nothing
    to hide.
    """
    beginnings = {_joint(cue, cue.start_sample, cue.media_start_seconds) for cue in cues}
    endings = {_joint(cue, cue.end_sample, _media_end_seconds(cue)) for cue in cues}
    softened: list[SoundCue] = []
    for cue in cues:
        edge = min(EDGE_SAMPLES, cue.length_samples)
        is_cut = cue.loop or natural_samples(cue) > cue.length_samples
        ends_in_next = _joint(cue, cue.end_sample, _media_end_seconds(cue)) in beginnings
        soft = cue
        if is_cut and cue.fade_out_samples == 0 and not ends_in_next:
            soft = replace(soft, fade_out_samples=edge)
        goes_on = _joint(cue, cue.start_sample, cue.media_start_seconds) in endings
        if _begins_inside(cue) and cue.fade_in_samples == 0 and not goes_on:
            soft = replace(soft, fade_in_samples=edge)
        softened.append(soft)
    return softened


def _joint(cue: SoundCue, sample: int, media_seconds: Fraction) -> tuple[object, ...]:
    """Name a place where one cue may go on in another.

    At another speed none does: each stretch begins its grains anew.
    """
    same = cue if cue.playback_rate != 1 or cue.loop else None
    return cue.media.content_hash, sample, media_seconds, id(same)


def _media_end_seconds(cue: SoundCue) -> Fraction:
    length = Fraction(cue.length_samples, SAMPLE_RATE_HZ)
    return cue.media_start_seconds + length * cue.playback_rate


def _begins_inside(cue: SoundCue) -> bool:
    """Tell whether a cue's first sample is not the first one of its file."""
    facts = cue.media.audio
    own_start = facts.start_seconds if facts is not None else Fraction(0)
    return cue.media_start_seconds > own_start or cue.skipped_samples > 0


def _loudness(loudness: "Loudness | None") -> LoudnessTarget | None:
    if loudness is None:
        return None
    return LoudnessTarget(*loudness.target)
