"""Try many damaged files, in confined workers, and count how each try ended."""

import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from render.errors import RenderError
from render.workers import Confinement, Task, stream_tasks
from tests.fuzz.boundaries import BOUNDARIES
from tests.fuzz.mutations import damaged

PATIENCE_SECONDS = 20.0
_TRIES_A_TASK = 25


@dataclass
class Tally:
    """What came of the tries at one boundary.

    Attributes:
        endings: "read", "refused", or the name of what was no error of ours.
        defects: The seeds that show each defect, by what it was.
        worst_seconds: The longest try.
        worst_memory_bytes: The most a worker held.
    """

    endings: Counter = field(default_factory=Counter)
    defects: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    worst_seconds: float = 0.0
    worst_memory_bytes: int = 0

    @property
    def tried(self) -> int:
        return sum(self.endings.values())


def fuzz(boundary: str, seeds: list[Path], tries: int, *, first: int = 0, jobs: int = 2) -> Tally:
    """Try so many damaged files at a boundary."""
    tally = Tally()
    numbers = range(first, first + tries)
    tasks = (
        Task(f"{boundary} {part[0]}", (boundary, seeds, tuple(part)), PATIENCE_SECONDS)
        for part in (numbers[at : at + _TRIES_A_TASK] for at in range(0, tries, _TRIES_A_TASK))
    )
    with tempfile.TemporaryDirectory() as name:
        stream = stream_tasks(
            tasks,
            try_some,
            jobs,
            prepare=partial(Path, name),
            confinement=Confinement(read=tuple(seeds), write=(Path(name),)),
        )
        for outcome in stream:
            _count(tally, outcome)
    return tally


def _count(tally, outcome):
    _, _, part = outcome.task.payload
    tally.worst_memory_bytes = max(tally.worst_memory_bytes, outcome.peak_rss_bytes)
    if outcome.error is not None:  # the worker died or hung; which try it was is not known
        ending = type(outcome.error).__name__
        tally.endings[ending] += len(part)
        tally.defects.setdefault(ending, []).append((outcome.task.name, part[0]))
        return
    for number, seed, ending, seconds in outcome.result:
        tally.endings[ending] += 1
        tally.worst_seconds = max(tally.worst_seconds, seconds)
        if ending not in ("read", "refused"):
            tally.defects.setdefault(ending, []).append((seed, number))


def try_some(folder, payload, report):
    """Try the damaged files of some numbers; return number, seed, ending and seconds of each."""
    boundary, seeds, numbers = payload
    results = []
    for done, number in enumerate(numbers):
        seed = seeds[number % len(seeds)]
        path = folder / f"{number}-{seed.name}"
        path.write_bytes(damaged(seed.read_bytes(), number))
        began = time.perf_counter()
        ending = attempt(boundary, path)
        results.append((number, seed.name, ending, time.perf_counter() - began))
        path.unlink()
        report(done)
    return results


def attempt(boundary, path):
    """Read a file and say how that ended."""
    try:
        BOUNDARIES[boundary](path)
    except RenderError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - the leak is what is looked for
        return f"{type(error).__name__}: {error}"[:160]
    return "read"
