"""A command that is asked to end, twice asked, or left alone by its reader, at any moment.

It has to be over in two seconds with the exit code that says why, with nothing half done left, no
process of it left, and no traceback. When it was quicker than the signal, it has to be right.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 2.0
_PATIENCE_SECONDS = 60.0
_LAST_MOMENTS_SECONDS = 0.3  # for the system to bury what has ended

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
WAYS = {
    "SIGINT": (signal.SIGINT,),
    "SIGINT to all": (signal.SIGINT,),
    "SIGTERM": (signal.SIGTERM,),
    "SIGTERM to all": (signal.SIGTERM,),
    "SIGHUP to all": (signal.SIGHUP,),
    "SIGINT twice": (signal.SIGINT, signal.SIGINT),
    "SIGINT five times": (signal.SIGINT,) * 5,
    "SIGTERM, SIGINT": (signal.SIGTERM, signal.SIGINT),
    "stdout closed": (),
    "stdin closed": (),
}
COMMANDS = ("render", "variants")


@dataclass
class Ending:
    """What came of one run."""

    name: str
    how: str
    wrong: list = field(default_factory=list)
    stop_seconds: float = 0.0
    peak_bytes: int = 0


class Workshop:
    """A small composition and a few pictures, and what undisturbed commands make of them."""

    def __init__(self, folder, *, scenes=40, pictures=16):
        self._folder = Path(folder)
        self._media = self._folder / "media"
        self._media.mkdir(parents=True)
        dice = np.random.default_rng(3)
        pixels = dice.integers(0, 255, (12, 16, 3), dtype=np.uint8)
        photograph = Image.fromarray(pixels).resize((1200, 900), Image.Resampling.BICUBIC)
        for number in range(pictures):
            photograph.rotate(number).save(self._media / f"{number:02}.png")
        document = {
            "id": "signals",
            "width": 320,
            "height": 240,
            "fps": 30,
            "totalDurationFrames": scenes * 15,
            "scenes": [
                {"id": f"s{n}", "durationFrames": 15, "asset": f"{n % pictures:02}.png"}
                for n in range(scenes)
            ],
        }
        (self._media / "composition.json").write_text(json.dumps(document))
        self.seconds, self._whole = {}, {}
        for command in COMMANDS:
            place = self._place("whole")
            began = time.monotonic()
            process = self._start(command, place)
            assert process.wait(_PATIENCE_SECONDS) == 0, (place / "err").read_text()
            self.seconds[command] = time.monotonic() - began
            self._whole[command] = _files(place / "out")

    def _place(self, name):
        place = self._folder / name
        for path in sorted(place.rglob("*"), reverse=True):
            path.unlink() if not path.is_dir() else path.rmdir()
        (place / "out").mkdir(parents=True, exist_ok=True)
        return place

    def _start(self, command, place, *, stdout=None, stdin=subprocess.DEVNULL):
        arguments = {
            "render": ["render", self._media / "composition.json", "-o", place / "out/film.mp4"],
            "variants": ["variants", self._media, "--output", place / "out"],
            "variants -": ["variants", "-", "--assets", self._media, "--output", place / "out"],
        }[command]
        if stdout is not None:
            arguments.append("--json")
        with (place / "err").open("wb") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "render.cli", *map(str, arguments), "--jobs", "2"],
                cwd=ROOT,
                stdin=stdin,
                stdout=errors if stdout is None else stdout,
                stderr=errors,
                env=os.environ | {"WAVEMAKER_CACHE_DIR": str(place / "cache")},
                start_new_session=True,
            )

    def run(self, command, way, moment):
        """Disturb a command after that part of its time; return what came of it."""
        place = self._place("run")
        before = place / "out" / "film.mp4"
        if command == "render":
            before.write_bytes(b"an older file")
        started = {}
        reader = writer = None
        if way == "stdout closed":
            reader, started["stdout"] = os.pipe()
        elif way == "stdin closed":
            started["stdin"], writer = os.pipe()
        by_stdin = way == "stdin closed" and command == "variants"
        process = self._start("variants -" if by_stdin else command, place, **started)
        for end in started.values():
            os.close(end)
        if by_stdin:
            os.write(writer, b"".join(b"%s\n" % name.encode() for name in self._keys()))
        time.sleep(moment * self.seconds[command])
        ending = Ending(f"{command}, {way}, at {moment:.2f}", "")
        ending.peak_bytes = sum(map(_resident, _session(process.pid)))
        began = time.monotonic()
        if reader is not None or writer is not None:
            os.close(reader if reader is not None else writer)
        else:
            _send(process, WAYS[way], to_all=way.endswith("to all"))
        try:
            code = process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            for left in _session(process.pid):
                left.kill()
            code = process.wait()
            ending.wrong.append("it hangs")
        ending.stop_seconds = time.monotonic() - began
        self._look(ending, command, way, code, place)
        for left in _lasting(process.pid):
            ending.wrong.append(f"a process is left: {' '.join(left.cmdline())[-80:]}")
            left.kill()
        return ending

    def _keys(self):
        return [path.name for path in sorted(self._media.glob("*.png"))]

    def _look(self, ending, command, way, code, place):
        told = (place / "err").read_text(errors="replace")
        ending.how = {0: "done", 1: "no reader"}.get(code, "stopped")
        allowed = {0} | {each for number in WAYS[way] for each in (CODES[number], -number)}
        if way == "stdout closed":
            allowed = {0, 1}
        if code not in allowed:
            ending.wrong.append(f"exit code {code}: {told[-300:]}")
        if "Traceback" in told or "Exception ignored" in told:
            ending.wrong.append(f"a traceback: {told[-1500:]}")
        if code > 1 and told and "error: " not in told:
            ending.wrong.append(f"nothing is told: {told!r}")
        if code and WAYS[way] and ending.stop_seconds > STOP_SECONDS:
            ending.wrong.append(f"it took {ending.stop_seconds:.1f} s to stop")
        unfinished = [path.name for path in place.rglob(".*.part*")]
        unfinished += [path.name for path in (place / "cache").glob("unfinished/*")]
        if unfinished:
            ending.wrong.append(f"left behind: {unfinished}")
        wanted = self._whole[command]
        for name, data in _files(place / "out").items():
            if data != wanted.get(name) and not (command == "render" and data == b"an older file"):
                ending.wrong.append(f"{name} is torn")
        if code == 0 and _files(place / "out") != wanted:
            ending.wrong.append("it says it is done and is not")


def _send(process, numbers, *, to_all):
    for place, number in enumerate(numbers):
        if place:
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            (os.killpg if to_all else os.kill)(process.pid, number)


def _files(folder):
    """Return the finished films and pictures of a folder by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in {".mp4", ".jpg"} and not path.name.startswith(".")
    }


def _session(leader):
    """Return the running processes that belong to a session."""
    found = []
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            ours = os.getsid(process.pid) == leader
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _lasting(leader):
    """Return the processes of a session that do not end within a moment."""
    deadline = time.monotonic() + _LAST_MOMENTS_SECONDS
    while (left := _session(leader)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _resident(process):
    with suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def sweep(workshop, tries, seed):
    """Disturb both commands in every way, at random moments; yield what came of each run."""
    dice = np.random.default_rng(seed)
    for number in range(tries):
        way = list(WAYS)[number % len(WAYS)]
        command = COMMANDS[number // len(WAYS) % len(COMMANDS)]
        yield workshop.run(command, way, float(dice.uniform(0.0, 1.0)))


def counts(endings):
    """Return in words how runs ended."""
    return dict(Counter(ending.how for ending in endings))
