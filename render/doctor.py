"""Whether this installation can do its work: each part is tried, not looked up."""

import os
import platform
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

from render.errors import RenderError
from render.limits import MAX_WORKER_MEMORY_BYTES
from render.options import RenderOptions
from render.storage import cache_dir, max_cache_bytes, write_atomically
from render.storage.locks import try_lock
from render.workers import Confinement, Report, Task, available_cpus, run_tasks
from render.workers.confine import confine_calls, confine_files

Status = Literal["ok", "warning", "failed"]

_LIBRARIES: Final = (
    ("av", "av"),
    ("numpy", "numpy"),
    ("opencv-python-headless", "cv2"),
    ("skia-python", "skia"),
    ("pillow", "PIL"),
    ("pyvips", "pyvips"),
    ("pydantic", "pydantic"),
    ("moviepy", "moviepy"),
)
_CODECS: Final[tuple[tuple[str, Literal["r", "w"]], ...]] = (
    ("libx264", "w"),
    ("aac", "w"),
    ("h264", "r"),
    ("libvpx-vp9", "r"),
    ("hevc", "r"),
)
_SCRIPTS: Final = {
    "Latin": "Ag",
    "Greek": "Ωδ",
    "Cyrillic": "Жя",
    "Arabic": "سلام",
    "Hebrew": "שלום",
    "Devanagari": "नमस्ते",
    "Thai": "สวัสดี",
    "Chinese": "你好",
    "Japanese": "こんにちは",
    "Korean": "안녕",
    "emoji": "👋🏽",
}
_LOW_DISK_BYTES: Final = 2_000_000_000
_BYTES_A_WORKER: Final = 600_000_000
"""What a worker takes at 1080p, with room."""


@dataclass(frozen=True)
class Finding:
    """What came of one look.

    Attributes:
        name: What was looked at.
        status: "ok", "warning": it works but worse than it could, "failed": it does not work.
        message: What was found.
        hint: What to do about it.
    """

    name: str
    status: Status
    message: str
    hint: str | None = None


