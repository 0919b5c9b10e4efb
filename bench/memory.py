"""Show that memory does not grow with duration: `python -m bench.memory`.

The reference composition plays 3 times (1 minute) and 30 times (10 minutes) in one render each; the
peak memory of the second is held against the first.
"""

import argparse
import json
import sys
from pathlib import Path

from bench.__main__ import reference_with_media
from bench.measure import Measurement, run_measured
from bench.report import MIB, Goal

ROUNDS_A_MINUTE = 3
GROWTH_LIMIT = 1.10


def render(folder: Path, minutes: int, resolution: str, jobs: int) -> Measurement:
    """Render so many minutes of the reference and return what it cost."""
    reference = reference_with_media(folder / "media", 600)
    composition = reference.write_composition(rounds=minutes * ROUNDS_A_MINUTE)
    program = str(Path(sys.executable).with_name("wavemaker"))
    command = [
        *(program, "render", str(composition), "-o", str(folder / f"memory-{minutes}min.mp4")),
        *("--no-cache", "--jobs", str(jobs), "--resolution", resolution, "--quality", "draft"),
    ]
    return run_measured(
        command,
        log=folder / "memory.log",
        environment={"WAVEMAKER_CACHE_DIR": str(folder / "cache")},
    )


def main() -> int:
    """Render both lengths, print their peaks, and return 1 when the long one needs more."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--resolution", default="480p")
    parser.add_argument("--minutes", type=int, nargs=2, default=[1, 10], metavar=("SHORT", "LONG"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("out"))
    arguments = parser.parse_args()
    folder = (arguments.out / "bench").absolute()
    runs: list[Measurement] = []
    for minutes in arguments.minutes:
        measured = render(folder, minutes, arguments.resolution, arguments.jobs)
        runs.append(measured)
        print(
            f"{minutes} min: largest process {measured.largest_process_bytes / MIB:.0f} MiB, all "
            f"{measured.all_processes_bytes / MIB:.0f} MiB, {measured.wall_seconds:.0f} s wall"
        )
    short, long = runs
    found = [
        Goal(name=name, value=_growth(short, long, field), limit=GROWTH_LIMIT, at_most=True)
        for name, field in (
            ("largest process", "largest_process_bytes"),
            ("all processes", "all_processes_bytes"),
        )
    ]
    print(*found, sep="\n")
    figures = {goal.name: goal.value for goal in found}
    (arguments.out / "bench-memory.json").write_text(json.dumps(figures, indent=1))
    return 0 if all(goal.reached for goal in found) else 1


def _growth(short: Measurement, long: Measurement, field: str) -> float:
    return getattr(long, field) / getattr(short, field)


if __name__ == "__main__":
    sys.exit(main())
