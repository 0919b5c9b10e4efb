"""Show that nothing grows over a very long render: `python -m bench.endurance --frames 200000`.

One composition of that many frames, cheap to draw but on the whole path (text, a moving shape, a
sound, segments in workers, joining, verifying), is rendered in this process. Every second the
memory, open files and threads of this process and of its workers are noted with the frames done.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import wave
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil

from bench.report import MIB, Goal
from render.events import Event, Progress
from render.options import RenderOptions
from render.pipeline import render_composition

SCENE_FRAMES = 500
FPS = 60
SETTLED = 0.2
"""The part of the run that is left out of slopes: libraries and caches fill up."""


@dataclass
class Watch:
    """What the render held, noted as it went.

    Attributes:
        rows: Frames done, then bytes, open files and threads of this process and of the workers.
        times: Frames done and monotonic seconds, one a report of progress.
    """

    rows: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
    times: list[tuple[int, float]] = field(default_factory=list)
    worker_pids: set[int] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        """Note a report of progress; look at the processes when a second has gone."""
        if not isinstance(event, Progress):
            return
        now = time.monotonic()
        if self.times and now - self.times[-1][1] < 1.0:
            return
        self.times.append((event.frames_done, now))
        own = psutil.Process()
        workers = [held for child in own.children() if (held := _held(child)) is not None]
        self.worker_pids |= {child.pid for child in own.children()}
        mine = _held(own)
        if workers and mine is not None:
            sums = [max(column) for column in zip(*workers, strict=True)]
            self.rows.append((event.frames_done, *mine, sums[0], sums[1], sums[2]))


def _held(process: psutil.Process) -> tuple[int, int, int] | None:
    """Return a process's own bytes, open files and threads."""
    with suppress(psutil.Error):
        return process.memory_info().rss, process.num_fds(), process.num_threads()
    return None


def write_composition(folder: Path, frames: int) -> Path:
    """Write the long composition and its sound."""
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        ramp = np.sin(np.array(range(48_000)) * (2 * np.pi * 220 / 48_000)) * 8_000
        file.writeframes(ramp.astype("<i2").tobytes())
    scenes = [
        {
            "id": f"scene-{first}",
            "durationFrames": min(SCENE_FRAMES, frames - first),
            "background": f"#{first * 7919 % 0x808080:06x}",
            "layers": [
                {"id": f"text-{first}", "type": "text", "text": f"Frame {first:,}"},
                {
                    "id": f"bar-{first}",
                    "type": "shape",
                    "shape": "rect",
                    "fill": "#e0a020",
                    "x": 20,
                    "y": 20,
                    "width": 160,
                    "height": 60,
                    "keyframes": {
                        "x": [{"frame": 0, "value": 20}, {"frame": SCENE_FRAMES, "value": 600}]
                    },
                },
            ],
        }
        for first in range(0, frames, SCENE_FRAMES)
    ]
    path = folder / "composition.json"
    composition = {
        "id": "endurance",
        "width": 854,
        "height": 480,
        "fps": FPS,
        "totalDurationFrames": frames,
        "scenes": scenes,
        "audio": {"music": {"key": "tone.wav", "loop": True}},
    }
    path.write_text(json.dumps(composition))
    return path


def goals(watch: Watch) -> list[Goal]:
    """Return what was seen against what is promised."""
    rows = np.array(watch.rows, dtype=np.float64)
    frames = rows[:, 0]
    kept = rows[frames >= SETTLED * frames[-1]]
    thousands = kept[:, 0] / 1_000
    found: list[Goal] = []
    for who, at in (("parent", 1), ("workers", 4)):
        slope, _ = np.polyfit(thousands, kept[:, at] / MIB, 1)
        tenth = max(1, len(kept) // 10)
        grown = (np.median(kept[-tenth:, at]) - np.median(kept[:tenth, at])) / MIB
        found += [
            Goal(f"{who}: memory per 1,000 frames", float(slope), 1.0, at_most=True, unit=" MiB"),
            Goal(f"{who}: memory grown", float(grown), 20.0, at_most=True, unit=" MiB"),
        ]
        for name, column in (("open files", at + 1), ("threads", at + 2)):
            more = np.median(kept[-tenth:, column]) - np.median(kept[:tenth, column])
            found.append(Goal(f"{who}: {name} more", float(more), 0.0, at_most=True, unit=""))
    slower = _slower(watch.times)
    return [*found, Goal("time of a frame, last tenth to first", slower, 1.1, at_most=True)]


def _slower(times: Sequence[tuple[int, float]]) -> float:
    """Return how much longer a frame takes in the last tenth than in the first."""
    frames, seconds = np.array(times, dtype=np.float64).T
    # From the first report on: before it the workers start.
    marks = frames[0] + (frames[-1] - frames[0]) * np.array([0.0, 0.1, 0.9, 1.0])
    at = np.interp(marks, frames, seconds)
    return float((at[3] - at[2]) / (at[1] - at[0]))


def main() -> int:
    """Render, print what was seen, and return 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.endurance", description=__doc__)
    parser.add_argument("--frames", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    watch = Watch()
    with tempfile.TemporaryDirectory() as name:
        os.environ["WAVEMAKER_CACHE_DIR"] = str(Path(name) / "cache")
        report = render_composition(
            write_composition(Path(name), arguments.frames),
            Path(name) / "film.mp4",
            RenderOptions(quality="draft", jobs=arguments.jobs, cache=False),
            on_event=watch,
        )
    found = goals(watch)
    print(
        f"{report.frames} frames in {report.wall_seconds:.0f} s, {len(watch.rows)} looks,"
        f" {len(watch.worker_pids)} workers"
    )
    for who, at in (("parent", 1), ("workers", 4)):
        marks = [watch.rows[len(watch.rows) * part // 10] for part in range(10)]
        print(f"{who}: MiB", *(f"{row[at] / MIB:.0f}" for row in marks))
    print(*found, sep="\n")
    return 0 if all(goal.reached for goal in found) else 1


if __name__ == "__main__":
    sys.exit(main())
