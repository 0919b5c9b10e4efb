"""`wavemaker thumbnail`."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Final

from render.cli.console import say, show_json
from render.errors import UsageError
from render.options import RenderOptions
from render.thumbnails import make_poster, make_preview, make_sprites

_TIME: Final = re.compile(r"(?:(?:(\d{1,4}):)?([0-5]?\d):)?(\d{1,7}(?:\.\d{1,9})?)", re.ASCII)


def run_poster(
    source: Path,
    output: Path,
    options: RenderOptions,
    *,
    width_px: int | None,
    at: str | None,
    candidates: int,
    as_json: bool,
) -> None:
    """Choose a frame, write it, and say which it is."""
    at_seconds = None if at is None else parse_time(at, "--at")
    made = make_poster(
        source, output, options, width_px=width_px, at_seconds=at_seconds, candidates=candidates
    )
    if as_json:
        score = made.score
        show_json(
            {
                "output": str(made.path),
                "frame": made.frame,
                "seconds": _number(made.seconds),
                "width_px": made.width_px,
                "height_px": made.height_px,
                "score": None
                if score is None
                else {"total": round(score.total, 3)}
                | {name: round(value, 3) for name, value in vars(score).items()},
            }
        )
    else:
        when = f"frame {made.frame} at {float(made.seconds):.2f} s"
        say(f"{made.path}: {when}, {made.width_px}x{made.height_px}")


def run_sprites(
    source: Path,
    output: Path,
    options: RenderOptions,
    *,
    width_px: int,
    columns: int,
    interval: str | None,
    as_json: bool,
) -> None:
    """Write sprite sheets and their track, and say what was written."""
    interval_seconds = None if interval is None else parse_time(interval, "--interval")
    made = make_sprites(
        source,
        output,
        options,
        width_px=width_px,
        columns=columns,
        interval_seconds=interval_seconds,
    )
    if as_json:
        show_json(
            {
                "output": str(made.track),
                "sheets": [str(sheet) for sheet in made.sheets],
                "tiles": made.tiles,
                "tile_width_px": made.tile_width_px,
                "tile_height_px": made.tile_height_px,
                "interval_seconds": _number(made.interval_seconds),
            }
        )
    else:
        sheets = f"{len(made.sheets)} sheet{'s' * (len(made.sheets) > 1)}"
        size = f"{made.tile_width_px}x{made.tile_height_px}"
        say(f"{made.track}: {made.tiles} pictures of {size} on {sheets}")


def run_preview(
    source: Path,
    output: Path,
    options: RenderOptions,
    *,
    width_px: int,
    seconds: str,
    fps: int,
    as_json: bool,
) -> None:
    """Write a moving preview and say what it shows."""
    made = make_preview(
        source,
        output,
        options,
        width_px=width_px,
        seconds=parse_time(seconds, "--seconds"),
        fps=fps,
    )
    if as_json:
        show_json(
            {
                "output": str(made.path),
                "frames": made.frames,
                "width_px": made.width_px,
                "height_px": made.height_px,
                "duration_seconds": _number(made.duration_seconds),
                "starts_seconds": [_number(start) for start in made.starts_seconds],
            }
        )
    else:
        starts = ", ".join(f"{float(start):.1f}" for start in made.starts_seconds)
        lasts = float(made.duration_seconds)
        size = f"{made.width_px}x{made.height_px}"
        say(f"{made.path}: {made.frames} frames, {lasts:.1f} s, {size}, from {starts} s")


def parse_time(text: str, option: str) -> Fraction:
    """Read `83.5`, `1:23.5` or `0:01:23.5` as seconds.

    Raises:
        UsageError: It is written differently.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise UsageError(
            f'"{text}" is no time', where=option, hint="write seconds, 83.5, or 1:23.5"
        )
    hours, minutes, seconds = (Fraction(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _number(seconds: Fraction) -> float:
    return round(float(seconds), 6)
