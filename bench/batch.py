"""Show what a second run costs and that memory is flat: `python -m bench.batch [--million]`.

10,000 small pictures get their variants; then nothing has changed and the command runs again. Peak
memory of making 1,000 is held against making 10,000, and that of looking through 10,000 files
against 100,000 (with `--million`, 1,000,000) hard links in a dry run: the sum over all processes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.measure import Measurement, run_measured
from bench.report import MIB, Goal

UNCHANGED = 10_000
RERUN_SECONDS = 5.0
GROWTH_LIMIT = 1.10
IN_ONE_FOLDER = 1_000


def write_originals(folder: Path, count: int) -> None:
    """Write small pictures, each with bytes of its own, a thousand in a folder."""
    import numpy as np  # noqa: PLC0415 - what is measured starts from this process and must be small
    from PIL import Image  # noqa: PLC0415 - likewise

    generator = np.random.default_rng(1)
    for number in range(count):
        path = folder / f"{number // IN_ONE_FOLDER:03}" / f"{number:06}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        coarse = generator.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((64, 48)).save(path)


def link_originals(source: Path, folder: Path, count: int) -> None:
    """Make a folder of so many names for one picture, a thousand in a folder."""
    for start in range(0, count, IN_ONE_FOLDER):
        below = folder / f"{start // IN_ONE_FOLDER:04}"
        below.mkdir(parents=True, exist_ok=True)
        # File systems bound the links to one file: each folder has a copy of its own.
        first = below / f"{start:07}.jpg"
        shutil.copyfile(source, first)
        for number in range(start + 1, min(start + IN_ONE_FOLDER, count)):
            os.link(first, below / f"{number:07}.jpg")


def in_a_process_of_its_own(function: str, *arguments: object) -> None:
    """Call one of the functions above elsewhere; Linux hands a parent's peak memory down."""
    text = ", ".join(
        f"Path({str(argument)!r})" if isinstance(argument, Path) else repr(argument)
        for argument in arguments
    )
    code = f"from pathlib import Path; from bench import batch; batch.{function}({text})"
    subprocess.run([sys.executable, "-c", code], check=True)


def variants(folder: Path, log: Path, *options: str) -> Measurement:
    """Run the command over a folder and return what it cost."""
    program = str(Path(sys.executable).with_name("wavemaker"))
    return run_measured([program, "variants", str(folder), *options], log=log)


def told(log: Path, name: str, count: int, cost: Measurement) -> Measurement:
    """Print one run and the line with which the command ended."""
    ended = _last_line(log)
    print(
        f"{name}: {cost.wall_seconds:.2f} s wall, {cost.cpu_seconds:.2f} s CPU, "
        f"{count / cost.wall_seconds:.0f} originals a second, all processes "
        f"{cost.all_processes_bytes / MIB:.0f} MiB\n  {ended}"
    )
    return cost


def main() -> int:
    """Run all, print the figures, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description=__doc__)
    parser.add_argument("--million", action="store_true", help="look through a million files")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--out", type=Path, default=Path("out"), help="where results go (out)")
    arguments = parser.parse_args()
    folder: Path = (arguments.out / "bench" / "batch").absolute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = folder / "batch.log"
    jobs = ("--jobs", arguments.jobs)

    in_a_process_of_its_own("write_originals", folder / "few", UNCHANGED // 10)
    in_a_process_of_its_own("write_originals", folder / "many", UNCHANGED)
    few = told(log, "make 1,000", UNCHANGED // 10, variants(folder / "few", log, *jobs))
    many = told(log, "make 10,000", UNCHANGED, variants(folder / "many", log, *jobs))
    reruns = [  # the quickest counts: others work on this machine too
        told(log, "rerun, unchanged", UNCHANGED, variants(folder / "many", log, *jobs))
        for _ in range(3)
    ]
    rerun = min(reruns, key=lambda run: run.wall_seconds)

    look_at = 1_000_000 if arguments.million else 100_000
    sample = folder / "few" / "000" / "000000.jpg"
    in_a_process_of_its_own("link_originals", sample, folder / "look", look_at)
    dry = variants(folder / "many", log, "--dry-run", "--force", "--json")
    told(log, f"dry run, {UNCHANGED:,}", UNCHANGED, dry)
    looked = variants(folder / "look", log, "--dry-run", "--json")
    told(log, f"dry run, {look_at:,}", look_at, looked)
    shutil.rmtree(folder)

    found = [
        _at_most("rerun of 10,000 unchanged", rerun.wall_seconds, RERUN_SECONDS, " s"),
        _at_most("memory, making 10,000 to 1,000", _growth(few, many), GROWTH_LIMIT),
        _at_most(f"memory, looking at {look_at:,} to 10,000", _growth(dry, looked), GROWTH_LIMIT),
    ]
    print(*found, sep="\n")
    figures = {goal.name: goal.value for goal in found}
    (arguments.out / "bench-batch.json").write_text(json.dumps(figures, indent=1))
    return 0 if all(goal.reached for goal in found) else 1


def _at_most(name: str, value: float, limit: float, unit: str = "x") -> Goal:
    return Goal(name, value, limit, at_most=True, unit=unit)


def _growth(small: Measurement, large: Measurement) -> float:
    return large.all_processes_bytes / small.all_processes_bytes


def _last_line(log: Path) -> str:
    """Return how a log ends; it may hold a million lines."""
    with log.open("rb") as file:
        file.seek(-min(4096, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return file.read().decode(errors="replace").strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
