"""`wavemaker audio`: the sound of a composition by itself."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Composition, Json, PictureFile, Strict
from render.cli.sources import Sources, takes_sources

app = typer.Typer(
    help="The sound by itself: the mix, its tracks, a picture.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


Bits = Annotated[
    int | None,
    typer.Option(
        metavar="16|24|32", help="Of a WAV's samples; 32 are floating point.  [default: 24]"
    ),
]


@app.callback()
def _root() -> None:
    """The sound by itself: the mix, its tracks, a picture."""


@app.command()
@takes_sources()
def mix(
    composition: Composition,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The file to write: .wav, .flac, .m4a (AAC), .opus, .webm (Opus) or .mka (PCM).",
        ),
    ],
    bits: Bits = None,
    bitrate: Annotated[
        int, typer.Option(min=16, max=512, metavar="KBPS", help="Of AAC and Opus.")
    ] = 192,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write the finished mix, as a render encodes it, to a sound file."""
    with guarded(as_json=json):
        from render.cli.audio import run_mix  # noqa: PLC0415

        options = sources.options(strict=strict)
        run_mix(composition, output, bits, bitrate, options, as_json=json)


@app.command()
@takes_sources()
def stems(
    composition: Composition,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The folder for voice.wav, music.wav, effects.wav, clips.wav."
        ),
    ],
    bits: Bits = None,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write every track alone to a WAV; together they are the mix."""
    with guarded(as_json=json):
        from render.cli.audio import run_stems  # noqa: PLC0415

        run_stems(composition, output, bits, sources.options(strict=strict), as_json=json)


@app.command()
@takes_sources()
def plot(
    composition: Composition,
    *,
    output: PictureFile,
    width: Annotated[int, typer.Option(min=640, max=8000, help="Of the picture, pixels.")] = 1920,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Draw all tracks over time: waves, ducking, words, scenes, loudness."""
    with guarded(as_json=json):
        from render.cli.audio import run_plot  # noqa: PLC0415

        run_plot(composition, output, width, sources.options(strict=strict), as_json=json)
