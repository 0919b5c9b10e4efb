"""`wavemaker thumbnail`."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded
from render.cli.options import Json, PictureFile, Strict
from render.cli.sources import Sources, takes_sources

app = typer.Typer(help="Pictures that stand for a film or a composition.", no_args_is_help=True)

Source = Annotated[
    Path,
    typer.Argument(help="A film, or a composition's JSON; - reads a composition from stdin."),
]


@app.command()
@takes_sources("assets", "fonts")
def poster(
    source: Source,
    *,
    output: PictureFile,
    width: Annotated[
        int | None,
        typer.Option(
            min=16, max=8192, help="Pixels.  [default: its own, at most 1920; films never grow]"
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Take this frame, 83.5 or 1:23.5, and do not choose."),
    ] = None,
    candidates: Annotated[int, typer.Option(min=1, max=200, help="Frames to choose from.")] = 16,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write the one frame that stands for it best.

    Frames from all over are judged by light, contrast, sharpness and colour. Those in a fade or a
    dissolve are left out: in a film the frames around them tell, in a composition its timeline,
    which also says what has come in by then.
    """
    with guarded(as_json=json):
        from render.cli.thumbnails import run_poster  # noqa: PLC0415

        run_poster(
            source,
            output,
            sources.folder_options(strict=strict),
            width_px=width,
            at=at,
            candidates=candidates,
            as_json=json,
        )


@app.command()
@takes_sources("assets", "fonts")
def sprites(
    source: Source,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The WebVTT file, .vtt; its JPEG sheets are written beside it."
        ),
    ],
    width: Annotated[int, typer.Option(min=16, max=1024, help="Of one picture, pixels.")] = 160,
    columns: Annotated[int, typer.Option(min=1, max=50, help="Pictures in a row.")] = 10,
    interval: Annotated[
        str | None,
        typer.Option(
            metavar="SECONDS",
            help="From one picture to the next.  [default: from the length, 1 to 10]",
        ),
    ] = None,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write sheets of small pictures and a WebVTT track to scrub with.

    FILM.vtt finds its pictures in FILM.jpg, or in FILM-1.jpg, FILM-2.jpg, ... where there are more
    than 100.
    """
    with guarded(as_json=json):
        from render.cli.thumbnails import run_sprites  # noqa: PLC0415

        run_sprites(
            source,
            output,
            sources.folder_options(strict=strict),
            width_px=width,
            columns=columns,
            interval=interval,
            as_json=json,
        )


@app.command()
@takes_sources("assets", "fonts")
def preview(
    source: Source,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The moving picture to write: .webp or .gif.")
    ],
    width: Annotated[int, typer.Option(min=16, max=1024, help="Pixels.")] = 320,
    seconds: Annotated[str, typer.Option(metavar="SECONDS", help="How long one round is.")] = "4",
    fps: Annotated[int, typer.Option(min=1, max=50, help="Pictures a second.")] = 10,
    sources: Sources,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Write a few moments as a WebP or GIF that moves.

    WebP takes a third of GIF's bytes and has all colours.
    """
    with guarded(as_json=json):
        from render.cli.thumbnails import run_preview  # noqa: PLC0415

        run_preview(
            source,
            output,
            sources.folder_options(strict=strict),
            width_px=width,
            seconds=seconds,
            fps=fps,
            as_json=json,
        )
