"""Choose inks and veils: the palette first, then a veil over the picture, as little as will do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from render.legibility.subjects import Subject
from render.style.contrast import luminance, ratio
from render.text.spec import Gradient, Rgba

Pixels = NDArray[np.float64]
"""`(n, 3)` encoded sRGB of what lies behind a text, [0, 255]."""

_WORST = 3.0
"""Per cent of the pixels that may have less contrast: specks between letters."""
_COMFORT = 1.15
"""A veil that is drawn goes a little beyond what is needed."""
_MOST_VEIL = 0.9
_VEIL_STEP = 0.05
_LEAST_VEIL = 0.2
"""Thinner ones are not seen, and then help nobody."""
_WANTED_UP_TO = 0.65
"""A thicker veil hides the picture; then another ink is the better choice."""
_NO_INK: Rgba = (255, 255, 255, 255)
_NO_VEIL: Rgba = (0, 0, 0, 255)
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])
_FLARE = 0.05


@dataclass(frozen=True)
class Seen:
    """A text and what was seen behind it."""

    subject: Subject
    pixels: Pixels


@dataclass(frozen=True)
class Choice:
    """What was chosen for the texts of a scene.

    Attributes:
        inks: Colour of each text.
        veils: Opacity of the veil behind each text; 0 for none.
        veil: Its colour.
    """

    inks: tuple[Rgba, ...]
    veils: tuple[float, ...]
    veil: Rgba = (0, 0, 0, 255)


def choose(seen: list[Seen]) -> Choice:
    """Choose the inks of texts that are seen together: one for all, but for labels and panels."""
    free = [index for index, each in enumerate(seen) if each.subject.panel is None]
    ink, veil, opacities = _common([seen[index] for index in free])
    inks: list[Rgba] = []
    veils: list[float] = []
    for index, each in enumerate(seen):
        if each.subject.panel is not None:
            inks.append(_on_panel(each))
            veils.append(0.0)
            continue
        opacity = opacities[free.index(index)]
        behind = each.pixels if opacity == 0 else veiled(each.pixels, veil, opacity)
        own = each.subject.ink.own
        is_read = own is not None and reach(behind, own) >= each.subject.ink.ratio
        inks.append(own if own is not None and is_read else ink)
        veils.append(opacity)
    return Choice(tuple(inks), tuple(veils), veil)


def _common(seen: list[Seen]) -> tuple[Rgba, Rgba, list[float]]:
    """Return one ink for all texts, the veil's colour, and its opacity behind each."""
    if not seen:
        return _NO_INK, _NO_VEIL, []
    bare = [0.0] * len(seen)
    inks = seen[0].subject.ink.colors
    scores = [
        min(reach(each.pixels, ink) / each.subject.ink.ratio for each in seen) for ink in inks
    ]
    best = max(range(len(inks)), key=lambda index: scores[index])
    # The palette's colours come first: white and black are for palettes that have no other way.
    read = next((ink for ink, score in zip(inks, scores, strict=True) if score >= 1), None)
    if read is not None:
        return read, _NO_VEIL, bare
    if not any(each.subject.ink.may_veil for each in seen):
        return inks[best], _NO_VEIL, bare
    options: list[tuple[Rgba, Rgba, list[float]]] = []
    for ink in (inks[0], inks[best]):
        veil = _veil_for(ink, seen[0])
        options.append((ink, veil, [_opacity(each, ink, veil) for each in seen]))
    wanted, other = options
    return wanted if max(wanted[2]) <= max(_WANTED_UP_TO, *other[2]) else other


def _veil_for(ink: Rgba, each: Seen) -> Rgba:
    dark, light = each.subject.ink.dark_veil, each.subject.ink.light_veil
    own = luminance(ink)
    return max(dark, light, key=lambda veil: ratio(luminance(veil), own))


def _opacity(each: Seen, ink: Rgba, veil: Rgba) -> float:
    """Return how thick a veil has to be for an ink to be read through it."""
    needed = each.subject.ink.ratio
    if reach(each.pixels, ink) >= needed:
        return 0.0
    steps = round(_MOST_VEIL / _VEIL_STEP)
    for step in range(round(_LEAST_VEIL / _VEIL_STEP), steps):
        opacity = step * _VEIL_STEP
        if reach(veiled(each.pixels, veil, opacity), ink) >= needed * _COMFORT:
            return opacity
    return _MOST_VEIL


def _on_panel(each: Seen) -> Rgba:
    """Return the ink for a panel: the first that is read well on it, else the best."""
    fill = each.subject.panel
    stops = [color for _, color in fill.stops] if isinstance(fill, Gradient) else [fill]
    behind = np.concatenate(
        [veiled(each.pixels, stop, stop[3] / 255) for stop in stops if stop is not None]
    )
    colors = each.subject.ink.colors
    needed = each.subject.ink.ratio * _COMFORT
    best = max(colors, key=lambda color: reach(behind, color))
    return next((color for color in colors if reach(behind, color) >= needed), best)


def reach(pixels: Pixels, ink: Rgba) -> float:
    """Return the contrast that an ink has with nearly all of what lies behind it."""
    behind = luminances(pixels)
    own = luminance(ink)
    ratios = (np.maximum(behind, own) + _FLARE) / (np.minimum(behind, own) + _FLARE)
    return float(np.percentile(ratios, _WORST))


def luminances(pixels: Pixels) -> NDArray[np.float64]:
    """Return the relative luminance `(n,)` of encoded pixels."""
    levels = pixels / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
    return linear @ _WEIGHTS


def veiled(pixels: Pixels, veil: Rgba, opacity: float) -> Pixels:
    """Return pixels with a colour laid over them."""
    return pixels + (np.array(veil[:3], float) - pixels) * opacity
