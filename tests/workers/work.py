"""What the workers of the pool tests do; workers import it."""

import importlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from render.errors import AssetMissing, RenderError
from render.segments import SegmentCache
from render.storage import write_atomically
from tests.encode.numbered import write_segment


def nothing():
    return None


def identity(number):
    return {"number": number, "pid": os.getpid()}


def double(_state, payload, report):
    report(1)
    report(2)
    return payload * 2


def state_and_pid(state, payload, _report):
    time.sleep(0.05)
    return state, payload, os.getpid()


def burn(_state, seconds, _report):
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass
    return seconds


def hold_memory(_state, megabytes, _report):
    return len(bytearray(b"x") * (megabytes << 20))


def fail_as_asked(_state, payload, _report):
    if payload == "ours":
        raise AssetMissing("no such file", where="a.png", hint="add it")
    if payload == "defect":
        raise ZeroDivisionError("by nought")
    if payload == "memory":
        raise MemoryError
    if payload == "unpicklable":
        return lambda: None
    time.sleep(20)
    return payload


def die(_state, payload, _report):
    """Die as asked as long as the marker file is not there, or always without one."""
    how, marker = payload
    if marker is None or not Path(marker).exists():
        if marker is not None:
            Path(marker).touch()
        if how == "exit":
            os._exit(7)
        if how == "signal":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "misunderstood signal":  # as NumPy does when it comes while it is imported
            try:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(60)
            except SystemExit:
                raise ImportError("initialization failed") from None
        sys.exit(3)
    return how


def die_in_setup():
    os._exit(9)


def die_in_first_setup(marker):
    with suppress(FileExistsError):  # one of several that start at once
        marker.touch(exist_ok=False)
        os._exit(9)


def refuse_setup():
    raise RenderError("no fonts", where="setup")


def print_loudly(_state, _payload, _report):
    print("from Python")  # noqa: T201  (what the test is about)
    os.write(1, b"from C\n")
    return sys.stdin is None or sys.stdin.read()


def write_and_hang(_state, path, report):
    with write_atomically(path) as unfinished:
        unfinished.write_bytes(pickle.dumps(os.getpid()))
        report(1)
        time.sleep(60)


def encode(cache_root, payload, _report):
    key, first, count, fps, quality = payload
    cache = SegmentCache(cache_root)
    with cache.publish(key, count) as path:
        write_segment(path, first, count, fps, quality)
    found = cache.get(key)
    assert found is not None
    return found.path


def hang_as_asked(_state, payload, report):
    """Hang, hang deaf to SIGTERM, or be slow but talk about it."""
    if payload == "deaf":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    if payload in ("hang", "deaf"):
        time.sleep(60)
    if isinstance(payload, Path):
        write_and_hang(None, payload, report)
    if payload == "slow":
        for step in range(8):
            time.sleep(0.25)
            report(step)
    return payload


def fail_or_return(_state, payload, report):
    return payload if payload == "sleepless" else fail_as_asked(None, payload, report)


def ignore(_state, _payload, _report):
    return None


def _open_socket(kind):
    socket.socket(socket.AF_INET, kind).close()


_ATTEMPTS = {
    "socket": lambda _: _open_socket(socket.SOCK_STREAM),
    "udp": lambda _: _open_socket(socket.SOCK_DGRAM),
    "program": lambda _: os.execv("/bin/true", ["true"]),  # noqa: S606 - must not succeed
    "shell": lambda _: subprocess.run(["true"], check=True),
    "read": lambda path: Path(path).read_bytes(),
    "write": lambda path: Path(path).write_bytes(b"x"),
    "rename": lambda path: Path(path).rename(f"{path}.2"),
    "remove": lambda path: Path(path).unlink(),
    "import": importlib.import_module,
    "hold": lambda size: bytearray(int(size)),
}


def try_it(_state, payload, _report):
    what, argument = payload
    try:
        _ATTEMPTS[what](argument)
    except BaseException as error:  # noqa: BLE001 - its name is the result
        return type(error).__name__
    return "allowed"


def environment(_state, _payload, _report):
    return dict(os.environ)
