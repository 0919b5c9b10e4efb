"""When sounds are heard and words are spoken."""

from collections.abc import Iterator

from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register
from schemas import CaptionsLayer
from schemas.audio import Voiceover
from schemas.text import CaptionStyle, Word


def find(subject: Subject) -> Iterator[Finding]:
    """Find sounds and words that come when the composition, or their scene, is over."""
    audio = subject.composition.audio
    total = subject.composition.total_duration_frames
    if audio.music is not None:
        yield from _late("audio.music", audio.music.start_frame, total)
    for index, effect in enumerate(audio.sound_effects):
        yield from _late(f"audio.soundEffects[{index}]", effect.start_frame, total)
    if audio.voiceover is not None:
        yield from _voice(subject, audio.voiceover, total)
    yield from _captions(subject, total)


def _late(path: str, start: int, total: int, what: str = "composition") -> Iterator[Finding]:
    if start >= total:
        yield Finding(
            "sound-outside",
            f"{path}.startFrame",
            f"the sound starts at frame {start}, the {what} has {total} frames, so it is not heard",
            f"the last frame is {total - 1}",
            f"at most {total - 1}",
        )


def _voice(subject: Subject, voice: Voiceover, total: int) -> Iterator[Finding]:
    scenes = subject.composition.scenes
    starts = {
        scene.id: (start, scene.duration_frames)
        for scene, start in zip(scenes, subject.timing.starts, strict=True)
    }
    if voice.key is not None:
        yield from _late("audio.voiceover", voice.start_frame, total)
        yield from _late_words("audio.voiceover.words", voice.words, voice.start_frame, total)
    for index, segment in enumerate(voice.segments):
        path = f"audio.voiceover.segments[{index}]"
        first, frames = starts.get(segment.scene_id or "", (0, total))
        begin = first + segment.start_frame
        if segment.scene_id is not None and segment.start_frame >= frames:
            late = tuple(_late(path, segment.start_frame, frames, "scene"))
        else:
            late = tuple(_late(path, begin, total))
        yield from late
        if not late:
            yield from _late_words(f"{path}.words", segment.words, begin, total)


def _captions(subject: Subject, total: int) -> Iterator[Finding]:
    captions: list[tuple[str, CaptionStyle]] = [
        (placed.path, placed.layer)
        for placed in subject.layers
        if isinstance(placed.layer, CaptionsLayer)
    ]
    if subject.composition.captions is not None:
        captions.append(("captions", subject.composition.captions))
    for path, style in captions:
        if not isinstance(style.source, str):
            yield from _late_words(f"{path}.source", style.source, 0, total)


def _late_words(path: str, words: tuple[Word, ...], begin: int, total: int) -> Iterator[Finding]:
    for index, word in enumerate(words):
        if begin + word.end_frame > total:
            yield Finding(
                "words-outside",
                f"{path}[{index}].endFrame",
                f"the word is spoken until frame {begin + word.end_frame}, the composition has "
                f"{total} frames",
                "words count from the start of their sound, those of captions from frame 0",
                f"at most {total - begin}",
            )
            return


register(
    Check(
        "sound-outside",
        "warning",
        "A sound begins after the composition or its scene is over, or ends after it.",
        bad='{"audio": {"voiceover": [{"key": "assets/voice.wav", "startFrame": 120}]}}',
        good='{"audio": {"voiceover": [{"key": "assets/voice.wav", "startFrame": 0}]}}',
    ),
    Check(
        "words-outside",
        "warning",
        "A word of the captions or the voiceover is spoken after the composition is over.",
        bad='{"captions": {"source": [{"text": "late", "startFrame": 80, "endFrame": 100}]}}',
        good='{"captions": {"source": [{"text": "late", "startFrame": 60, "endFrame": 80}]}}',
    ),
    find=find,
)
