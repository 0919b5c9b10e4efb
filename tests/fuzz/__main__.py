"""Mutation fuzzing of every boundary: `python -m tests.fuzz [TRIES] [--only NAME]`.

Prints a line a boundary and exits with 1 when anything but reading or one of our errors came of a
file. The same numbers make the same files: `--first N` goes on elsewhere.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.boundaries import BOUNDARIES
from tests.fuzz.runs import fuzz
from tests.fuzz.seeds import write_seeds


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("tries", nargs="?", type=int, default=1000, help="at each boundary")
    parser.add_argument("--only", choices=BOUNDARIES, action="append")
    parser.add_argument("--first", type=int, default=0, help="number of the first file")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        seeds = write_seeds(Path(name))
        for boundary in arguments.only or BOUNDARIES:
            began = time.monotonic()
            tally = fuzz(
                boundary,
                seeds[boundary],
                arguments.tries,
                first=arguments.first,
                jobs=arguments.jobs,
            )
            say(
                f"{boundary:10} tried {tally.tried}, read {tally.endings['read']}, refused "
                f"{tally.endings['refused']}, defects {sum(map(len, tally.defects.values()))}; "
                f"worst {tally.worst_seconds:.2f} s, {tally.worst_memory_bytes / 2**20:.0f} MiB; "
                f"{time.monotonic() - began:.0f} s"
            )
            for ending, places in tally.defects.items():
                failed = True
                say(f"    {ending}: {len(places)} times, {places[:4]}")
    sys.exit(failed)


main()
