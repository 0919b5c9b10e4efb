"""`wavemaker verify`: run it, and show what was found."""

from pathlib import Path

import typer

from render.cli.console import say, show_json
from render.errors import UsageError
from render.options import RenderOptions
from render.storage import write_atomically
from render.verify.film import verify_film
from render.verify.findings import Finding
from render.verify.page import as_page
from render.verify.report import FilmReport

DEFECTS = 1


def run_verify(
    film: Path,
    composition: Path | None,
    options: RenderOptions,
    html: Path | None,
    *,
    as_json: bool,
) -> None:
    """Measure a film, show the report, and end with 1 where it has defects."""
    for source in (film, composition):
        if html is not None and source is not None and _same(html, source):
            raise UsageError("the report would replace what it is about", where=str(html))
    report = verify_film(film, composition, options)
    if html is not None:
        with write_atomically(html) as temporary:
            temporary.write_text(as_page(report), encoding="utf-8")
    if as_json:
        show_json(report.as_json())
    else:
        _show(report)
        if html is not None:
            say(f"report: {html}")
    if report.defects:
        raise typer.Exit(DEFECTS)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _show(report: FilmReport) -> None:
    header = report.header
    seconds = float(header.duration_seconds)
    say(
        f"{report.path}: {report.pictures.frame_count} frames, {float(header.fps):g} fps, "
        f"{seconds:.3f} s, {header.width_px}x{header.height_px}, {header.codec}"
    )
    loudness = report.sound.loudness if report.sound else None
    if loudness is not None:
        say(
            f"  sound: {loudness.integrated_lufs:.1f} LUFS, "
            f"true peak {loudness.true_peak_dbtp:+.1f} dBTP"
        )
    if report.composition is not None and report.pictures.deviation_levels is not None:
        late = report.sound.late_seconds if report.sound else None
        sync = "" if late is None else f", sound {late * 1000:+.1f} ms"
        away = report.pictures.deviation_levels
        say(f'  compared with "{report.composition}": {away:.1f} levels apart{sync}')
    for one in report.findings:
        say(f"{one.severity}: {one.id}: {_place(one)}{one.message}")
        if one.hint:
            say(f"  hint: {one.hint}")
    count = len(report.defects)
    say("no defects" if not count else f"{count} defect{'s' * (count > 1)}")


def _place(one: Finding) -> str:
    return "" if one.seconds is None else f"{one.seconds[0]:.2f} s: "
