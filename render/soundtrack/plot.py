"""The sound of a composition as a picture: tracks, ducking, words, scenes."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
import skia
from numpy.typing import NDArray

from render.audio.cues import AudioPlan, Role
from render.audio.ducking import speech_of
from render.audio.plan import segment_start_frame
from render.options import RenderOptions
from render.prepare import Prepared, Source, prepare
from render.soundtrack.export import TRACK_NAMES, tracks_of
from render.soundtrack.survey import Survey, Wave, survey
from render.text import FontBook, TextRun, TextSpec, lay_out, paint
from render.timebase import SAMPLE_RATE_HZ

_DEFAULTS = RenderOptions()

PAPER, PANEL, LINE = 0xFF101216, 0xFF171A20, 0xFF2A2F38
INK, FAINT = (232, 234, 238, 255), (139, 146, 158, 255)
TRACK_COLORS: dict[Role, tuple[int, int, int]] = {
    "voice": (245, 176, 92),
    "music": (96, 178, 255),
    "effect": (214, 126, 232),
    "clip": (94, 210, 160),
}
MIX_COLOR = (222, 226, 233)
DUCK_COLOR = (255, 214, 102)
SCENE_COLORS = ((58, 66, 82), (46, 53, 67))

LEFT, RIGHT, TOP = 132, 28, 86
SCENES_HIGH, LANE_HIGH, GAP, WORDS_HIGH, AXIS_HIGH = 30, 124, 10, 42, 40
NAMED_FROM_PX = 40
"""A narrower scene goes without its name."""
TICK_PX = 80
"""Marks of time lie at least this far apart."""
DUCK_RANGE_DB = 24.0
"""The ducking curve's lane is so many decibels high, more where a dip goes deeper."""
CURVE = 0.6
"""Levels are drawn to this power: what is quiet stays visible."""


def plot_sound(
    source: Source, options: RenderOptions = _DEFAULTS, *, width_px: int = 1920
) -> NDArray[np.uint8]:
    """Draw the sound of a composition: every track's wave over time, and the mix.

    Over the music lies the curve by which it ducks; under the voice stand its words, and where it
    is heard to speak is lit. Scenes are a ribbon on top, their borders go through all tracks.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        options: Assets, fonts and strictness count.
        width_px: Of the picture, at least 640.

    Returns:
        `(height, width, 3)` uint8 sRGB.

    Raises:
        RenderError: As for `render_composition`.
    """
    prepared = prepare(source, options)
    plan = prepared.sound
    sheet = _Sheet(
        prepared, width_px, survey(plan, min(width_px - LEFT - RIGHT, plan.total_samples))
    )
    return sheet.draw()


@dataclass(frozen=True)
class _Word:
    text: str
    start_sample: int
    end_sample: int


