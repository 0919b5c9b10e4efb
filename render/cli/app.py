"""The command line: every command in the order `--help` lists them."""

from typing import Annotated

import typer

from render.cli.commands import (
    assets,
    audio,
    cache,
    captions,
    documents,
    pictures,
    thumbnails,
    variants,
    verify,
)
from render.cli.commands.doctor import doctor
from render.cli.commands.render import render

app = typer.Typer(
    name="wavemaker",
    help="Render declarative video compositions to frame-accurate MP4, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(render)
app.command()(pictures.frame)
app.command()(pictures.sheet)
app.command()(documents.inspect)
app.command()(documents.validate)
app.command("format")(documents.format_documents)
app.command()(documents.schema)
app.command()(documents.explain)
app.command()(verify.verify)
app.command()(variants.variants)
app.add_typer(thumbnails.app, name="thumbnail")
app.add_typer(captions.app, name="captions")
app.add_typer(audio.app, name="audio")
app.add_typer(assets.app, name="assets")
app.add_typer(cache.app, name="cache")
app.command()(doctor)


@app.callback(invoke_without_command=True)
def _root(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        from importlib.metadata import version as installed  # noqa: PLC0415

        typer.echo(f"wavemaker-local {installed('wavemaker-local')}")
        raise typer.Exit


def run() -> None:
    """Run the command line."""
    app()
