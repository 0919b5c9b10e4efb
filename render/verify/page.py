"""A report as one page that needs nothing else: no script, no font, no connection.

Everything that comes from a film or a composition is escaped, and the page forbids itself all but
its own styles and the pictures inside it.
"""

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Final

from render.verify.page_style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from render.verify.curves import Curve
    from render.verify.findings import Finding
    from render.verify.report import FilmReport

WIDTH: Final = 1200
WAVE_HEIGHT: Final = 120
CURVE_HEIGHT: Final = 90
FLOOR_DB: Final = -60.0
MOST_MOTION: Final = 40.0
MOST_MARKED: Final = 0.9
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def as_page(report: "FilmReport") -> str:
    """Return a report as an HTML document."""
    name = report.path.name
    count = len(report.defects)
    verdict = "No defects" if not count else f"{count} defect{'s' * (count > 1)}"
    parts = [
        (
            f"<header class='{'bad' if count else 'good'}'><div><p class='kind'>Film report</p>"
            f"<h1>{escape(name)}</h1><p class='beside'>{_compared(report)}</p></div>"
            f"<p class='verdict'>{verdict}</p></header>"
        ),
        _facts(report),
        _timeline(report),
        _findings(report),
        _technical(report),
    ]
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(name)}: {verdict.lower()}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _compared(report: "FilmReport") -> str:
    if report.composition is None:
        return "Measured by itself: give the composition to compare every frame."
    return f"Every frame compared with &ldquo;{escape(report.composition)}&rdquo;."


def _facts(report: "FilmReport") -> str:
    header, sound = report.header, report.sound
    seconds = float(header.duration_seconds)
    cards = [
        ("Frames", f"{report.pictures.frame_count}", f"{float(header.fps):g} a second"),
        ("Length", _clock(seconds), f"{seconds:.3f} s"),
        ("Picture", f"{header.width_px} &times; {header.height_px}", escape(header.codec)),
    ]
    away = report.pictures.deviation_levels
    if away is not None:
        cards.append(("Difference", f"{away:.1f}", "levels of 255, from the composition"))
    loudness = sound.loudness if sound else None
    if sound is not None and loudness is not None:
        cards.append(("Loudness", f"{loudness.integrated_lufs:.1f}", "LUFS, integrated"))
        cards.append(("True peak", f"{loudness.true_peak_dbtp:+.1f}", "dBTP"))
        if sound.late_seconds is not None:
            late = sound.late_seconds * 1000
            cards.append(("Sync", f"{late:+.1f}" if late else "0", "ms, sound to picture"))
    return (
        "<section class='facts'>"
        + "".join(
            f"<div><h2>{name}</h2><p>{value}</p><small>{more}</small></div>"
            for name, value, more in cards
        )
        + "</section>"
    )


def _timeline(report: "FilmReport") -> str:
    seconds = max(float(report.header.duration_seconds), 1e-3)
    rows = [_strip(report), _ruler(seconds)]
    rows.append(_row("Movement", "levels a frame", _motion(report.pictures.motion)))
    if report.sound is not None:
        rows.append(_row("Sound", "samples", _wave(report.sound.wave)))
        rows.append(_row("Level", f"dB, {FLOOR_DB:.0f} to 0", _level(report.sound.curve)))
    marks = "".join(_mark(one, seconds) for one in report.findings if one.seconds is not None)
    return f"<section class='timeline'>{''.join(rows)}<div class='marks'>{marks}</div></section>"


def _strip(report: "FilmReport") -> str:
    fps = report.header.fps
    pictures = "".join(
        f"<img src='{_data(jpeg)}' alt='frame {frame}' title='frame {frame}, "
        f"{float(frame / fps):.2f} s'>"
        for frame, jpeg in report.pictures.thumbnails
    )
    return f"<div class='strip'>{pictures}</div>"


def _ruler(seconds: float) -> str:
    steps = next(
        step for step in (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 7200)
        if seconds / step <= 12  # noqa: PLR2004 - labels side by side
        or step == 7200  # noqa: PLR2004
    )  # fmt: skip
    count = int(seconds / steps)
    labels = "".join(
        f"<span style='left:{100 * n * steps / seconds:.3f}%'>{_clock(n * steps)}</span>"
        for n in range(count + 1)
        if n * steps / seconds < 0.97  # noqa: PLR2004 - it would stand outside
    )
    return f"<div class='ruler'>{labels}</div>"


def _row(name: str, unit: str, drawing: str) -> str:
    return f"<figure><figcaption>{name} <small>{unit}</small></figcaption>{drawing}</figure>"


def _svg(height: int, inside: str) -> str:
    return (
        f"<svg viewBox='0 0 {WIDTH} {height}' preserveAspectRatio='none' aria-hidden='true' "
        f"style='height:{height}px'>{inside}</svg>"
    )


def _motion(curve: "Curve") -> str:
    _, highs = curve.filled()
    tops = [CURVE_HEIGHT * (1 - min(value / MOST_MOTION, 1) ** 0.5) for value in highs]
    return _svg(CURVE_HEIGHT, _area(tops, [CURVE_HEIGHT] * len(tops), "motion"))