class _Sheet:
    """One picture in the making."""

    def __init__(self, prepared: Prepared, width_px: int, heard: Survey) -> None:
        self._prepared = prepared
        self._plan: AudioPlan = prepared.sound
        self._heard = heard
        self._fonts: FontBook = prepared.fonts
        self._width = width_px
        self._tracks = tracks_of(self._plan)
        self._words = _words_of(prepared)
        lanes = len(self._tracks) + 1
        words = WORDS_HIGH if self._words and "voice" in self._tracks else 0
        self._bottom = TOP + SCENES_HIGH + GAP + lanes * (LANE_HIGH + GAP) + words
        self._pixels = np.zeros((self._bottom + AXIS_HIGH, width_px, 4), np.uint8)
        self._canvas = skia.Canvas(self._pixels)

    def draw(self) -> NDArray[np.uint8]:
        self._canvas.clear(PAPER)
        self._header()
        self._scenes()
        top = TOP + SCENES_HIGH + GAP
        for role in self._tracks:
            self._lane(top, TRACK_NAMES[role], TRACK_COLORS[role], self._heard.tracks[role], role)
            top += LANE_HIGH
            if role == "voice" and self._words:
                self._word_row(top)
                top += WORDS_HIGH
            top += GAP
        self._lane(top, "mix", MIX_COLOR, self._heard.mix, None)
        self._axis()
        return np.ascontiguousarray(self._pixels[:, :, :3])

    def _x(self, sample: float) -> float:
        return LEFT + (self._width - LEFT - RIGHT) * sample / max(1, self._plan.total_samples)

    def _header(self) -> None:
        title = self._prepared.composition.title or self._prepared.composition.id
        self._text(title, 24, 20, 24.0, INK, weight=600)
        seconds = self._plan.total_samples / SAMPLE_RATE_HZ
        heard, target = self._heard.loudness, self._plan.loudness
        parts = [f"{seconds:.2f} s", f"{float(self._prepared.timeline.fps):.6g} fps"]
        if self._plan.cues:
            parts.append(f"{heard.integrated_lufs:.1f} LUFS, peak {heard.true_peak_dbtp:.1f} dBTP")
        if target is not None:
            parts.append(f"target {target.integrated_lufs:g} LUFS, {target.true_peak_dbtp:g} dBTP")
        self._text("   ·   ".join(parts), 24, 52, 15.0, FAINT)

    def _scenes(self) -> None:
        fps = self._prepared.timeline.fps
        for number, scene in enumerate(self._prepared.timeline.scenes):
            left = self._x(_sample(scene.on_screen.start, fps))
            right = self._x(_sample(scene.start_frame + scene.duration_frames, fps))
            box = skia.Rect.MakeLTRB(left + 0.5, TOP, right - 0.5, TOP + SCENES_HIGH)
            self._canvas.drawRoundRect(box, 4, 4, _fill(SCENE_COLORS[number % 2]))
            if right - left > NAMED_FROM_PX:
                self._text(scene.id, left + 9, TOP + 7, 13.0, INK, width=right - left - 14)

    def _borders(self, top: float, bottom: float) -> None:
        fps = self._prepared.timeline.fps
        for scene in self._prepared.timeline.scenes[1:]:
            x = round(self._x(_sample(scene.start_frame, fps))) + 0.5
            self._canvas.drawLine(x, top, x, bottom, _stroke((255, 255, 255), 0.16, 1))

    def _lane(
        self, top: float, name: str, color: tuple[int, int, int], wave: Wave, role: Role | None
    ) -> None:
        right = self._width - RIGHT
        panel = skia.Rect.MakeLTRB(LEFT, top, right, top + LANE_HIGH)
        self._canvas.drawRoundRect(panel, 6, 6, skia.Paint(Color=PANEL, AntiAlias=True))
        middle = top + LANE_HIGH / 2
        if role == "voice":
            self._speech(top)
        self._canvas.drawLine(LEFT, middle, right, middle, skia.Paint(Color=LINE))
        for levels, alpha in ((wave.peaks, 0.42), (wave.levels, 0.95)):
            self._canvas.drawPath(_shape(levels, LEFT, right, middle), _fill(color, alpha))
        self._borders(top, top + LANE_HIGH)
        self._text(name, 24, middle - 20, 17.0, (*color, 255), weight=600)
        loudest = float(wave.peaks.max(initial=0))
        told = f"{20 * np.log10(loudest):.1f} dB" if loudest > 0 else "silent"
        self._text(told, 24, middle + 3, 13.0, FAINT)
        if role == "music" and self._heard.duck_db is not None:
            self._duck(top, self._heard.duck_db)

    def _speech(self, top: float) -> None:
        for cue in self._plan.cues:
            for start, end in speech_of(cue) if cue.role == "voice" else ():
                lit = skia.Rect.MakeLTRB(self._x(start), top, self._x(end), top + LANE_HIGH)
                self._canvas.drawRect(lit, _fill(TRACK_COLORS["voice"], 0.10))

    def _duck(self, top: float, duck_db: NDArray[np.float64]) -> None:
        """Draw how far the music is turned down: from the lane's upper edge, in decibels."""
        deepest = -float(duck_db.min())
        span = max(DUCK_RANGE_DB, ceil(deepest / 6) * 6.0)
        room = LANE_HIGH - 16
        xs = np.linspace(LEFT, self._width - RIGHT, len(duck_db))
        ys = top + 8 + room * -duck_db / span
        line = skia.Path()
        line.moveTo(float(xs[0]), float(ys[0]))
        for x, y in zip(xs[1:], ys[1:], strict=True):
            line.lineTo(float(x), float(y))
        self._canvas.drawPath(line, _stroke((10, 12, 16), 0.65, 4.5))
        self._canvas.drawPath(line, _stroke(DUCK_COLOR, 1.0, 2))
        place = int(duck_db.argmin())
        self._text(
            f"{duck_db[place]:.0f} dB",
            min(float(xs[place]) + 6, self._width - RIGHT - 60),
            min(float(ys[place]) + 3, top + LANE_HIGH - 20),
            13.0,
            (*DUCK_COLOR, 255),
            weight=600,
        )

    def _word_row(self, top: float) -> None:
        """Write the words below the voice in two rows, as many as have room."""
        free_from = [0.0, 0.0]
        for word in self._words:
            left, right = self._x(word.start_sample), self._x(word.end_sample)
            self._canvas.drawRoundRect(
                skia.Rect.MakeLTRB(left, top + 2, max(right - 1, left + 1), top + 4),
                1,
                1,
                _fill(TRACK_COLORS["voice"], 0.8),
            )
            row = next((row for row, free in enumerate(free_from) if left >= free), None)
            if row is not None:
                wide = self._text(word.text, left, top + 6 + 17 * row, 12.5, INK)
                free_from[row] = left + wide + 7

    def _axis(self) -> None:
        seconds = self._plan.total_samples / SAMPLE_RATE_HZ
        room = self._width - LEFT - RIGHT
        step = next(
            (each for each in _STEPS_SECONDS if room * each / max(seconds, 1e-9) >= TICK_PX),
            _STEPS_SECONDS[-1],
        )
        for number in range(int(seconds / step) + 1):
            x = self._x(number * step * SAMPLE_RATE_HZ)
            self._canvas.drawLine(x, self._bottom, x, self._bottom + 5, _stroke(FAINT[:3], 1, 1))
            if x < self._width - 40:
                self._text(_clock(number * step), x + 4, self._bottom + 4, 13.0, FAINT)

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        size_px: float,
        color: tuple[int, int, int, int],
        *,
        weight: int = 400,
        width: float | None = None,
    ) -> float:
        """Write a line with its upper left corner at a place; return how wide it is."""
        shown = "".join(each if each.isprintable() else " " for each in text).strip()
        if not shown:
            return 0.0
        run = TextRun(shown, "Open Sans", size_px, weight, fill=color)
        layout = lay_out(
            TextSpec((run,), width_px=width, max_lines=1, overflow="ellipsis"), self._fonts
        )
        picture = paint(layout)
        image = skia.Image.fromarray(
            np.ascontiguousarray(picture.rgba),
            colorType=skia.kRGBA_8888_ColorType,
            alphaType=skia.kPremul_AlphaType,
        )
        self._canvas.drawImage(image, round(x) + picture.origin_px[0], y + picture.origin_px[1])
        return float(layout.width_px)


