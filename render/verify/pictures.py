"""Everything about a film's pictures, in one pass over them."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from render.canvas.flashes import FlashMeter
from render.verify.alignment import REACH_FRAMES, Aligner
from render.verify.colours import ColourFit
from render.verify.curves import Curve
from render.verify.findings import Finding
from render.verify.runs import (
    LIT_LEVELS,
    SAME,
    Run,
    Stills,
    Stretches,
    finding,
    frames_in_words,
    is_black,
)

if TYPE_CHECKING:
    from render.verify.findings import Findings
    from render.verify.looks import ExpectedLooks, Look

OTHER_LEVELS: Final = 20.0
"""By so many levels a part of a frame is off that shows something else than the composition; what
encoders, the small size and rounding do to one stays below 8."""
NOTHING_ALIKE_LEVELS: Final = 45.0
"""Root mean square from which on a frame says nothing about colours any more."""
MOST_PENDING: Final = 50
COLOURS_EVERY: Final = 3
"""Every third frame is enough for the colours."""
THUMBNAILS: Final = 16


@dataclass
class PictureFacts:
    """What the pass found besides findings.

    Attributes:
        frame_count: Frames that could be decoded.
        motion: Root mean square of what changed from frame to frame, in levels.
        luma: Mean luma of each frame.
        thumbnails: (frame, JPEG) from all over the film.
        deviation_levels: The usual distance from the composition, or None.
    """

    frame_count: int = 0
    motion: Curve = field(default_factory=lambda: Curve(1))
    luma: Curve = field(default_factory=lambda: Curve(1))
    thumbnails: list[tuple[int, bytes]] = field(default_factory=list)
    deviation_levels: float | None = None


class PictureWatch:
    """Looks at a film frame by frame; holds a few frames, whatever its length.

    Args:
        fps: Frames a second.
        declared_frames: How many the index promises.
        expected: The composition's frames, or None.
        findings: Where findings go.
    """

    def __init__(
        self,
        fps: Fraction,
        declared_frames: int,
        expected: "ExpectedLooks | None",
        findings: "Findings",
    ) -> None:
        self._fps = fps
        self._expected = expected
        self._findings = findings
        self._flashes = FlashMeter(fps)
        self._aligner = Aligner()
        self._colours = ColourFit()
        self._stills = Stills(fps, has_composition=expected is not None)
        self._black = Stretches()
        self._other = Stretches()
        self._usual = _Usual()
        self._pending: list[Run] = []
        self._told: list[tuple[int, int]] = []
        self._last: Look | None = None
        self._repeats: list[tuple[int, int]] = []
        self.facts = PictureFacts(motion=Curve(declared_frames), luma=Curve(declared_frames))
        count = min(THUMBNAILS, declared_frames)
        self._shown = {(2 * n + 1) * declared_frames // (2 * count) for n in range(count)}

    def take(self, look: "Look") -> None:
        """Look at the next frame."""
        frame = self.facts.frame_count
        step = self._last.distance(look) if self._last is not None else np.inf
        meant = self._aligned(frame, look, step)
        if np.isfinite(step):
            self.facts.motion.take(frame, step**0.5)
        self.facts.luma.take(frame, float(look.y.mean()))
        if frame in self._shown:
            self.facts.thumbnails.append((frame, look.jpeg()))
        self._flashes.take(look.rgb if step > 0 else None)
        for run in self._stills.take(frame, look, step, meant):
            self._tell_still(run)
        black = self._is_black_hole(look, meant)
        if run := self._black.take(frame, look, meant, holds=black):
            self._tell_black(run)
        self._compare(frame, look, meant, black=black)
        self._last = look
        self.facts.frame_count += 1

    def close(self) -> None:
        """Tell what only the end shows."""
        for run in self._stills.close():
            self._tell_still(run)
        if run := self._black.close():
            self._tell_black(run)
        mistake = self._colours.mistake()
        if mistake is not None:
            self._findings.add(
                Finding(
                    "color-matrix",
                    f"the colours are wrong: {mistake}",
                    "convert with one matrix and tag the film with the same one",
                )
            )
        elif run := self._other.close():
            self._pending.append(run)
        for run in self._pending:
            explained = any(start <= run.start and run.end <= end for start, end in self._told)
            if mistake is None and not explained:
                self._tell_other(run)
        self._tell_turns()
        self._tell_flashes()
        self.facts.deviation_levels = self._usual.levels

    def _aligned(self, frame: int, look: "Look", step: float) -> "Look | None":
        """Return what the composition shows where the film is."""
        if self._expected is None:
            return None
        self._expected.move_to(frame)
        near = [
            self._expected.at(frame + shift) for shift in range(-REACH_FRAMES, REACH_FRAMES + 1)
        ]
        moves = any(one is not near[REACH_FRAMES] for one in near if one is not None)
        if moves and step > SAME:  # a picture that repeats says nothing about where the film is
            away = [np.inf if one is None else one.distance(look) for one in near]
            self._aligner.take(frame, np.array(away))
        return self._expected.at(frame + self._aligner.shift)

    def _compare(self, frame: int, look: "Look", meant: "Look | None", *, black: bool) -> None:
        if meant is None:
            return
        away = look.distance(meant)
        part = look.worst_part(meant)
        other = part > OTHER_LEVELS
        if away < NOTHING_ALIKE_LEVELS**2 and not black and frame % COLOURS_EVERY == 0:
            self._colours.take(look, meant)
        if not other:
            self._usual.take(away)
        run = self._other.take(frame, look, meant, holds=other and not black, amount=part)
        if run and len(self._pending) < MOST_PENDING:
            self._pending.append(run)

    def _is_black_hole(self, look: "Look", meant: "Look | None") -> bool:
        if not is_black(look):
            return False
        return self._expected is None or (
            meant is not None and float(meant.y.mean()) > float(look.y.mean()) + LIT_LEVELS
        )

    def _tell_still(self, run: Run) -> None:
        if is_black(run.first):
            return
        self._told.append((run.start, run.end))
        seconds = float((run.end - run.start) / self._fps)
        frames = frames_in_words(run.start, run.end)
        if self._expected is not None:
            if run.end - run.start < self._fps / 4:
                self._repeats.append((run.start, run.end))
                count = run.end - run.start - 1
                message = f"{frames} show one picture, the composition moves on"
                kind = "doubled-frames"
                hint = f"{count} of them {'is a' if count == 1 else 'are'} repeated"
                self._findings.add(finding(kind, message, run, self._fps, hint=hint))
                return
            message = f"the picture is frozen for {seconds:.2f} s ({frames})"
            self._findings.add(finding("frozen", message, run, self._fps))
        elif seconds >= 1:
            message = f"the picture does not change for {seconds:.2f} s ({frames})"
            self._findings.add(finding("still", message, run, self._fps))
        else:
            message = f"{frames} show one picture in the midst of movement"
            self._findings.add(finding("repeated-frames", message, run, self._fps))

    def _tell_black(self, run: Run) -> None:
        frames = frames_in_words(run.start, run.end)
        seconds = float((run.end - run.start) / self._fps)
        if self._expected is None:
            message = f"the picture is black for {seconds:.2f} s ({frames})"
            self._findings.add(finding("black-seen", message, run, self._fps))
            return
        message = f"the picture is black for {seconds:.2f} s ({frames}), the composition is not"
        self._findings.add(finding("black", message, run, self._fps))

    def _tell_other(self, run: Run) -> None:
        frames = frames_in_words(run.start, run.end)
        verb = "shows" if run.end - run.start == 1 else "show"
        message = f"{frames} {verb} something else than the composition"
        self._findings.add(finding("other-picture", message, run, self._fps))

    def _tell_turns(self) -> None:
        for turn in self._aligner.turns():
            count = abs(turn.after - turn.before)
            seconds = round(float(turn.frame / self._fps), 3)
            where = {"frames": (turn.frame, turn.frame + 1), "seconds": (seconds, seconds)}
            if turn.frame == 0:
                way = "earlier" if turn.after > 0 else "later"
                message = f"everything is shown {_frames(count)} {way} than the composition has it"
                self._findings.add(Finding("shifted-frames", message, **where))
            elif turn.after > turn.before:
                message = f"{_frames(count)} of the composition missing before frame {turn.frame}"
                self._findings.add(Finding("dropped-frames", message, **where))
            elif not any(end in range(turn.frame - 2, turn.frame + 3) for _, end in self._repeats):
                message = f"{_frames(count)} too many before frame {turn.frame}"
                self._findings.add(Finding("doubled-frames", message, **where))

    def _tell_flashes(self) -> None:
        for kind, start, end in self._flashes.close():
            seconds = (round(float(start / self._fps), 3), round(float(end / self._fps), 3))
            colour = "red " if kind == "red" else ""
            self._findings.add(
                Finding(
                    "red-flashes" if kind == "red" else "flashes",
                    f"more than three {colour}flashes within a second, over a quarter of the view",
                    "this can cause seizures (WCAG 2.3.1): flash slower, smaller or fainter",
                    (start, end),
                    seconds,
                )
            )


class _Usual:
    """The usual distance between film and composition, as a running mean of squares."""

    def __init__(self) -> None:
        self.square = 0.0
        self._count = 0

    @property
    def levels(self) -> float | None:
        """Its root, or None before the first frame."""
        return round(self.square**0.5, 2) if self._count else None

    def take(self, square: float) -> None:
        self._count += 1
        if self._count == 1:
            self.square = square
        else:
            self.square += (square - self.square) * max(1 / self._count, 1 / 64)


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"
