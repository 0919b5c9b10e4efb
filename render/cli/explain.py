"""`wavemaker explain`: a frame, layer by layer."""

from dataclasses import asdict, replace
from pathlib import Path

import typer

from render.cli.console import printable, show_json
from render.document import read_composition
from render.explain import Explained, explain
from render.options import RenderOptions
from render.prepare import prepare
from render.timebase import frame_to_seconds


def run_explain(composition: Path, frame: int, options: RenderOptions, *, as_json: bool) -> None:
    """Say what is on screen at a frame, and where each value comes from.

    Args:
        composition: The file.
        frame: In [0, totalDurationFrames).
        options: Where the assets and fonts are.
        as_json: For machines.
    """
    parsed = read_composition(composition)
    if options.assets is None and options.api is None:
        home = Path.cwd() if str(composition) == "-" else composition.absolute().parent
        options = replace(options, assets=home)
    prepared = prepare(parsed.composition, options)
    layers = explain(prepared, parsed.document, frame)
    if as_json:
        show_json({"frame": frame, "layers": [asdict(layer) for layer in layers]})
        return
    seconds = float(frame_to_seconds(frame, prepared.timeline.fps))
    typer.echo(f"frame {frame}, {seconds:.3f} s, back to front")
    for layer in layers:
        _show(layer)


def _show(layer: Explained) -> None:
    indent = "  " * layer.depth
    typer.echo(printable(f"\n{indent}{layer.what}  {layer.path}"))
    names = max((len(value.name) for value in layer.values), default=0)
    shown = max((min(len(value.value), 44) for value in layer.values), default=0)
    for value in layer.values:
        line = f"{indent}  {value.name:<{names}}  {value.value:<{shown}}  {value.origin}"
        typer.echo(printable(line.replace("\n", " ")))
