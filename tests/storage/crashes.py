"""Processes that die, or meet an error, in the middle of using a cache. Run by `test_crashes`.

    python -m tests.storage.crashes kill EVERY FOLDER          dies before its nth step
    python -m tests.storage.crashes ENOSPC-once EVERY FOLDER   its nth step fails, the others do not
    python -m tests.storage.crashes ENOSPC-ever EVERY FOLDER   its nth step fails and all after it
    python -m tests.storage.crashes random COUNT FOLDER        one of several is killed at any time
    python -m tests.storage.crashes kill EVERY FOLDER folder   the same while a folder is replaced
    python -m tests.storage.crashes race COUNT FOLDER          nobody dies; 16 want the same file

A step is whatever changes the disk or asks for a lock; n counts from 1 by EVERY to the last one.
After each fault another process looks: every file found is right, nothing is damaged, and the same
work done again completes, even when the first try at it is killed as well.
"""

import errno
import os
import random  # noqa: TID251 - moments to die at, from a seed
import shutil
import signal
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from render.errors import OutputError, RenderError
from render.storage import ContentStore, write_folder_atomically

STEPS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.chmod",
    "os.scandir", "os.listdir", "fcntl.flock",
}  # fmt: skip
FAILED, WRONG = 3, 9
BOUND = 4_000


def content_of(name):
    return (name * 2000).encode()[:1500]


def work(root, names, *, is_sound=True):
    """Download, render, look up, clean up, verify; closing the store evicts."""
    with ContentStore(root, BOUND) as store:
        for name in names:
            with store.claim(name) as claim:
                if claim.found is None:
                    fetch(claim, content_of(name))
                with own():
                    assert claim.found.path.read_bytes() == content_of(name)
            with store.put(name, "segments", suffix=".mp4", facts={"length": 7}) as path, own():
                path.write_bytes(content_of(name + "s"))
            check(store, [name])
        store.clear(["nothing"])
        damaged = store.verify().damaged
        assert damaged == () or not is_sound


def fetch(claim, data):
    if not claim.facts:
        claim.restart({"length": len(data)})
    with own():
        begun = claim.partial.read_bytes()
    assert data.startswith(begun), "facts stand beside bytes of others"
    for start in range(len(begun), len(data), 700):
        with own(), claim.partial.open("ab") as file:
            file.write(data[start : start + 700])
    claim.commit()


@contextmanager
def own():
    """Name the errors of what the user of a store does himself, so that others stand out."""
    try:
        yield
    except OSError as error:
        raise OutputError(str(error)) from error


def check(store, names):
    for name in names:
        for found, data in (
            (store.find(name), content_of(name)),
            (store.find(name, "segments"), content_of(name + "s")),
        ):
            with own():
                assert found is None or found.path.read_bytes() == data


def look(root, names):
    """Look at what a fault left: all right, nothing damaged, and nothing stands in the way."""
    with ContentStore(root, BOUND) as store:
        check(store, names)
        verified = store.verify()
        assert verified.damaged == (), verified.damaged
    work(root, names)
    with ContentStore(root, BOUND) as store:
        assert all(store.find(name) for name in names[-1:])
        store.evict(0)
        assert not list(root.glob("unfinished/*")), "an unfinished file stayed"
        assert len(list(root.glob("users/*"))) <= 1, "a dead process still uses something"
    with ContentStore(root, BOUND) as store:
        assert store.clear().is_done
        left = [path for path in root.rglob("*") if path.is_file() and path.name != "gate"]
        assert left == [], left


def work_folder(root, names, *, is_sound=True):
    """Replace a folder."""
    del is_sound
    with write_folder_atomically(root / "out", replace=True) as folder, own():
        for name in names:
            (folder / name).mkdir()
            (folder / name / "file").write_text(content_of(name).decode())


def look_folder(root, names):
    """Look at the folder: the old one or the new, and never both or a part."""
    out = root / "out"
    if out.exists():
        assert folder_names(out) in (["z"], sorted(names)), folder_names(out)
    else:
        assert folder_names(root / ".out.old") == ["z"]
    with suppress(ZeroDivisionError), write_folder_atomically(out, replace=True):
        raise ZeroDivisionError
    assert folder_names(out) in (["z"], sorted(names)), "nothing brought it back"
    assert [path.name for path in root.iterdir()] == ["out"]
    work_folder(root, names)
    assert folder_names(out) == sorted(names)


def folder_names(folder):
    for path in folder.iterdir():
        assert (path / "file").read_bytes() == content_of(path.name)
    return sorted(path.name for path in folder.iterdir())


SCENARIOS = {"cache": (work, look), "folder": (work_folder, look_folder)}


