"""The proof as a program: `python -m tests.hostile [RUNS]`.

Prints how many runs were tried and how they ended; exits with 1 when anything was not as it must
be. A single one is had again with `python -m tests.hostile --seed 123`.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.hostile.exchange import DOWNLOAD_FAULTS, SIGN_FAULTS
from tests.hostile.runs import all_connections, all_output, leaks, run, short_patience
from tests.hostile.scenario import seeded


def main():
    arguments = _read_arguments()
    seeds = [arguments.seed] if arguments.seed is not None else range(arguments.runs)
    began = time.monotonic()
    with (
        short_patience(),
        all_output() as output,
        all_connections() as hosts,
        ThreadPoolExecutor(arguments.jobs) as pool,
    ):
        outcomes = list(pool.map(lambda seed: run(seeded(seed)), seeds))
    wall_seconds = time.monotonic() - began
    leaked = leaks(output.getvalue())
    sys.stdout.write("".join(f"{line}\n" for line in report(outcomes, leaked, hosts, wall_seconds)))
    sys.exit(
        bool(leaked or hosts != {"127.0.0.1"} or any(outcome.problems for outcome in outcomes))
    )


def _read_arguments():
    parser = argparse.ArgumentParser("python -m tests.hostile", description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=500)
    parser.add_argument("--seed", type=int, help="only this run")
    parser.add_argument("--jobs", type=int, default=4, help="runs at the same time")
    return parser.parse_args()


def report(outcomes, leaked, hosts, wall_seconds):
    """Return what came of all runs, in lines."""
    ended = Counter(outcome.ended for outcome in outcomes)
    met = Counter(name for outcome in outcomes for name in outcome.met)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    bad = [outcome for outcome in outcomes if outcome.problems]
    correct, endless = ended.pop("correct", 0), ended.pop("hang", 0)
    named = ", ".join(f"{name} {count}" for name, count in ended.most_common())
    kinds = len(DOWNLOAD_FAULTS) + len(SIGN_FAULTS)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for outcome in bad:
        yield f"{outcome.name}: {outcome.ended}; met {', '.join(outcome.met)}"
        yield from (f"    {problem}" for problem in outcome.problems)
    yield from (f"a secret in the output: {line}" for line in leaked)
    yield f"runs             {len(outcomes)}, {wall_seconds:.0f} s in all"
    yield f"correct files    {correct}"
    yield f"named errors     {ended.total()}: {named}"
    yield f"no end           {endless}"
    yield f"with problems    {len(bad)} (wrong bytes, secrets, requests to others, other errors)"
    yield f"secrets in logs  {len(leaked)}"
    yield f"connections to   {', '.join(sorted(hosts))}"
    yield f"faults met       {met.total()}, of {len(met)} kinds of {kinds}"
    yield f"worst time       {slowest.seconds:.1f} s ({slowest.name})"
    yield f"peak memory      {peak_mib:.0f} MiB, client and servers together"


main()
