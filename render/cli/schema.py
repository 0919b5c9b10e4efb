"""`wavemaker schema`: the JSON Schema of compositions, for editors."""

from importlib.resources import files
from pathlib import Path

import typer

from render.cli.console import say
from render.storage import write_atomically


def run_schema(output: Path | None) -> None:
    """Print the schema, or write it to a file.

    Args:
        output: None prints.

    Raises:
        OutputError: The file cannot be written.
    """
    text = (files("schemas") / "composition.schema.json").read_text(encoding="utf-8")
    if output is None:
        typer.echo(text, nl=False)
        return
    with write_atomically(output) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    say(f"{output} written")
