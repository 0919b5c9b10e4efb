"""The commands and their options.

Bodies import what they need, so that `--help` is quick, and inside `guarded`, so that Ctrl-C during
the second that the libraries take to load ends like any other.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded

app = typer.Typer(
    name="wavemaker",
    help="Render declarative video compositions to frame-accurate MP4, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

assets_app = typer.Typer(help="Assets behind the API's keys.", no_args_is_help=True)
app.add_typer(assets_app, name="assets")
cache_app = typer.Typer(
    help="What is kept on disk: downloads, finished segments, facts.", no_args_is_help=True
)
app.add_typer(cache_app, name="cache")


class Resolution(StrEnum):
    """Short side of the output."""

    P480 = "480p"
    P720 = "720p"
    P1080 = "1080p"
    P1440 = "1440p"
    P2160 = "2160p"


class Quality(StrEnum):
    """How hard the encoder works."""

    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


class Engine(StrEnum):
    """What draws the frames."""

    FAST = "fast"
    MOVIEPY = "moviepy"


class CacheKind(StrEnum):
    """What the cache holds."""

    ASSETS = "assets"
    SEGMENTS = "segments"
    FACTS = "facts"
    DOWNLOADS = "downloads"


Composition = Annotated[
    Path, typer.Argument(help="Composition JSON, bare or in the API's envelope; - reads stdin.")
]
Assets = Annotated[
    Path | None,
    typer.Option(help="Folder of the asset keys.  [default: the composition's folder]"),
]
Fonts = Annotated[
    list[Path] | None, typer.Option(help="Folder with fonts of your own; may be repeated.")
]
PictureFile = Annotated[
    Path, typer.Option("--output", "-o", help="The picture to write: .png, .jpg or .webp.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat unknown keys as errors.")]
Scale = Annotated[
    Resolution | None,
    typer.Option(help="Short side of the picture.  [default: the design canvas, 1080p]"),
]


@app.callback(invoke_without_command=True)
def _root(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        from importlib.metadata import version as installed  # noqa: PLC0415

        typer.echo(f"wavemaker-local {installed('wavemaker-local')}")
        raise typer.Exit


@app.command()
def render(
    composition: Composition,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The MP4 to write.")],
    assets: Assets = None,
    fonts: Fonts = None,
    resolution: Scale = None,
    quality: Annotated[Quality, typer.Option(help="Speed against size.")] = Quality.STANDARD,
    frames: Annotated[
        str | None, typer.Option(metavar="A:B", help="Only frames A up to B (exclusive).")
    ] = None,
    scene: Annotated[str | None, typer.Option(metavar="ID", help="Only this scene.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Worker processes.  [default: one a processor]"),
    ] = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep and reuse finished segments.")
    ] = True,
    engine: Annotated[
        Engine, typer.Option(help="moviepy is slow: the same timeline, for comparison.")
    ] = Engine.FAST,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Render a composition to an MP4.

    Finished segments are kept in the cache folder (WAVEMAKER_CACHE_DIR): after an edit or an
    interruption only what is missing is rendered.
    """
    with guarded(as_json=json):
        from render.cli.render import parse_frames, run_render  # noqa: PLC0415
        from render.options import RenderOptions  # noqa: PLC0415

        options = RenderOptions(
            assets=assets,
            fonts=tuple(fonts or ()),
            resolution=resolution and resolution.value,
            quality=quality.value,
            frames=parse_frames(frames),
            scene=scene,
            jobs=jobs,
            cache=cache,
            strict=strict,
        )
        run_render(composition, output, options, engine=engine.value, as_json=json)


