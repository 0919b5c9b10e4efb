"""The proof as a program: `python -m tests.faults [TRIES] [--seed N]`.

Each try renders a small film while one system call on its files fails, then renders it again.
Exits with 1 when anything was torn, lost, left behind or told with a traceback.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.injection import Workshop, strace


def main():
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("tries", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if strace() is None:
        sys.exit("strace is needed, and may trace")
    endings, bad, worst = Counter(), 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop(Path(name))
        say(f"calls on {len(workshop.paths)} files: {dict(workshop.counts)}")
        for fault in workshop.faults(arguments.seed, arguments.tries):
            ending, wrong, seconds = workshop.attempt(fault)
            endings[ending] += 1
            worst = max(worst, seconds)
            bad += bool(wrong)
            for line in wrong:
                say(f"{fault.injection}: {line}")
    say(f"tried {endings.total()}: {dict(endings)}; wrong {bad}; worst {worst:.1f} s")
    sys.exit(bool(bad))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


main()
