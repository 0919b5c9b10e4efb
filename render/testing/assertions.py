"""What a test may say of a composition or a finished film."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from render.audio.loudness import measure
from render.canvas.color import frame_to_rgb
from render.frames.renderer import FrameRenderer
from render.testing.difference import compare, write_side_by_side
from render.testing.films import ComposedFilm, Filmed, Rgb, open_film
from render.testing.moment import now, safe

if TYPE_CHECKING:
    from render.layers.planned import PlannedLayer
    from render.timeline.model import Timeline

TOLERANCE: Final = 3.0
"""Worst CIEDE2000 after a blur: other processors and library versions stay below 1, a missing
full stop is above 6."""
MIN_CONTRAST: Final = 3.0
"""WCAG's for large text."""
_CHANGED_LEVELS: Final = 12
_MIN_CHANGED: Final = 12


def assert_frame(
    composition: Filmed,
    frame: int,
    *,
    golden: str | Path | None = None,
    tolerance: float = TOLERANCE,
    **how: object,
) -> None:
    """Compare a frame with a picture kept beside the test.

    Args:
        composition: What to draw.
        frame: Which, from 0.
        golden: The picture, relative to the test's folder; None is `goldens/<test>-<frame>.png`.
        tolerance: How far the worst place may be off, in CIEDE2000 after a blur; 1 can just be
            seen.
        **how: assets, fonts, resolution: as for `open_film`.

    Raises:
        AssertionError: There is no golden, or the frame looks different; a picture with both and
            a map of the differences is written and named.
    """
    __tracebackhide__ = True
    from PIL import Image  # noqa: PLC0415 - tests that compare nothing need none

    moment = now()
    film = open_film(composition, **how)  # type: ignore[arg-type]
    got = film.frame(frame).copy()
    name = (
        Path(golden)
        if golden is not None
        else Path("goldens") / (f"{safe(moment.name)}-{frame:04}.png")
    )
    path = moment.folder / name
    if moment.updates:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(got).save(path, optimize=True)
        return
    if not path.exists():
        shown = _failure(frame)
        write_side_by_side(shown, None, got, None)
        raise AssertionError(
            f"there is no golden {path}; look at {shown}, then run with --update-goldens"
        )
    with Image.open(path) as kept:
        expected = np.asarray(kept.convert("RGB"))
    _assert_alike(expected, got, frame, tolerance, f"{film.name}, against {path}")


def assert_frames_equal(
    first: Filmed,
    second: Filmed,
    *,
    frames: Iterable[int] | None = None,
    tolerance: float = 0.0,
    **how: object,
) -> None:
    """Compare frames of two compositions, or of a composition and a film.

    Args:
        first, second: What to compare.
        frames: Which; None is all, and there must be equally many.
        tolerance: As for `assert_frame`; 0 asks for equal pixels.
        **how: assets, fonts, resolution of compositions.

    Raises:
        AssertionError: A frame differs; the message names the first.
    """
    __tracebackhide__ = True
    one, other = (open_film(film, **how) for film in (first, second))  # type: ignore[arg-type]
    if frames is None:
        if one.frame_count != other.frame_count:
            raise AssertionError(
                f"{one.name} has {one.frame_count} frames, {other.name} {other.frame_count}"
            )
        frames = range(one.frame_count)
    for frame in frames:
        expected, got = one.frame(frame).copy(), other.frame(frame)
        _assert_alike(expected, got, frame, tolerance, f"{one.name} and {other.name}")


def assert_duration(
    film: Filmed, *, frames: int | None = None, seconds: float | Fraction | None = None
) -> None:
    """Check how long a composition or a film is, to the frame.

    Raises:
        AssertionError: It is longer or shorter.
    """
    __tracebackhide__ = True
    if frames is None and seconds is None:
        raise TypeError("give frames or seconds")
    opened = open_film(film)
    if frames is not None and opened.frame_count != frames:
        raise AssertionError(f"{opened.name} has {opened.frame_count} frames, not {frames}")
    if seconds is not None:
        lasts = opened.frame_count / opened.fps
        if abs(lasts - Fraction(seconds)) > Fraction(1, 2) / opened.fps:
            raise AssertionError(f"{opened.name} lasts {float(lasts):.3f} s, not {seconds}")


def assert_loudness(
    film: Filmed,
    integrated_lufs: float,
    *,
    tolerance_lu: float = 1.0,
    true_peak_dbtp: float = -1.0,
    assets: Path | None = None,
) -> None:
    """Measure the sound by EBU R128 and hold it against a target.

    Raises:
        AssertionError: There is no sound, or it is louder, quieter or peaks higher.
    """
    __tracebackhide__ = True
    opened = open_film(film, assets=assets)
    blocks = opened.sound()
    if blocks is None:
        raise AssertionError(f"{opened.name} has no sound")
    found = measure(blocks)
    if abs(found.integrated_lufs - integrated_lufs) > tolerance_lu:
        raise AssertionError(
            f"{opened.name} has {found.integrated_lufs:.1f} LUFS, not {integrated_lufs:.1f}"
        )
    if found.true_peak_dbtp > true_peak_dbtp + 0.5:
        raise AssertionError(
            f"{opened.name} peaks at {found.true_peak_dbtp:+.1f} dBTP, above {true_peak_dbtp:+.1f}"
        )


