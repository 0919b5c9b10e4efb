"""Run the benchmark: `python -m bench [--quick]`."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

from bench import with_ffmpeg
from bench.compare import Decoded, decode, difference_levels, write_sheet
from bench.measure import Measurement, run_measured
from bench.reference import Reference
from bench.report import (
    ENCODE_ONLY,
    LEAN_MOVIEPY,
    MOVIEPY,
    OURS,
    PLAIN_GRAPH,
    STEADY_GRAPH,
    as_json,
    goals,
    markdown,
    rows,
)

SLOW = (MOVIEPY, LEAN_MOVIEPY)
"""These take minutes and run once."""

LARGEST_DIFFERENCE_LEVELS = 20.0
"""Above it a contender shows something else: two unrelated pictures are about 50 apart, other
resamplers, colour roundings and the whole-pixel steps of zooms about 10."""


class Bench:
    """The contenders, set up in one folder.

    Args:
        folder: Where media, outputs and logs go.
        frame_count: Length of the composition.
        jobs: Worker processes of the renderer and of encode-only.
        dressed: Film grain, blur and lit words on top; of the contenders only ours has them.
    """

    def __init__(self, folder: Path, frame_count: int, jobs: int, *, dressed: bool) -> None:
        self.folder = folder
        self.jobs = jobs
        self.reference = reference_with_media(folder / "media", frame_count)
        self.composition = self.reference.write_composition(dressed=dressed)
        self.raw = folder / "frames.yuv"
        self.segments = folder / "encode-only"
        self.environment = {"WAVEMAKER_CACHE_DIR": str(folder / "cache")}

    def command(self, name: str) -> list[str]:
        """Return a contender's command line."""
        module = [sys.executable, "-m"]
        media, frames = str(self.reference.folder), str(self.reference.frame_count)
        if name == OURS:
            program = str(Path(sys.executable).with_name("wavemaker"))
            return [
                *(program, "render", str(self.composition), "-o", str(self.output(OURS))),
                *("--no-cache", "--jobs", str(self.jobs)),
            ]
        if name in SLOW:
            reading = "lean" if name == LEAN_MOVIEPY else "plain"
            return [*module, "bench.with_moviepy", media, frames, str(self.output(name)), reading]
        if name in (STEADY_GRAPH, PLAIN_GRAPH):
            steady = name == STEADY_GRAPH
            return with_ffmpeg.command(self.reference, str(self.output(name)), steady=steady)
        places = [str(self.raw), frames, str(self.segments), str(self.jobs)]
        return [*module, "bench.encode_only", *places]

    def output(self, name: str) -> Path:
        """Return the file a contender writes."""
        return self.folder / f"{name}.mp4"

    def outputs(self, name: str) -> list[Path]:
        """Return all files a contender wrote, in order."""
        return sorted(self.segments.glob("*.mp4")) if name == ENCODE_ONLY else [self.output(name)]

    def run(self, name: str) -> Measurement:
        """Let a contender render once and return what it cost."""
        if name == ENCODE_ONLY:
            self._prepare_raw()
        return run_measured(
            self.command(name),
            log=self.folder / f"{name}.log",
            environment=self.environment,
        )

    def _prepare_raw(self) -> None:
        shutil.rmtree(self.segments, ignore_errors=True)
        self.segments.mkdir()
        if not self.raw.exists():
            module = [sys.executable, "-m", "bench.raw_frames"]
            subprocess.run(
                [*module, str(self.composition), str(self.raw)],
                check=True,
                env={**os.environ, **self.environment},
            )


def reference_with_media(folder: Path, frame_count: int) -> Reference:
    """Make the media where they are missing and return the reference over them.

    They are made by a process of its own: Linux counts the peak memory of the process that starts
    a program as that program's own, so this process has to stay small.
    """
    subprocess.run([sys.executable, "-m", "bench.media", str(folder)], check=True)
    return Reference(folder, frame_count)


def machine() -> str:
    """Say what the numbers were measured on and with."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory_gib:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"FFmpeg {imageio_ffmpeg.get_ffmpeg_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def rounds(contenders: list[str], repeats: int) -> list[str]:
    """Return the order of runs: interleaved, so that a noisy minute meets all alike.

    The slow ones run once, after the first round.
    """
    quick = [name for name in contenders if name not in SLOW]
    order = quick + [name for name in contenders if name in SLOW]
    return order + quick * (repeats - 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    contenders = (OURS, STEADY_GRAPH, PLAIN_GRAPH, ENCODE_ONLY, *SLOW)
    parser.add_argument("--frames", type=int, default=600, help="length (600, 20 seconds)")
    parser.add_argument("--quick", action="store_true", help="120 frames, each contender once")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each but MoviePy (3)")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--only", nargs="+", choices=contenders, default=list(contenders))
    parser.add_argument("--out", type=Path, default=Path("out"), help="where results go (out)")
    parser.add_argument(
        "--dressed",
        action="store_true",
        help="with film grain, blur and lit words; only ours and encode-only",
    )
    parsed = parser.parse_args()
    if parsed.dressed:
        parsed.only = [OURS, ENCODE_ONLY]
    if parsed.quick:
        parsed.frames, parsed.repeats = 120, 1
    return parsed


def main() -> int:
    """Run the contenders, print the table, and return 1 when they show different things."""
    arguments = _arguments()
    folder: Path = arguments.out / "bench"
    bench = Bench(folder.absolute(), arguments.frames, arguments.jobs, dressed=arguments.dressed)
    bench.raw.unlink(missing_ok=True)
    runs: dict[str, list[Measurement]] = {}
    for name in rounds(arguments.only, arguments.repeats):
        measured = bench.run(name)
        runs.setdefault(name, []).append(measured)
        print(f"{name}: {measured.wall_seconds:.1f} s wall, {measured.cpu_seconds:.1f} s CPU")
    outputs = [decode(name, bench.outputs(name), arguments.frames) for name in runs]
    bench.raw.unlink(missing_ok=True)
    write_sheet(folder / "sheet.png", outputs)
    found = goals(runs)
    table = rows(runs, outputs, arguments.frames)
    page = markdown(table, found, machine())
    (arguments.out / "bench.md").write_text(page, encoding="utf-8")
    everything = as_json(runs, outputs, found, machine(), arguments.frames)
    (arguments.out / "bench.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    print(f"\n{page}\nside by side: {folder / 'sheet.png'}")
    return _same_pictures(outputs, arguments.frames)


def _same_pictures(outputs: list[Decoded], frame_count: int) -> int:
    """Print how far each output is from the first one; return 1 when one shows something else."""
    failed = 0
    for output in outputs:
        difference = difference_levels(outputs[0], output)
        print(f"{output.name}: {difference:.2f} levels from {outputs[0].name} on average")
        if output.frame_count != frame_count or difference > LARGEST_DIFFERENCE_LEVELS:
            print(f"{output.name} has {output.frame_count} frames or shows something else")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
