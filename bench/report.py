"""Turn measurements into ratios, a table, JSON and Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from bench.compare import Decoded
from bench.measure import Measurement

MIB = 1 << 20

OURS, ENCODE_ONLY = "wavemaker", "encode-only"
MOVIEPY, LEAN_MOVIEPY = "moviepy", "moviepy-lean"
STEADY_GRAPH, PLAIN_GRAPH = "ffmpeg-graph", "ffmpeg-graph-shaky"


@dataclass(frozen=True)
class Goal:
    """One ratio that the benchmark watches.

    Attributes:
        name: What is compared.
        value: As measured.
        limit: What it should reach.
        at_most: Whether the limit is an upper one.
        unit: Printed after the number.
    """

    name: str
    value: float
    limit: float
    at_most: bool
    unit: str = "x"

    @property
    def reached(self) -> bool:
        """Tell whether the value keeps to the limit."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        verdict = "reached" if self.reached else "MISSED"
        return (
            f"{self.name}: {self.value:.2f}{self.unit}"
            f" (goal {sign} {self.limit:g}{self.unit}, {verdict})"
        )


Runs = Mapping[str, Sequence[Measurement]]
"""The runs of each contender, in the order they were made."""


def _paired_ratio(runs: Runs, field: str, above: str, below: str) -> float:
    """Return the median of the ratios of runs made one after the other.

    Neighbouring runs meet the same noise of the machine, so their ratio carries less of it than
    the ratio of two medians. A contender that ran once is held against all runs of the other.
    """
    numerators = [float(getattr(run, field)) for run in runs[above]]
    denominators = [float(getattr(run, field)) for run in runs[below]]
    if len(numerators) != len(denominators):
        return median(numerators) / median(denominators)
    return median(n / d for n, d in zip(numerators, denominators, strict=True))


def goals(runs: Runs) -> list[Goal]:
    """Return the ratios of the contenders that ran."""
    found: list[Goal] = []
    if OURS not in runs:
        return found
    if ENCODE_ONLY in runs:
        cpu = _paired_ratio(runs, "cpu_seconds", OURS, ENCODE_ONLY)
        found.append(Goal("CPU, wavemaker / encode-only", cpu, 1.35, at_most=True))
    for moviepy in (MOVIEPY, LEAN_MOVIEPY):
        if moviepy in runs:
            wall = _paired_ratio(runs, "wall_seconds", moviepy, OURS)
            found.append(Goal(f"wall, {moviepy} / wavemaker", wall, 10, at_most=False))
    for graph in (STEADY_GRAPH, PLAIN_GRAPH):
        if graph in runs:
            wall = _paired_ratio(runs, "wall_seconds", graph, OURS)
            found.append(Goal(f"wall, {graph} / wavemaker", wall, 1.4, at_most=False))
    largest_mib = max(run.largest_process_bytes for run in runs[OURS]) / MIB
    found.append(Goal("peak memory of a process", largest_mib, 500, at_most=True, unit=" MiB"))
    return found


def _span(values: Sequence[float], digits: int = 1) -> str:
    middle = f"{median(values):.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def rows(runs: Runs, outputs: Sequence[Decoded], frame_count: int) -> list[list[str]]:
    """Return the table: a head and a row for each contender, medians with their range."""
    head = ["", "runs", "wall s", "CPU s", "CPU ms/frame", "largest process MiB", "all MiB"]
    table = [[*head, "frames", "output MB", "other load, cores"]]
    shown = {output.name: output for output in outputs}
    for name, measured in runs.items():
        output = shown.get(name)
        table.append(
            [
                name,
                str(len(measured)),
                _span([run.wall_seconds for run in measured]),
                _span([run.cpu_seconds for run in measured]),
                _span([run.cpu_seconds * 1000 / frame_count for run in measured]),
                _span([run.largest_process_bytes / MIB for run in measured], 0),
                _span([run.all_processes_bytes / MIB for run in measured], 0),
                str(output.frame_count) if output else "",
                f"{output.bytes_size / 1e6:.1f}" if output else "",
                _span([run.elsewhere_cores for run in measured], 2),
            ]
        )
    return table


def markdown(table: Sequence[Sequence[str]], found: Sequence[Goal], machine: str) -> str:
    """Return the table and the goals as a Markdown page."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = [machine, ""]
    for index, row in enumerate(table):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"| {' | '.join(cells)} |")
        if index == 0:
            lines.append(f"|{'|'.join('-' * (width + 2) for width in widths)}|")
    lines += ["", *(f"- {goal}" for goal in found)]
    return "\n".join(lines) + "\n"


def as_json(
    runs: Runs, outputs: Sequence[Decoded], found: Sequence[Goal], machine: str, frame_count: int
) -> dict[str, object]:
    """Return everything measured, for other programs."""
    return {
        "machine": machine,
        "frames": frame_count,
        "runs": {name: [asdict(run) for run in measured] for name, measured in runs.items()},
        "outputs": {
            output.name: {"frames": output.frame_count, "bytes": output.bytes_size}
            for output in outputs
        },
        "goals": [{**asdict(goal), "reached": goal.reached} for goal in found],
    }
