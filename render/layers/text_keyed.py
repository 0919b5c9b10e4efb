"""Texts whose size, spacing, lines or colours follow keyframes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from render.animation.keyframes import Track
from render.text import Stroke, TextLayout, TextRun, TextSpec, lay_out
from render.text.spec import MAX_SIZE_PX

if TYPE_CHECKING:
    from render.layers.staging import Staging
    from render.text import FontBook

SETTING: Final = ("fontSize", "letterSpacing", "lineHeight")
"""What the lengths of lines, and so the box, depend on."""

NUMBERS: Final = (
    *SETTING,
    "strokeWidth",
    "shadowX",
    "shadowY",
    "shadowBlur",
    "glowSize",
    "glowStrength",
)
COLORS: Final = ("color", "strokeColor", "backgroundColor", "shadowColor", "glowColor")

_LEAST_PX = 0.5
_LEAST_LINE = 0.1
_HYPHEN = "\u00ad"


def keyed(spec: TextSpec, size_px: float, staging: "Staging") -> TextSpec:
    """Return a text as the keyframes of a frame have it.

    Args:
        spec: Without keyframes.
        size_px: The font size that `fontSize` stands for; runs of other sizes keep their ratio.
        staging: Of the frame.
    """
    return _coloured(_sized(spec, size_px, staging.numbers), staging)


def with_lines_kept(spec: TextSpec, layout: TextLayout) -> TextSpec:
    """Return a text that breaks where a layout of it does, however large its letters get."""
    text, runs = spec.text, list(spec.runs)
    starts = [min((word.start for word in line.words), default=0) for line in layout.lines]
    for start in reversed(starts[1:]):
        gap = len(text[:start]) - len(text[:start].rstrip())
        if "\n" not in text[start - gap : start] and text[start - 1] != _HYPHEN:
            runs = _broken(runs, start - gap, start)
    return replace(spec, runs=tuple(runs), width_px=None, balance=False)


def box_tracks(
    spec: TextSpec,
    size_px: float,
    padding: tuple[float, float],
    tracks: Mapping[str, Track],
    fonts: "FontBook",
) -> tuple[tuple[str, Track], ...]:
    """Return how the box of a text grows with it: exact at keyframes, even between them.

    Args:
        spec: With its lines kept.
        size_px: As in `keyed`.
        padding: From the box to the text, across and down.
        tracks: Of `SETTING`.
        fonts: The registered fonts.
    """
    frames = sorted({frame for track in tracks.values() for frame in track.frames})
    easings: list[str] = []
    sizes: list[tuple[float, float]] = []
    for frame in frames:
        numbers = {name: track.number(frame) for name, track in tracks.items()}
        layout = lay_out(_sized(spec, size_px, numbers), fonts)
        sizes.append((layout.width_px + 2 * padding[0], layout.height_px + 2 * padding[1]))
        at = (
            track.easings[track.frames.index(frame)]
            for track in tracks.values()
            if frame in track.frames
        )
        easings.append(next(at))
    return tuple(
        (name, Track(tuple(frames), tuple((size[side],) for size in sizes), tuple(easings)))
        for side, name in enumerate(("width", "height"))
    )


def _sized(spec: TextSpec, size_px: float, numbers: Mapping[str, float]) -> TextSpec:
    asked = numbers.get("fontSize", size_px)
    ratio = min(max(asked, _LEAST_PX), MAX_SIZE_PX) / size_px
    spacing = numbers.get("letterSpacing")

    def sized(run: TextRun) -> TextRun:
        own = run.letter_spacing_px * ratio if spacing is None else spacing
        return replace(run, size_px=min(run.size_px * ratio, MAX_SIZE_PX), letter_spacing_px=own)

    spec = replace(spec, runs=tuple(sized(run) for run in spec.runs))
    if "lineHeight" in numbers:
        spec = replace(spec, line_height=max(numbers["lineHeight"], _LEAST_LINE))
    if spec.stroke and "strokeWidth" in numbers:
        spec = replace(spec, stroke=replace(spec.stroke, width_px=max(numbers["strokeWidth"], 0)))
    if spec.shadow:
        cast = spec.shadow
        moved = replace(
            cast,
            dx_px=numbers.get("shadowX", cast.dx_px),
            dy_px=numbers.get("shadowY", cast.dy_px),
            blur_px=max(numbers.get("shadowBlur", cast.blur_px), 0.0),
        )
        spec = replace(spec, shadow=moved)
    if spec.glow:
        glow = spec.glow
        lit = replace(
            glow,
            size_px=max(numbers.get("glowSize", glow.size_px), 0.0),
            strength=min(max(numbers.get("glowStrength", glow.strength), 0.0), 4.0),
        )
        spec = replace(spec, glow=lit)
    return spec


def _coloured(spec: TextSpec, staging: "Staging") -> TextSpec:
    colors = staging.colors
    if "color" in colors:
        fill = colors["color"]
        spec = replace(spec, runs=tuple(replace(run, fill=fill) for run in spec.runs))
    if spec.stroke and "strokeColor" in colors:
        spec = replace(spec, stroke=Stroke(spec.stroke.width_px, colors["strokeColor"]))
    if spec.background and "backgroundColor" in colors:
        spec = replace(spec, background=replace(spec.background, fill=colors["backgroundColor"]))
    if spec.shadow and "shadowColor" in colors:
        spec = replace(spec, shadow=replace(spec.shadow, color=colors["shadowColor"]))
    if spec.glow and "glowColor" in colors:
        spec = replace(spec, glow=replace(spec.glow, color=colors["glowColor"]))
    return spec


def _broken(runs: list[TextRun], start: int, end: int) -> list[TextRun]:
    """Return runs with a line feed instead of the characters from `start` to `end`."""
    broken: list[TextRun] = []
    at, feed = 0, "\n"
    for run in runs:
        first, last = max(start - at, 0), max(end - at, 0)
        text = run.text
        if at <= end and start <= at + len(text) and first <= len(text):
            text, feed = text[:first] + feed + text[last:], ""
        broken.append(replace(run, text=text))
        at += len(run.text)
    return broken