def assert_text_visible(
    composition: Filmed,
    text: str,
    frame: int,
    *,
    min_contrast: float = MIN_CONTRAST,
    **how: object,
) -> None:
    """Check that a text can be read at a frame: drawn, in view, in contrast to what is behind.

    The frame is drawn with the text and without it: what changes are the letters.

    Args:
        composition: A composition.
        text: All or part of a text layer's text, spaces aside.
        frame: Which.
        min_contrast: WCAG contrast of the letters' pixels to what lies behind them.
        **how: assets, fonts, resolution: as for `open_film`.

    Raises:
        AssertionError: No layer has the text, it is not on screen, or it cannot be read.
    """
    __tracebackhide__ = True
    film = open_film(composition, **how)  # type: ignore[arg-type]
    if not isinstance(film, ComposedFilm):
        raise TypeError("a finished film has no texts; give its composition")
    film.check(frame)
    wanted = " ".join(text.split())
    timeline = film.prepared.timeline
    without, found = _without(timeline, wanted)
    if not found:
        raise AssertionError(f'{film.name} has no text "{wanted}"')
    with_text = film.frame(frame).copy()
    with FrameRenderer(film.prepared.fonts, *film.size_px) as renderer:
        behind = frame_to_rgb(renderer.frame(without, frame))
    changed = np.abs(with_text.astype(int) - behind).max(axis=2)
    letters = changed > max(_CHANGED_LEVELS, 0.6 * float(changed.max()))
    if int(letters.sum()) < _MIN_CHANGED:
        _fail(f'"{wanted}" is not to be seen at frame {frame}', behind, with_text, frame)
    light, dark = (_luminance(picture[letters]) for picture in (with_text, behind))
    contrast = float(np.median((np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05)))
    if contrast < min_contrast:
        _fail(
            f'"{wanted}" has a contrast of {contrast:.1f} at frame {frame}, '
            f"{min_contrast:.1f} is asked for",
            behind, with_text, frame,
        )  # fmt: skip


def _without(timeline: "Timeline", text: str) -> "tuple[Timeline, bool]":
    """Return a timeline without the layers that show a text, and whether there were any."""
    found = False

    def kept(layers: "tuple[PlannedLayer, ...]") -> "tuple[PlannedLayer, ...]":
        nonlocal found
        left: list[PlannedLayer] = []
        for layer in layers:
            spec = getattr(layer.content, "spec", None)
            inner = getattr(layer.content, "layers", None)
            if text in " ".join(str(getattr(spec, "text", "")).split()):
                found = True
            elif inner:
                left.append(replace(layer, content=replace(layer.content, layers=kept(inner))))  # type: ignore[type-var]
            else:
                left.append(layer)
        return tuple(left)

    scenes = tuple(replace(scene, layers=kept(scene.layers)) for scene in timeline.scenes)
    overlays = kept(timeline.overlays)
    return replace(timeline, scenes=scenes, overlays=overlays), found


def _luminance(colors: Rgb) -> "np.ndarray":
    value = colors.astype(np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - IEC 61966-2-1
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _assert_alike(expected: Rgb, got: Rgb, frame: int, tolerance: float, what: str) -> None:
    __tracebackhide__ = True
    if expected.shape != got.shape:
        shown = _failure(frame)
        write_side_by_side(shown, expected, got, None)
        raise AssertionError(
            f"frame {frame} of {what}: {got.shape[1]}x{got.shape[0]} pixels, expected "
            f"{expected.shape[1]}x{expected.shape[0]}; see {shown}"
        )
    away = compare(expected, got)
    if away.worst > tolerance:
        shown = _failure(frame)
        write_side_by_side(shown, expected, got, away.map)
        raise AssertionError(
            f"frame {frame} of {what}: differs by {away.worst:.1f} at x={away.at_px[0]}, "
            f"y={away.at_px[1]} ({tolerance:g} is allowed, {away.mean:.2f} on average); see {shown}"
        )


def _fail(message: str, behind: Rgb, got: Rgb, frame: int) -> None:
    __tracebackhide__ = True
    shown = _failure(frame)
    write_side_by_side(shown, behind, got, compare(behind, got).map)
    raise AssertionError(f"{message}; see {shown}")


def _failure(frame: int) -> Path:
    moment = now()
    moment.failures.mkdir(parents=True, exist_ok=True)
    (moment.failures / ".gitignore").write_text("*\n")
    return moment.failures / f"{safe(moment.name)}-{frame:04}.png"
