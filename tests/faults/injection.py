"""One system call of a render fails; what is left behind is looked at.

`strace` makes the call fail that the n-th time touches one of the render's own files: its output,
its unfinished output, and everything it keeps in its cache. Needs `strace` on Linux.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import wave
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from render.encode.verify import verify
from render.errors import RenderError

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("openat", "write", "pwrite64", "fsync", "rename", "unlink", "mkdir", "ftruncate", "lseek")
ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE")
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
        return f"inject={self.call}:error={self.error}:when={self.when}{self.mode}"


class Workshop:
    """A small composition, and a folder for a render of it that is made anew for each try."""

    def __init__(self, folder: Path) -> None:
        self._media = folder / "media"
        self._place = folder / "place"
        self._media.mkdir()
        self._write_composition()
        self.film = self._whole_film()
        self.paths, self.counts = self._traced()

    def _write_composition(self) -> None:
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

    @property
    def output(self) -> Path:
        return self._place / "out" / "film.mp4"

    def _fresh(self, old: bytes) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        self.output.parent.mkdir(parents=True)
        self.output.write_bytes(old)
        (self._place / "cache").mkdir()

    def _render(self, *before: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(*before, sys.executable, "-m", "render.cli", "render"),
                *(str(self._media / "composition.json"), "-o", str(self.output), "--jobs", "1"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=os.environ | {"WAVEMAKER_CACHE_DIR": str(self._place / "cache")},
            timeout=_PATIENCE_SECONDS,
        )

    def _whole_film(self) -> bytes:
        self._fresh(b"")
        self.output.unlink()
        done = self._render()
        assert done.returncode == 0, done.stderr
        return self.output.read_bytes()

    def _traced(self) -> tuple[list[str], Counter[str]]:
        """Return the files that a render touches below its place, and how often calls do."""
        self._fresh(b"old")
        log = self._place.parent / "trace"
        self._render("strace", "-f", "-qq", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
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

    def faults(self, seed: int, count: int) -> list[Fault]:
        """Choose faults evenly over all calls that a render makes to its files."""
        dice = np.random.default_rng(seed)
        every = [(call, when) for call, most in self.counts.items() for when in range(1, most + 1)]
        chosen = dice.choice(len(every), size=min(count, len(every) * 4))
        return [
            Fault(every[at][0], str(dice.choice(ERRORS)), every[at][1], str(dice.choice(MODES)))
            for at in chosen
        ]

    def attempt(self, fault: Fault) -> tuple[str, list[str], float]:
        """Render with a fault; return how it ended, what is wrong with that, and the seconds."""
        old = b"an older file"
        self._fresh(old)
        touched = [part for path in self.paths for part in ("-P", path)]
        began = time.monotonic()
        try:
            done = self._render(
                "strace", "-f", "-qq", "-o", "/dev/null", *touched, "-e", fault.injection
            )
        except subprocess.TimeoutExpired:
            return "hang", ["it hangs"], time.monotonic() - began
        seconds = time.monotonic() - began
        wrong = []
        if done.returncode not in (0, 1, 4):
            wrong.append(f"exit code {done.returncode}")
        if "Traceback" in done.stderr:
            wrong.append(f"a traceback: {done.stderr.strip().splitlines()[-1]}")
        if done.returncode and "error:" not in done.stderr:
            wrong.append(f"no error is told: {done.stderr[-200:]!r}")
        wrong += self._wrong_output(old, success=done.returncode == 0)
        again = self._render()
        if again.returncode != 0 or self.output.read_bytes() != self.film:
            wrong.append(f"the next render is not the same: {again.stderr[-200:]!r}")
        left = [path.name for path in self.output.parent.iterdir() if path != self.output]
        if left:
            wrong.append(f"left behind after the next render: {left}")
        return ("made" if done.returncode == 0 else "refused"), wrong, seconds

    def _wrong_output(self, old: bytes, *, success: bool) -> list[str]:
        found = self.output.read_bytes() if self.output.exists() else b""
        if found == old:
            return ["it reports success and has written nothing"] if success else []
        if found == self.film:
            return []
        try:
            verify(self.output, FRAMES, Fraction(30), SIZE_PX, SAMPLES)
        except RenderError as error:
            return [f"the output is torn: {error.message}"]
        return []  # whole, though a field that nobody needs was not filled in
