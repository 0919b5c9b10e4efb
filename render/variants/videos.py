"""The variants of films: every profile from one pass over the original.

Each frame is decoded once, converted to BT.709, turned upright and, where all variants are smaller,
scaled on the way. The largest variant takes it as it is; each smaller one is scaled from the next
larger. So a 480p preview beside a 1080p film costs one small scaling a frame, and HDR is mapped
once. Frames and sound go to the encoders in step, so memory does not grow with length.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from render.assets.frames import VideoReader
from render.assets.keys import shown
from render.assets.probe import probe
from render.audio.decode import decode_audio
from render.audio.encode import exactly
from render.errors import AssetUnreadable, UsageError
from render.storage import write_atomically
from render.timebase import SAMPLE_RATE_HZ
from render.variants.film_check import check_film
from render.variants.film_pictures import VariantPictures
from render.variants.film_plan import (
    Shape,
    Timing,
    plan_samples,
    plan_shape,
    plan_timing,
    reading_size,
)
from render.variants.film_writer import FilmWriter
from render.variants.profiles import VideoProfile
from render.variants.result import VariantResult

if TYPE_CHECKING:
    from render.assets.media import Media, VideoFacts
    from render.audio.samples import Samples

OnFrames = Callable[[int, int], None]
"""Told how many frames of the original are done, and how many it has."""

_SOUND_AHEAD_SECONDS = Fraction(1)
"""The sound is kept this far ahead of the picture, so that the file has them side by side."""


@dataclass(frozen=True)
class _Variant:
    profile: VideoProfile
    output: Path
    shape: Shape
    timing: Timing
    sample_count: int | None


def make_video_variants(
    source: Path,
    profiles_and_outputs: Sequence[tuple[VideoProfile, Path]],
    *,
    threads: int = 1,
    on_frames: OnFrames | None = None,
) -> tuple[VariantResult, ...]:
    """Make variants of a film, all of them in one pass.

    The picture is upright, BT.709 and square-pixelled; time counts from the first shown frame, and
    sound that starts later or earlier than it stays in sync. Every file is checked, and appears
    whole or not at all: when one cannot be made, none appears.

    Args:
        source: The original; what it is, its content says.
        profiles_and_outputs: What to make and where; an empty sequence makes nothing.
        threads: Of each encoder. One for each of many films at once costs the least; a single film
            is done sooner with more. Each number makes other bytes of equal worth.
        on_frames: Told how far it is.

    Raises:
        AssetUnreadable: The original is no film, or cannot be decoded.
        OutputError: A variant cannot be written.
        UsageError: A variant would replace the original, or another one.
        VerificationError: A finished file is not what was planned.
    """
    media = probe(str(source), source.absolute())
    facts = media.video
    if facts is None:
        raise AssetUnreadable("it holds no moving pictures", where=shown(media.key))
    variants = [
        _Variant(
            profile,
            output,
            plan_shape(facts, profile),
            plan_timing(facts, profile),
            plan_samples(media.audio, profile),
        )
        for profile, output in profiles_and_outputs
    ]
    _check_outputs(source, [variant.output for variant in variants])
    if not variants:
        return ()
    notes = list(media.notes)
    with ExitStack() as files:
        unfinished = [files.enter_context(write_atomically(each.output)) for each in variants]
        _write(media, facts, variants, unfinished, threads, notes.append, on_frames)
        for variant, path in zip(variants, unfinished, strict=True):
            check_film(path, variant.shape, variant.timing, variant.sample_count)
    return tuple(_result(variant, tuple(notes)) for variant in variants)


def _write(
    media: "Media",
    facts: "VideoFacts",
    variants: Sequence[_Variant],
    paths: Sequence[Path],
    threads: int,
    on_note: Callable[[str], None],
    on_frames: OnFrames | None,
) -> None:
    """Decode the original once and write all variants."""
    # What lies under transparent parts must not bleed into their edges: no scaling before filling.
    shapes = [variant.shape for variant in variants]
    size = None if facts.has_alpha else reading_size(facts, shapes)
    pictures = VariantPictures([(variant.shape, variant.profile) for variant in variants])
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                FilmWriter(
                    path,
                    variant.profile,
                    variant.shape,
                    variant.timing,
                    has_sound=variant.sample_count is not None,
                    threads=threads,
                )
            )
            for variant, path in zip(variants, paths, strict=True)
        ]
        sound = _Sound(media, variants, writers)
        reader = stack.enter_context(VideoReader(media, on_note, size))
        for index in range(facts.frame_count):
            wanted = [n for n, each in enumerate(variants) if index % each.timing.step == 0]
            if not wanted:
                continue
            sound.advance(index / facts.rate + _SOUND_AHEAD_SECONDS)
            for number, frame in pictures.frames(reader.frame(index), wanted):
                writers[number].write_frame(frame)
            if on_frames is not None:
                on_frames(index + 1, facts.frame_count)
        sound.advance(None)


class _Sound:
    """The original's sound on its way into every variant that has some; decoded once."""

    def __init__(
        self, media: "Media", variants: Sequence[_Variant], writers: Sequence[FilmWriter]
    ) -> None:
        self._heard_by = [
            writer
            for variant, writer in zip(variants, writers, strict=True)
            if variant.sample_count is not None
        ]
        # What is heard depends on the original alone, so all variants have as many samples.
        count = next((v.sample_count for v in variants if v.sample_count is not None), 0)
        self._blocks: Iterator[Samples] = iter(())
        if count:
            self._blocks = exactly(decode_audio(media), count)
        self._written = 0

    def advance(self, seconds: Fraction | None) -> None:
        """Write the sound up to a time, or to its end."""
        end = None if seconds is None else int(seconds * SAMPLE_RATE_HZ)
        while end is None or self._written < end:
            block = next(self._blocks, None)
            if block is None:
                return
            for writer in self._heard_by:
                writer.write_sound(block)
            self._written += len(block)


def _check_outputs(source: Path, outputs: Sequence[Path]) -> None:
    for number, output in enumerate(outputs):
        if output.exists() and output.samefile(source):
            raise UsageError("the variant would replace its original", where=str(output))
        if output.absolute() in [other.absolute() for other in outputs[:number]]:
            raise UsageError("two variants would have one name", where=str(output))


def _result(variant: _Variant, notes: tuple[str, ...]) -> VariantResult:
    return VariantResult(
        path=variant.output,
        width_px=variant.shape.width_px,
        height_px=variant.shape.height_px,
        size_bytes=variant.output.stat().st_size,
        notes=notes,
    )
