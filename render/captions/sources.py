"""Where captions take their words from: the voiceover, a file, or the composition itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from render.audio.plan import segment_start_frame
from render.captions.spoken import Passage, SpokenWord, spread, words_as_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from render.assets.media import Media
    from schemas import Voiceover, Word


@dataclass(frozen=True)
class Speech:
    """What is spoken in a composition.

    Attributes:
        voiceover: As written, or None.
        scene_starts: First composition frame of each scene, by its id.
    """

    voiceover: "Voiceover | None" = None
    scene_starts: Mapping[str, int] = field(default_factory=dict[str, int])


def spoken_in(speech: Speech, media: Mapping[str, "Media"], fps: Fraction) -> tuple[Passage, ...]:
    """Return what the voiceover says: its words, or its text spread over the sound.

    Args:
        speech: With the voiceover.
        media: Facts of its sounds.
        fps: Of the composition.
    """
    voiceover = speech.voiceover
    if voiceover is None:
        return ()
    found = list(
        _said(voiceover.words, voiceover.text, voiceover.key, voiceover.start_frame, media, fps)
    )
    for segment in voiceover.segments:
        start = segment_start_frame(segment, speech.scene_starts)
        found += _said(segment.words, segment.text, segment.key, start, media, fps)
    return tuple(sorted(found, key=lambda passage: passage.start_frame))


def _said(
    words: "Sequence[Word]",
    text: str | None,
    key: str | None,
    start: int,
    media: Mapping[str, "Media"],
    fps: Fraction,
) -> Iterator[Passage]:
    if words:
        yield from as_written(words, start)
        return
    sound = media[key].audio if key is not None and key in media else None
    if not text or not text.split() or sound is None:
        return
    end = start + max(1, ceil(sound.duration_seconds * fps))
    yield Passage(_flowing(spread(text.splitlines(), start, end)), start, end, estimated=True)


def _flowing(words: tuple[SpokenWord, ...]) -> tuple[SpokenWord, ...]:
    """Return words whose lines are ours to break."""
    return tuple(
        SpokenWord(word.text, word.start_frame, word.end_frame, word.spaced) for word in words
    )


def as_written(words: "Sequence[Word]", shift: int = 0) -> Iterator[Passage]:
    """Yield the one passage that words of a composition make, if they say anything.

    Args:
        words: As written.
        shift: Composition frame that their frames count from.
    """
    said = words_as_said(((word.text, word.start_frame, word.end_frame) for word in words), shift)
    if said:
        yield Passage(said, said[0].start_frame, said[-1].end_frame)
