"""A composition's sound as files: the mix, and each of its tracks alone."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from render.audio.cues import AudioPlan, Role
from render.audio.encode import DEFAULT_BITRATE_BPS
from render.audio.files import WAV_BITS, SoundFile, format_for, write_sound
from render.audio.loudness import Loudness, LoudnessMeter
from render.audio.mix import mix_blocks, stem_blocks
from render.audio.samples import Samples
from render.errors import Problem, UsageError
from render.options import RenderOptions
from render.prepare import Prepared, Source, prepare
from render.storage import write_atomically

_DEFAULTS = RenderOptions()
TRACK_NAMES: dict[Role, str] = {
    "voice": "voice",
    "music": "music",
    "effect": "effects",
    "clip": "clips",
}
"""What the tracks are called, in the order they are told."""


@dataclass(frozen=True)
class ExportedSound:
    """A sound file that was written.

    Attributes:
        path: The file.
        track: "mix", or the track's name.
        sample_count: Its length at 48 kHz.
        loudness: As measured before it was encoded.
        warnings: What was noticed about the composition.
    """

    path: Path
    track: str
    sample_count: int
    loudness: Loudness
    warnings: tuple[Problem, ...] = ()


def export_mix(
    source: Source,
    output: str | Path,
    options: RenderOptions = _DEFAULTS,
    *,
    bits: int | None = None,
    bitrate_bps: int = DEFAULT_BITRATE_BPS,
) -> ExportedSound:
    """Write the finished mix of a composition to a sound file: what a render encodes.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        output: A .wav, .flac, .mka (PCM), .m4a (AAC), .opus or .webm (Opus).
        options: Assets and strictness count.
        bits: Of a WAV's samples: 16, 24 (unset) or 32, which is floating point.
        bitrate_bps: Of AAC and Opus.

    Raises:
        UsageError: No sound is written under such a name.
        OutputError: The file cannot be written.
        RenderError: As for `render_composition`.
    """
    output = Path(output)
    form = format_for(output, bits)
    prepared = prepare(source, options)
    _refuse_inputs(prepared, output)
    plan = prepared.sound
    meter = LoudnessMeter()
    with write_atomically(output) as unfinished:
        blocks = _metered(mix_blocks(plan), meter)
        write_sound(blocks, unfinished, plan.total_samples, form, bitrate_bps)
    return ExportedSound(output, "mix", plan.total_samples, meter.loudness, prepared.warnings)


def export_stems(
    source: Source,
    folder: str | Path,
    options: RenderOptions = _DEFAULTS,
    *,
    bits: int | None = None,
) -> tuple[ExportedSound, ...]:
    """Write every track of a composition to a WAV of its own; together they are the mix.

    Each has its fades, ducking, the gain of the whole and the limiter in it. Tracks that never
    sound are left out.

    Args:
        source: The composition.
        folder: Where voice.wav, music.wav, effects.wav and clips.wav go; it is made.
        options: Assets and strictness count.
        bits: 16, 24 (unset) or 32, which is floating point.

    Returns:
        What was written, in the order of `TRACK_NAMES`.

    Raises:
        UsageError: The composition has no sound at all.
        OutputError: A file cannot be written.
        RenderError: As for `render_composition`.
    """
    folder = Path(folder)
    form = format_for(folder / "track.wav", bits or max(WAV_BITS.keys() - {32}))
    prepared = prepare(source, options)
    plan = prepared.sound
    tracks = tracks_of(plan)
    if not tracks:
        raise UsageError("the composition has no sound", hint="there is no track to write")
    paths: dict[Role, Path] = {role: folder / f"{TRACK_NAMES[role]}.wav" for role in tracks}
    for path in paths.values():
        _refuse_inputs(prepared, path)
    folder.mkdir(parents=True, exist_ok=True)
    meters = {role: LoudnessMeter() for role in tracks}
    with ExitStack() as stack:
        files = {
            role: stack.enter_context(SoundFile(stack.enter_context(write_atomically(path)), form))
            for role, path in paths.items()
        }
        for stems in stem_blocks(plan):
            for role, block in stems.items():
                meters[role].take(block)
                files[role].write(block)
    return tuple(
        ExportedSound(
            path, TRACK_NAMES[role], plan.total_samples, meters[role].loudness, prepared.warnings
        )
        for role, path in paths.items()
    )


def tracks_of(plan: AudioPlan) -> tuple[Role, ...]:
    """Return the tracks of a plan that sound, in the order they are told."""
    sounding = {cue.role for cue in plan.cues}
    return tuple(role for role in TRACK_NAMES if role in sounding)


def _metered(blocks: Iterator[Samples], meter: LoudnessMeter) -> Iterator[Samples]:
    for block in blocks:
        meter.take(block)
        yield np.ascontiguousarray(block)


def _refuse_inputs(prepared: Prepared, output: Path) -> None:
    inputs = [media.path for media in prepared.media.values()]
    if any(path.exists() and output.exists() and path.samefile(output) for path in inputs):
        raise UsageError(
            "the output would replace one of the inputs", where=str(output), hint="name another"
        )