def _wave(curve: "Curve") -> str:
    lows, highs = curve.filled()
    half = WAVE_HEIGHT / 2
    middle = f"<path class='line' d='M0 {half}H{WIDTH}'/>"
    tops = [half - min(max(value, -1), 1) * half for value in highs]
    bottoms = [half - min(max(value, -1), 1) * half + 0.7 for value in lows]
    return _svg(WAVE_HEIGHT, middle + _area(tops, bottoms, "wave"))


def _level(curve: "Curve") -> str:
    _, highs = curve.filled()
    tops = [CURVE_HEIGHT * min(max(value / FLOOR_DB, 0), 1) for value in highs]
    lines = "".join(
        f"<path class='line' d='M0 {CURVE_HEIGHT * db / FLOOR_DB:.1f}H{WIDTH}'/>"
        for db in (-12, -24, -36, -48)
    )
    return _svg(CURVE_HEIGHT, lines + _area(tops, [CURVE_HEIGHT] * len(tops), "level"))


def _area(tops: "Sequence[float]", bottoms: "Sequence[float]", kind: str) -> str:
    if not tops:
        return ""
    wide = WIDTH / len(tops)
    there = " ".join(f"L{(n + 0.5) * wide:.1f} {y:.1f}" for n, y in enumerate(tops))
    back = " ".join(
        f"L{(n + 0.5) * wide:.1f} {bottoms[n]:.1f}" for n in reversed(range(len(bottoms)))
    )
    first, last = f"M0 {bottoms[0]:.1f}L0 {tops[0]:.1f}", f"L{WIDTH} {tops[-1]:.1f}"
    end = f"L{WIDTH} {bottoms[-1]:.1f}"
    return f"<path class='{kind}' d='{first}{there}{last}{end}{back}Z'/>"


def _mark(one: "Finding", seconds: float) -> str:
    start, end = one.seconds or (0.0, 0.0)
    if end - start > MOST_MARKED * seconds:  # it is about all of the film
        return ""
    left = min(max(100 * start / seconds, 0), 100)
    width = min(max(100 * (end - start) / seconds, 0), 100 - left)
    return (
        f"<i class='{one.severity}' style='left:{left:.3f}%;width:max(2px,{width:.3f}%)' "
        f"title='{escape(one.message, quote=True)}'></i>"
    )


def _findings(report: "FilmReport") -> str:
    if not report.findings:
        return (
            "<section class='findings'><p class='none'>Nothing was found to be wrong.</p></section>"
        )
    return (
        "<section class='findings'><h2>What was found</h2><ol>"
        + "".join(_item(one) for one in report.findings)
        + "</ol></section>"
    )


def _item(one: "Finding") -> str:
    where = ""
    if one.seconds is not None:
        where = _clock(one.seconds[0], exact=True)
        if one.seconds[1] - one.seconds[0] > 0.1:  # noqa: PLR2004 - seconds that show
            where += f" &ndash; {_clock(one.seconds[1], exact=True)}"
    pictures = ""
    if one.pictures is not None:
        film, meant = one.pictures
        pictures = (
            f"<div class='pair'><figure><img src='{_data(film)}' alt='the film'>"
            "<figcaption>the film</figcaption></figure>"
            f"<figure><img src='{_data(meant)}' alt='the composition'>"
            "<figcaption>the composition</figcaption></figure></div>"
        )
    hint = f"<p class='hint'>{escape(one.hint)}</p>" if one.hint else ""
    message = escape(one.message[:1].upper() + one.message[1:])
    return (
        f"<li class='{one.severity}'><div class='what'><p><b>{escape(one.id)}</b>"
        f"<time>{where}</time></p><p class='message'>{message}.</p>{hint}</div>{pictures}</li>"
    )


def _technical(report: "FilmReport") -> str:
    header = report.header
    rows: list[tuple[str, object]] = [
        ("File", f"{header.size_bytes:,} bytes"),
        ("Title", header.title or "-"),
        ("Pixel format", header.pixel_format),
        *((f"Colour {name}", value) for name, value in header.color.items()),
        ("Index first (faststart)", {True: "yes", False: "no", None: "-"}[header.faststart]),
        ("Rate", f"{header.fps} frames a second"),
    ]
    rows += [
        (f"Sound {name.replace('_', ' ')}", value) for name, value in (header.sound or {}).items()
    ]
    return f"<section class='technical'><h2>As stored</h2><dl>{_pairs(rows)}</dl></section>"


def _pairs(rows: "Iterable[tuple[str, object]]") -> str:
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(str(value))}</dd></div>" for name, value in rows
    )


def _data(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


def _clock(seconds: float, *, exact: bool = False) -> str:
    minutes, rest = divmod(seconds, 60)
    if exact:
        return f"{int(minutes)}:{rest:05.2f}"
    return f"{int(minutes)}:{rest:02.0f}" if rest == int(rest) else f"{int(minutes)}:{rest:04.1f}"