def examine() -> Iterator[Finding]:
    """Look at one part after the other, the cheapest first; yield what was found at once."""
    looks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("system", _system),
        ("libraries", _libraries),
        ("codecs", _codecs),
        ("fonts", _fonts),
        ("cache", _cache),
        ("workers", _workers),
        ("fences", _fences),
        ("render", _render),
    )
    for name, look in looks:
        try:
            yield look()
        except RenderError as error:
            yield Finding(name, "failed", error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - whatever a broken installation raises
            yield Finding(name, "failed", f"{type(error).__name__}: {error}", _REINSTALL)


_REINSTALL: Final = "install wavemaker-local again into a new environment"


def _system() -> Finding:
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    if sys.maxsize < 2**32:
        return Finding("system", "failed", python, "use a 64-bit Python")
    return Finding("system", "ok", python)


def _libraries() -> Finding:
    wrong = []
    for distribution, module in _LIBRARIES:
        try:
            import_module(module)
        except Exception as error:  # noqa: BLE001 - a broken binary can raise anything
            wrong.append(f"{distribution} ({error})")
    if wrong:
        return Finding("libraries", "failed", f"cannot be loaded: {', '.join(wrong)}", _REINSTALL)
    named = ", ".join(f"{each} {version(each)}" for each, _ in _LIBRARIES[:4])
    return Finding("libraries", "ok", named)


def _codecs() -> Finding:
    from av.codec import Codec  # noqa: PLC0415

    missing = []
    for name, mode in _CODECS:
        try:
            Codec(name, mode)
        except ValueError:
            missing.append(name)
    if missing:
        hint = "install av from PyPI: a build of your own may lack codecs"
        return Finding("codecs", "failed", f"missing: {', '.join(missing)}", hint)
    return Finding("codecs", "ok", ", ".join(name for name, _ in _CODECS))


def _fonts() -> Finding:
    from render.text import FontBook  # noqa: PLC0415
    from render.text.graphemes import graphemes  # noqa: PLC0415

    book = FontBook()
    asked = book.match("Lato", 400, italic=False)[0]
    missing = [
        script
        for script, text in _SCRIPTS.items()
        if any(
            book.face_with(cluster, asked, book.fallback_families(text)) is None
            for cluster in graphemes(text)
        )
    ]
    count = f"{len(book.families())} families"
    if missing:
        return Finding("fonts", "failed", f"{count}; none for {', '.join(missing)}", _REINSTALL)
    return Finding("fonts", "ok", f"{count}; {len(_SCRIPTS)} scripts tried")


def _cache() -> Finding:
    folder = cache_dir()
    with write_atomically(folder / "doctor") as probe:
        probe.write_bytes(b"x" * 4096)
        descriptor = os.open(probe, os.O_RDWR)
        try:
            has_locks = _has_locks(descriptor)
        finally:
            os.close(descriptor)
    (folder / "doctor").unlink()
    free = shutil.disk_usage(folder).free
    found = f"{folder}: {free / 1e9:.0f} GB free, at most {max_cache_bytes() / 1e9:.0f} GB used"
    if not has_locks:
        hint = "let WAVEMAKER_CACHE_DIR name a local folder if several processes render at once"
        return Finding("cache", "warning", f"{found}; its file system has no locks", hint)
    if free < _LOW_DISK_BYTES:
        return Finding("cache", "warning", found, "free some space, or see `wavemaker cache clear`")
    return Finding("cache", "ok", found)


def _has_locks(descriptor: int) -> bool:
    try:
        try_lock(descriptor)
    except OSError:
        return False
    return True


def _workers() -> Finding:
    jobs = available_cpus()
    memory = _available_memory_bytes()
    tasks = [Task(str(number), number) for number in range(jobs)]
    run_tasks(tasks, _echo, jobs, prepare=_nothing)
    found = f"{jobs} processors"
    if memory is None:
        return Finding("workers", "ok", found)
    found += f", {memory / 1e9:.1f} GB of memory available"
    if memory < jobs * _BYTES_A_WORKER:
        most = max(1, memory // _BYTES_A_WORKER)
        return Finding("workers", "warning", found, f"render 1080p with --jobs {most}")
    return Finding("workers", "ok", found)


def _fences() -> Finding:
    calls, files = run_tasks([Task("fences", None)], _try_fences, 1, prepare=_nothing).results[0]
    bound = f"memory at most {MAX_WORKER_MEMORY_BYTES / 1e9:.0f} GB a worker"
    there = [name for name, holds in (("no sockets", calls), ("own files only", files)) if holds]
    if not (calls and files):
        hint = "media you do not trust is best rendered on Linux 5.13 or newer, or in a container"
        return Finding("fences", "warning", "; ".join((bound, *there)), hint)
    return Finding("fences", "ok", "; ".join((bound, *there)))


def _render() -> Finding:
    from render.pipeline import render_composition  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="wavemaker-doctor-") as name:
        folder = Path(name)
        _write_media(folder)
        options = RenderOptions(assets=folder, cache=False, quality="draft", jobs=1)
        report = render_composition(_COMPOSITION, folder / "film.mp4", options)
    seconds = report.wall_seconds
    message = f"{report.frames} frames and {report.samples} samples made and read back"
    return Finding("render", "ok", f"{message} in {seconds:.1f} s")


_COMPOSITION: Final = {
    "id": "doctor",
    "fps": 30,
    "width": 320,
    "height": 180,
    "totalDurationFrames": 30,
    "scenes": [
        {
            "id": "one",
            "durationFrames": 30,
            "background": "#3b2417",
            "layers": [
                {"type": "image", "asset": "picture.png", "size": {"width": 120, "height": 90}},
                {"type": "text", "text": "It works 👋🏽", "fontSize": 28, "color": "#ffffff"},
            ],
        }
    ],
    "audio": {"music": {"key": "tone.wav"}},
}


def _write_media(folder: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    Image.new("RGB", (64, 48), "#e2a55e").save(folder / "picture.png")
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2) * 24_000 + b"\x00\x10\x00\xf0" * 12_000)


def _available_memory_bytes() -> int | None:
    """Return how much memory is to be had; None where the system does not say."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _nothing() -> None:
    """Build no state."""


def _echo(_state: None, number: int, _report: Report) -> int:
    return number


def _try_fences(_state: None, _payload: None, _report: Report) -> tuple[bool, bool]:
    return confine_calls(), confine_files(Confinement())
