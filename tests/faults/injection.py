"""One system call of a command fails, or kills it; what is left behind is looked at.

`strace` makes the call fail that the n-th time touches one of the command's own files: its outputs,
their unfinished files, and everything it keeps in its cache. Needs `strace` on Linux.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import wave
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import av
import numpy as np
from PIL import Image

from render.encode.verify import verify
from render.errors import RenderError
from render.testing.media import write_numbered_frames

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    "openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "mkdir", "ftruncate",
    "lseek",
)  # fmt: skip
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE")
KILL = "KILL"
"""In the place of an error: kill -9 at that call."""

MODES = ("", "+")
"""The call fails once, or from then on always."""

FRAMES, SAMPLES, SIZE_PX = 12, 19_200, (64, 48)
_PATIENCE_SECONDS = 60.0
_PATH = re.compile(r'"(/[^"]+)"|<(/[^>]+)>')


def strace() -> str | None:
    """Return where strace is, if it may trace here."""
    found = shutil.which("strace")
    if found is None:
        return None
    tried = subprocess.run([found, "-qq", "-o", "/dev/null", "true"], check=False, timeout=20)
    return found if tried.returncode == 0 else None


@dataclass(frozen=True)
class Fault:
    """Which call fails, how, and when."""

    call: str
    error: str
    when: int
    mode: str

    @property
    def injection(self) -> str:
        what = f"signal={KILL}" if self.error == KILL else f"error={self.error}"
        return f"inject={self.call}:{what}:when={self.when}{self.mode}"


Files = dict[str, bytes]


class Workshop:
    """What a command works on, and a folder for its outputs that is made anew for each try."""

    def __init__(self, folder: Path) -> None:
        self._media = folder / "media"
        self._place = folder / "place"
        self._media.mkdir(parents=True)
        self._write_media()
        self._fresh({})
        done = self._run()
        assert done.returncode == 0, done.stderr
        self.whole = self._outputs()
        self.old = dict.fromkeys(self.whole, b"an older file") if self._replaces else {}
        self.paths, self.counts = self._traced()

    _replaces = True
    """Whether older files lie under the names of the outputs."""

    def _write_media(self) -> None:
        raise NotImplementedError

    def _arguments(self) -> list[str]:
        raise NotImplementedError

    def _torn(self, name: str, data: bytes) -> str:
        """Say what is wrong with an output that differs from the one of a run in peace."""
        raise NotImplementedError

    @property
    def _out(self) -> Path:
        return self._place / "out"

    def _outputs(self) -> Files:
        return {
            path.name: path.read_bytes()
            for path in self._out.iterdir()
            if not path.name.startswith(".")
        }

    def _fresh(self, old: Files) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        self._out.mkdir(parents=True)
        for name, data in old.items():
            (self._out / name).write_bytes(data)
        (self._place / "cache").mkdir()

    def _run(self, *before: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, "-m", "render.cli", *self._arguments(), "--jobs", "1"],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=os.environ | {"WAVEMAKER_CACHE_DIR": str(self._place / "cache")},
            timeout=_PATIENCE_SECONDS,
        )

    def _traced(self) -> tuple[list[str], Counter[str]]:
        """Return the files that a run touches below its place, and how often calls do."""
        self._fresh(self.old)
        log = self._place.parent / "trace"
        self._run("strace", "-f", "-qq", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
        paths: set[str] = set()
        counts: Counter[str] = Counter()
        for line in log.read_text(errors="replace").splitlines():
            named = {first or second for first, second in _PATH.findall(line)}
            ours = {path for path in named if path.startswith(str(self._place))}
            call = line.partition(" ")[2].strip().partition("(")[0]
            if ours and call in CALLS:
                counts[call] += 1
                paths |= {path.partition("<")[0] for path in ours}
        return sorted(paths), counts

    def faults(self, seed: int, count: int, errors: tuple[str, ...] = ERRORS) -> list[Fault]:
        """Choose faults evenly over all calls that a run makes to its files."""
        dice = np.random.default_rng(seed)
        every = [
            Fault(call, error, when, mode)
            for call, most in self.counts.items()
            for when in range(1, most + 1)
            for error in errors
            for mode in (MODES if error != KILL else MODES[:1])
        ]
        chosen = dice.permutation(len(every))[:count]
        return [every[at] for at in chosen]

    def attempt(self, *faults: Fault) -> tuple[str, list[str], float]:
        """Run with each fault in turn; return how the last ended, what is wrong, and the seconds.

        With two faults the second strikes while the command recovers from the first.
        """
        self._fresh(self.old)
        touched = [part for path in self.paths for part in ("-P", path)]
        wrong: list[str] = []
        worst, ending = 0.0, ""
        for fault in faults:
            began = time.monotonic()
            try:
                done = self._run(
                    *("strace", "-f", "-qq", "-o", "/dev/null", *touched, "-e", fault.injection)
                )
            except subprocess.TimeoutExpired:
                return "hang", ["it hangs"], time.monotonic() - began
            worst = max(worst, time.monotonic() - began)
            wrong += self._wrong_ending(fault, done)
            ending = {0: "made", -9: "killed"}.get(done.returncode, "refused")
        again = self._run()
        found = self._outputs()
        if again.returncode != 0 or set(found) != set(self.whole) or self._all_torn(found):
            wrong.append(f"the next run is not the same: {again.stderr[-200:]!r}")
        left = [path.name for path in self._out.rglob(".*.part*")]
        left += [path.name for path in (self._place / "cache").glob("unfinished/*")]
        if left:
            wrong.append(f"left behind after the next run: {left}")
        return ending, wrong, worst

    def _all_torn(self, found: Files, old: Mapping[str, bytes] = MappingProxyType({})) -> list[str]:
        return [
            f"{name} is torn: {said}"
            for name, data in found.items()
            if data not in (self.whole.get(name), old.get(name))
            for said in [self._torn(name, data)]
            if said
        ]

    def _wrong_ending(self, fault: Fault, done: subprocess.CompletedProcess[str]) -> list[str]:
        wrong: list[str] = []
        if done.returncode not in (0, 1, 4) and not (fault.error == KILL and done.returncode == -9):
            wrong.append(f"exit code {done.returncode}")
        if "Traceback" in done.stderr:
            wrong.append(f"a traceback: {done.stderr[-1500:]}")
        if done.returncode > 0 and not re.search("^(error|failed):", done.stderr, re.MULTILINE):
            wrong.append(f"no error is told: {done.stderr[-200:]!r}")
        found = self._outputs()
        wrong += self._all_torn(found, self.old)
        lost = [name for name in self.old if name not in found]
        if lost:
            wrong.append(f"lost: {lost}")
        stale = [name for name in self.whole if found.get(name) in (None, self.old.get(name))]
        if done.returncode == 0 and stale:
            wrong.append(f"it reports success and has not written {stale}")
        return wrong


class Film(Workshop):
    """A render of two short scenes with a sound over an older film."""

    def _arguments(self) -> list[str]:
        return ["render", str(self._media / "composition.json"), "-o", str(self._out / "film.mp4")]

    def _torn(self, name: str, data: bytes) -> str:
        del data
        try:
            verify(self._out / name, FRAMES, Fraction(30), SIZE_PX, SAMPLES)
        except RenderError as error:
            return error.message
        return ""  # whole, though a field that nobody needs was not filled in

    def _write_media(self) -> None:
        pixels = np.random.default_rng(1).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(self._media / "a.png")
        with wave.open(str(self._media / "a.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes(np.random.default_rng(2).bytes(2 * SAMPLES))
        scenes = [
            {"id": name, "durationFrames": FRAMES // 2, "asset": "a.png", "background": color}
            for name, color in (("one", "#102030"), ("two", "#605040"))
        ]
        composition = {
            "id": "faults",
            "width": SIZE_PX[0],
            "height": SIZE_PX[1],
            "fps": 30,
            "totalDurationFrames": FRAMES,
            "scenes": scenes,
            "audio": {"music": {"key": "a.wav"}},
        }
        (self._media / "composition.json").write_text(json.dumps(composition))


class Variants(Workshop):
    """Variants of two pictures and a film."""

    _replaces = False

    def _arguments(self) -> list[str]:
        return ["variants", str(self._media), "--output", str(self._out)]

    def _torn(self, name: str, data: bytes) -> str:
        whole = self.whole.get(name, b"")
        if name.endswith(".mp4") and whole and packets(data) == packets(whole):
            return ""  # whole, though the length of the media is left to the end of the file
        return f"{len(data)} bytes, no {len(whole)}"

    def _write_media(self) -> None:
        pixels = np.random.default_rng(1).integers(0, 255, (30, 40, 3), dtype=np.uint8)
        for name in ("a.png", "b.jpg"):
            Image.fromarray(pixels).resize((900, 600)).save(self._media / name)
        write_numbered_frames(self._media / "c.mp4", 12)


def packets(film: bytes) -> list[tuple[object, ...]]:
    """Return all that a player gets of a film."""
    try:
        with av.open(io.BytesIO(film)) as container:
            return [
                (packet.stream.index, packet.pts, packet.dts, packet.duration, bytes(packet))
                for packet in container.demux()
            ]
    except av.FFmpegError as error:
        return [(str(error),)]


KINDS: dict[str, type[Workshop]] = {"render": Film, "variants": Variants}
