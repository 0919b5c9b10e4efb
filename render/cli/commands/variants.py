"""`wavemaker variants`."""

from pathlib import Path
from typing import Annotated

import typer

from render.cli.console import guarded


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
