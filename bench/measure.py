"""Run a program and measure what it cost as a whole: wall, CPU and memory of its process tree."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil

SAMPLE_SECONDS = 0.2
"""How often memory is looked at; the largest process is also known exactly from the kernel."""

_MAXRSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measurement:
    """What one run cost.

    Attributes:
        wall_seconds: From start to exit.
        cpu_seconds: User and system time of the program and all its children.
        largest_process_bytes: Peak resident memory of the largest process of the tree.
        all_processes_bytes: Peak of the sum over the tree, sampled; pages that processes share
            count once for each of them.
        elsewhere_cores: Cores that other programs kept busy meanwhile; a run above 0.1 is noisy.
    """

    wall_seconds: float
    cpu_seconds: float
    largest_process_bytes: int
    all_processes_bytes: int
    elsewhere_cores: float


class MeasuredRunFailed(Exception):
    """A measured program ended with an error."""


class _TreeSampler(threading.Thread):
    """Watches a process and its descendants until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root = psutil.Process(pid)
        self._stop_asked = threading.Event()
        self._cpu_seconds: dict[int, float] = {}
        self.largest_bytes = 0
        self.sum_bytes = 0

    def run(self) -> None:
        while not self._stop_asked.wait(SAMPLE_SECONDS):
            self._sample()

    def _sample(self) -> None:
        resident: list[int] = []
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return
        for process in tree:
            try:
                resident.append(process.memory_info().rss)
                times = process.cpu_times()
                self._cpu_seconds[process.pid] = times.user + times.system
            except psutil.Error:
                continue  # it ended between being listed and being asked
        if resident:
            self.largest_bytes = max(self.largest_bytes, *resident)
            self.sum_bytes = max(self.sum_bytes, sum(resident))

    def stop(self) -> float:
        """Stop watching and return the CPU seconds seen, which miss each process's last moments."""
        self._stop_asked.set()
        self.join()
        return sum(self._cpu_seconds.values())


def _busy_core_seconds() -> float:
    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0)
    return sum(times[:8]) - idle


def run_measured(
    command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None
) -> Measurement:
    """Run a program to its end and return what it cost.

    Args:
        command: Program and arguments.
        log: Where its output goes.
        environment: Variables added to ours.

    Raises:
        MeasuredRunFailed: It exited with an error; the message ends with the tail of its output.
    """
    busy_before = _busy_core_seconds()
    started = perf_counter()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        sampler = _TreeSampler(process.pid)
        sampler.start()
        # wait4 instead of Popen.wait: it also says what the process and its children have used.
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    sampled_cpu_seconds = sampler.stop()
    # The kernel's sum leaves out children nobody waited for; then the sampled sum is nearer.
    cpu_seconds = max(usage.ru_utime + usage.ru_stime, sampled_cpu_seconds)
    elsewhere_seconds = max(0.0, _busy_core_seconds() - busy_before - cpu_seconds)
    if process.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise MeasuredRunFailed(f"{command[0]} exited with {process.returncode}: {tail}")
    return Measurement(
        wall_seconds=wall_seconds,
        cpu_seconds=cpu_seconds,
        largest_process_bytes=max(usage.ru_maxrss * _MAXRSS_UNIT_BYTES, sampler.largest_bytes),
        all_processes_bytes=sampler.sum_bytes,
        elsewhere_cores=elsewhere_seconds / wall_seconds,
    )