class Fault:
    """What happens at one step of a process."""

    def __init__(self, root, number, error, *, stays):
        self.root, self.number, self.error, self.stays = str(root), number, error, stays
        self.steps = 0
        sys.addaudithook(self.hear)
        for name in ("write", "fsync"):
            setattr(os, name, self.noticed(getattr(os, name)))

    def hear(self, event, arguments):
        if event not in STEPS:
            return
        where = arguments[0] if arguments else None
        if isinstance(where, (str, bytes, os.PathLike)):
            place = os.fsdecode(where)  # relative ones are below an open folder
            if place.startswith("/") and not place.startswith(self.root):
                return
        elif event == "open":
            return
        self.step()

    def noticed(self, function):
        def call(*arguments):
            self.step()
            return function(*arguments)

        return call

    def step(self):
        self.steps += 1
        if self.steps == self.number or (self.stays and self.steps > self.number):
            if self.error is None:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self.error, os.strerror(self.error))


def in_child(function, *arguments):
    """Run a function in a copy of this process; return its exit status, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        run_and_leave(function, *arguments)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run_and_leave(function, *arguments):
    """Run a function and end this process; its exit status says what came of it."""
    status = WRONG
    try:
        function(*arguments)
        status = 0
    except RenderError:
        status = FAILED
    except BaseException:  # noqa: BLE001 - shown to whoever runs the test
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def faulty(work, root, names, number, error, stays):
    Fault(root, number, error, stays=stays)
    work(root, names, is_sound=error is None)


def every_point(work, look, error, every, folder, *, stays):
    """Let each step in turn go wrong; return how many were tried."""
    names = ["a", "b"]
    begun, root = folder / "begun", folder / "cache"
    assert in_child(work, begun, ["z"]) == 0
    steps = count_steps(work, begun, names, folder)
    allowed = {-signal.SIGKILL} if error is None else {FAILED, 0}
    for number in range(1, steps + 1, every):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(begun, root)
        status = in_child(faulty, work, root, names, number, error, stays)
        assert status in allowed, f"step {number} of {steps}: exit status {status}"
        in_child(faulty, work, root, names, number * 7 % steps + 1, None, stays)
        assert in_child(look, root, names) == 0, f"after a fault at step {number} of {steps}"
    return len(range(1, steps + 1, every))


def count_steps(work, begun, names, folder):
    """Return how many steps the work has without faults."""
    root = folder / "count"
    shutil.copytree(begun, root)

    def count():
        fault = Fault(root, 0, None, stays=False)
        work(root, names)
        (folder / "steps").write_text(str(fault.steps))

    assert in_child(count) == 0
    return int((folder / "steps").read_text())


def for_ever(root, seed):
    chance = random.Random(seed)
    while True:
        work(root, chance.sample("abcdef", 2))


def random_kills(count, folder):
    """Kill one of three processes at a random moment, again and again, while the others go on."""
    chance = random.Random(count)
    root = folder / "cache"
    running = [start(root, chance) for _ in range(3)]
    try:
        for number in range(count):
            time.sleep(chance.uniform(0, 0.05))
            victim = running.pop(0)
            os.kill(victim, signal.SIGKILL)
            assert os.waitstatus_to_exitcode(os.waitpid(victim, 0)[1]) == -signal.SIGKILL
            running.append(start(root, chance))
            with ContentStore(root, BOUND) as store:
                check(store, "abcdef")
                if number % 4 == 0:
                    verified = store.verify()
                    assert verified.damaged == (), verified.damaged
    finally:
        for pid in running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    assert in_child(look, root, list("abcdef")) == 0
    return count


def start(root, chance):
    seed = chance.getrandbits(32)
    pid = os.fork()
    if pid == 0:
        run_and_leave(for_ever, root, seed)
    return pid


def race(count, folder):
    """Let four threads in each of four processes want the same names; return the downloads."""
    root, log = folder / "cache", folder / "log"
    names = [f"n{number}" for number in range(count)]
    running = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            run_and_leave(want_in_threads, root, log, names)
        running.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in running] == [0] * 4
    assert sorted(log.read_text().split()) == sorted(names)
    with ContentStore(root, 10**9) as store:
        assert all(store.find(name).path.read_bytes() == content_of(name) for name in names)
        assert store.verify().damaged == ()
    return count


def want_in_threads(root, log, names):
    with ContentStore(root, 10**9) as store, ThreadPoolExecutor(4) as pool:
        wants = [pool.submit(want, store, log, names) for _ in range(4)]
        for each in wants:
            each.result()


def want(store, log, names):
    for name in names:
        with store.claim(name) as claim:
            if claim.found is None:
                with log.open("a") as file:
                    file.write(f"{name}\n")
                fetch(claim, content_of(name))
            assert claim.found.path.read_bytes() == content_of(name)


def main(fault, number, folder, scenario="cache"):
    if fault == "random":
        return random_kills(int(number), Path(folder))
    if fault == "race":
        return race(int(number), Path(folder))
    name, _, how = fault.partition("-")
    error = None if name == "kill" else getattr(errno, name)
    return every_point(*SCENARIOS[scenario], error, int(number), Path(folder), stays=how == "ever")


if __name__ == "__main__":
    print(main(*sys.argv[1:]))  # noqa: T201 - the test reads how many faults there were