_STEPS_SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600)


def _words_of(prepared: Prepared) -> tuple[_Word, ...]:
    """Return the words that are known, in the order of their start."""
    voiceover = prepared.composition.audio.voiceover
    if voiceover is None:
        return ()
    fps = prepared.timeline.fps
    starts = {scene.id: scene.start_frame for scene in prepared.timeline.scenes}
    spoken = [(voiceover.start_frame, voiceover.words)]
    spoken += [(segment_start_frame(each, starts), each.words) for each in voiceover.segments]
    words = [
        _Word(
            word.text, _sample(first + word.start_frame, fps), _sample(first + word.end_frame, fps)
        )
        for first, group in spoken
        for word in group
    ]
    return tuple(sorted(words, key=lambda word: word.start_sample))


def _sample(frame: int, fps: Fraction) -> int:
    return round(frame * SAMPLE_RATE_HZ / fps)


def _shape(levels: NDArray[np.float64], left: float, right: float, middle: float) -> "skia.Path":
    """Return levels mirrored around a line as a closed shape."""
    xs = np.linspace(left, right, len(levels))
    tall = np.clip(levels, 0, 1) ** CURVE * (LANE_HIGH / 2 - 5)
    path = skia.Path()
    path.moveTo(left, middle)
    for x, y in zip(xs, middle - tall, strict=True):
        path.lineTo(float(x), float(y))
    for x, y in zip(xs[::-1], (middle + tall)[::-1], strict=True):
        path.lineTo(float(x), float(y))
    path.close()
    return path


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{hours}:{minutes:02}:{int(rest):02}"
    return f"{minutes}:{int(rest):02}" if minutes else f"{rest:g} s"


def _fill(color: tuple[int, int, int], alpha: float = 1.0) -> "skia.Paint":
    return skia.Paint(Color=skia.Color(*color, round(alpha * 255)), AntiAlias=True)


def _stroke(color: tuple[int, ...], alpha: float, width: float) -> "skia.Paint":
    return skia.Paint(
        Color=skia.Color(*color[:3], round(alpha * 255)),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeJoin=skia.Paint.kRound_Join,
    )
