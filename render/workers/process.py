"""A worker process as its parent sees it.

A worker is a fresh interpreter that imports what it needs, not a `multiprocessing` child: that one
would run the caller's main module a second time, which costs start-up and breaks every script
without an `if __name__ == "__main__"` guard. Measured: with NumPy, PyAV, OpenCV and Skia loaded it
is ready 0.2 s after its start. A fork server that has them loaded saves 0.25 CPU-seconds for each
worker after the first, and forks with whatever threads those libraries have begun.
"""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from render.threads import ONE_THREAD

_BOOT: Final = (
    "import sys; from multiprocessing.connection import Connection as C; c = C(int(sys.argv[1])); "
    "sys.path[:] = c.recv(); from render.workers.worker import serve; serve(c, c.recv())"
)
_SECRET: Final = re.compile("KEY|TOKEN|SECRET|PASS|CREDENTIAL", re.IGNORECASE)


@dataclass(eq=False)
class WorkerProcess:
    """A running worker and what it is at.

    Attributes:
        process: The process.
        connection: The parent's end of the pipe.
        ready: Whether its set-up is done.
        task: The index of the task it has, None when idle or starting.
        task_began: Monotonic clock, in seconds, when it was given the task.
        last_heard: Monotonic clock, in seconds, when it was given the task or last spoke.
        cpu_seconds: What it had used of the processor when last heard of.
    """

    process: "subprocess.Popen[bytes]"
    connection: Connection
    ready: bool = False
    task: int | None = None
    task_began: float = 0.0
    last_heard: float = 0.0
    cpu_seconds: float = 0.0

    def send(self, data: bytes) -> None:
        """Send the set-up, a task or the word to stop."""
        with suppress(OSError):  # it has died already: reading from it will say so
            self.connection.send_bytes(data)

    def bury(self, grace_seconds: float) -> str:
        """Wait for the process to end, end it when it does not, and say how it ended."""
        try:
            code = self.process.wait(max(grace_seconds, 0.0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.connection.close()
        if code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
        return f"killed by signal {-code}"


def _environment() -> dict[str, str]:
    """Return the variables a worker gets: none that may hold a secret."""
    own = {name: value for name, value in os.environ.items() if not _SECRET.search(name)}
    return own | ONE_THREAD


def start_worker(preload: str = "") -> WorkerProcess:
    """Start a worker; it waits for its set-up.

    Args:
        preload: A module that it imports meanwhile, with the libraries this one needs.

    Raises:
        OSError: The system allows no more processes.
    """
    ours, theirs = Pipe()
    # Ctrl-C and a closed terminal go to the whole process group. Held back until the child has been
    # made, and so in the child for good, they are the parent's alone, however early they come.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own code)
            [sys.executable, "-P", "-c", _BOOT, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=_environment(),
        )
    except BaseException:
        ours.close()
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
    with suppress(OSError):  # it has died already: reading from it will say so
        ours.send(sys.path)
        ours.send(preload)
    return WorkerProcess(process, ours)
