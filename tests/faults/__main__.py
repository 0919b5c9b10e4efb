"""The proof as a program: `python -m tests.faults [TRIES] [--of variants] [--kill] [--twice]`.

Each try runs a small command while one system call on its files fails, then runs it again in peace.
Exits with 1 when anything was torn, lost, left behind or told with a traceback.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.injection import ERRORS, KILL, KINDS, strace


def main():
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("tries", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--of", choices=KINDS, default="render", help="the command")
    parser.add_argument("--kill", action="store_true", help="kill -9 at the call, no error")
    parser.add_argument("--twice", action="store_true", help="and once more while it recovers")
    arguments = parser.parse_args()
    if strace() is None:
        sys.exit("strace is needed, and may trace")
    endings, bad, worst = Counter(), 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        workshop = KINDS[arguments.of](Path(name))
        say(f"calls on {len(workshop.paths)} files: {dict(workshop.counts)}")
        errors = (KILL,) if arguments.kill else ERRORS
        first = workshop.faults(arguments.seed, arguments.tries, errors)
        second = workshop.faults(arguments.seed + 1, len(first), (*ERRORS, KILL))
        for pair in zip(first, second, strict=False) if arguments.twice else zip(first):
            ending, wrong, seconds = workshop.attempt(*pair)
            endings[ending] += 1
            worst = max(worst, seconds)
            bad += bool(wrong)
            for line in wrong:
                say(f"{' then '.join(fault.injection for fault in pair)}: {line}")
    say(
        f"tried {endings.total()}: {dict(endings)}; survived {endings.total() - bad};"
        f" worst time {worst:.1f} s"
    )
    sys.exit(bool(bad))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


main()