@app.command()
def frame(
    composition: Composition,
    number: Annotated[int, typer.Argument(metavar="N", help="Frame, counted from 0.")],
    *,
    output: PictureFile,
    assets: Assets = None,
    fonts: Fonts = None,
    resolution: Scale = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Draw one frame to a picture, without encoding anything."""
    with guarded(as_json=json):
        from render.cli.pictures import run_frame  # noqa: PLC0415
        from render.options import RenderOptions  # noqa: PLC0415

        options = RenderOptions(
            assets=assets,
            fonts=tuple(fonts or ()),
            resolution=resolution and resolution.value,
            strict=strict,
        )
        run_frame(composition, number, output, options, as_json=json)


@app.command()
def sheet(
    composition: Composition,
    *,
    output: PictureFile,
    count: Annotated[
        int | None,
        typer.Option(min=1, max=400, help="Pictures.  [default: from the length, 12 to 48]"),
    ] = None,
    columns: Annotated[int | None, typer.Option(min=1, max=20, help="Pictures in a row.")] = None,
    width: Annotated[int, typer.Option(min=64, max=1920, help="Of one picture, pixels.")] = 480,
    assets: Assets = None,
    fonts: Fonts = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Draw a contact sheet of the whole composition to a picture."""
    with guarded(as_json=json):
        from render.cli.pictures import run_sheet  # noqa: PLC0415
        from render.options import RenderOptions  # noqa: PLC0415

        options = RenderOptions(assets=assets, fonts=tuple(fonts or ()), strict=strict)
        layout = {"count": count, "columns": columns, "width_px": width}
        run_sheet(composition, output, options, layout, as_json=json)


@app.command()
def inspect(
    composition: Composition,
    *,
    assets: Assets = None,
    fonts: Fonts = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Show the timeline: scenes, layers, transitions and sounds with their frames."""
    with guarded(as_json=json):
        from render.cli.inspect import run_inspect  # noqa: PLC0415
        from render.options import RenderOptions  # noqa: PLC0415

        options = RenderOptions(assets=assets, fonts=tuple(fonts or ()), strict=strict)
        run_inspect(composition, options, as_json=json)


@app.command()
def validate(
    compositions: Annotated[list[Path], typer.Argument(help="Composition JSON; - reads stdin.")],
    *,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Check compositions; every problem is shown with its line, column and fix."""
    with guarded(as_json=json):
        from render.cli.validate import run_validate  # noqa: PLC0415

        run_validate(compositions, strict=strict, as_json=json)


@assets_app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the asset keys.")],
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any that is free.")
    ] = 8787,
    api_key: Annotated[
        str | None,
        typer.Option(
            envvar="WAVEMAKER_API_KEY",
            help="Bearer key of the clients; better in the environment, where no process list "
            "shows it.  [default: a random one]",
        ),
    ] = None,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Sign for everybody on this machine.")
    ] = False,
    expires: Annotated[
        int, typer.Option(min=1, max=604800, metavar="SECONDS", help="Life of a signed URL.")
    ] = 3600,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name of this server; may be repeated."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print URL and key as one line of JSON when ready.")
    ] = False,
) -> None:
    """Answer POST /assets/sign for a folder, as the API does, and serve its files.

    For tests and for clients without a network: point WAVEMAKER_API_URL at the URL it prints.
    """
    with guarded(as_json=json):
        from render.cli.assets import run_serve  # noqa: PLC0415

        run_serve(
            folder,
            host=host,
            port=port,
            api_key=None if no_key else api_key,
            require_key=not no_key,
            lifetime_seconds=expires,
            allow_hosts=tuple(allow_host or ()),
            as_json=json,
        )


@app.command()
def variants(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Folders (with all below), files, globs; - reads asset keys from stdin.",
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder for them.  [default: each original's own]"
        ),
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML file with profiles of your own.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Worker processes.  [default: one a processor]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make what is there as well.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be made.")
    ] = False,
    assets: Annotated[
        Path | None,
        typer.Option(help="Folder of the asset keys on stdin.  [default: the working folder]"),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where to note what is made.  [default: a hidden file beside it]"
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON Lines: one an original, then a summary.")
    ] = False,
) -> None:
    """Make the small pictures and films of originals: _400w.jpg, _800w.jpg, _web.mp4, _preview.mp4.

    What is unchanged since the last time is skipped; what fails stops nothing and is listed at the
    end, with exit code 4.
    """
    with guarded(as_json=json):
        from render.cli.variants import BatchOptions, run_variants  # noqa: PLC0415

        options = BatchOptions(
            output=output,
            assets=assets,
            profile=profile,
            manifest=manifest,
            jobs=jobs,
            force=force,
            dry_run=dry_run,
        )
        run_variants(paths, options, as_json=json)


@cache_app.command("info")
def cache_info(*, json: Json = False) -> None:
    """Show where the cache is and how much of what is in it.

    WAVEMAKER_CACHE_DIR says where it is, WAVEMAKER_CACHE_MAX_BYTES how large it may grow.
    """
    with guarded(as_json=json):
        from render.cli.cache import run_info  # noqa: PLC0415

        run_info(as_json=json)


@cache_app.command("clear")
def cache_clear(
    *,
    kind: Annotated[
        list[CacheKind] | None, typer.Option(help="Only this; may be repeated.")
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Only what was not used for 30m, 12h, 30d, 2w."),
    ] = None,
    json: Json = False,
) -> None:
    """Remove what is in the cache and that no running process uses; it can all be made again."""
    with guarded(as_json=json):
        from render.cli.cache import run_clear  # noqa: PLC0415

        run_clear([each.value for each in kind or ()], older_than, as_json=json)


@cache_app.command("verify")
def cache_verify(*, json: Json = False) -> None:
    """Hash everything in the cache and remove what is damaged; exit code 1 if something was."""
    with guarded(as_json=json):
        from render.cli.cache import run_verify  # noqa: PLC0415

        run_verify(as_json=json)


def run() -> None:
    """Run the command line."""
    app()
