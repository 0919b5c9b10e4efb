"""One run: fetch from the hostile server, then look at everything that is left of it."""

import faulthandler
import hashlib
import io
import logging
import socket
import tempfile
import threading
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from pydantic import SecretStr

from render.assets.remote import ApiConfig, DownloadOptions, RemoteAssets, RetryPolicy, clients
from render.errors import RenderError
from render.storage import ContentStore
from tests.hostile.shelf import SECRET

DEADLINE_SECONDS = 90
"""No run may take longer; with the limits below none comes near, whatever else the machine does."""

OPTIONS = DownloadOptions(
    connections=4,
    max_file_bytes=8 * 1024 * 1024,
    head_seconds=2.0,
    idle_seconds=1.5,
    grace_seconds=3.0,
    min_bytes_per_second=512 * 1024,
    retry=RetryPolicy(
        tries=4, first_wait_seconds=0.005, max_wait_seconds=0.02, max_asked_seconds=0.05
    ),
)
"""As users have it, only shorter, so that servers that hang do not take minutes."""

PATIENT = DownloadOptions(connections=4, retry=OPTIONS.retry)
"""For servers that do not hang: these runs must succeed, however busy the machine is."""


@dataclass
class Outcome:
    """What came of a run.

    Attributes:
        name: Of the scenario.
        ended: "correct" or the name of the error.
        message: Of the error.
        seconds: How long the hostile part took.
        problems: What must not be; empty is good.
        met: The faults there were.
    """

    name: str
    ended: str = ""
    message: str = ""
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)


@contextmanager
def short_patience():
    """Shorten what has no option."""
    with patch.object(clients, "_ANSWER_SECONDS", 2.0):
        yield


@contextmanager
def all_output():
    """Yield a buffer that gets all that is logged, at any level, and all that is printed."""
    output = io.StringIO()
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.setLevel(logging.DEBUG)
    root.handlers = [logging.StreamHandler(output)]
    try:
        with redirect_stdout(output), redirect_stderr(output):
            yield output
    finally:
        root.setLevel(level)
        root.handlers = handlers


@contextmanager
def all_connections():
    """Yield a set that gets the host of every connection that anybody tries to make."""
    hosts = set()
    connect = socket.socket.connect

    def noted(self, address):
        hosts.add(address[0])
        return connect(self, address)

    with patch.object(socket.socket, "connect", noted):
        yield hosts


def leaks(output):
    """Return the lines of an output that have a secret of any run in them."""
    return [line for line in output.splitlines() if SECRET.search(line)]


def run(plan, options=OPTIONS):
    """Run a scenario in a cache of its own and return what came of it."""
    outcome = Outcome(plan.name)
    with tempfile.TemporaryDirectory() as folder, plan.server as server:
        root = Path(folder) / "cache"
        told = []
        began = time.monotonic()
        limits = PATIENT if plan.must_succeed else options
        error = _fetch(server, root, plan.wanted, limits, told, outcome)
        outcome.seconds = time.monotonic() - began
        outcome.met = [*server.met, *(name for a in server.shelf.assets.values() for name in a.met)]
        if error == "hang":
            return outcome
        _judge(error, plan, outcome)
        _look_at_texts([*map(str, told), *_texts(error)], outcome)
        _look_at_cache(root, server, outcome)
        server.calm_down()
        there = [key for key in plan.wanted if key in server.shelf.assets]
        again = _fetch(server, root, there, PATIENT, [], outcome)
        if again is not None:
            outcome.problems.append(f"the honest server was not enough: {again}")
        _look_at_cache(root, server, outcome, complete=again is None)
        outcome.problems += server.problems()
    return outcome


def _fetch(server, root, keys, options, told, outcome):
    """Fetch and return the error, None when there was none, "hang" when there is no end."""
    result = []

    def fetch():
        config = ApiConfig(url=server.url, key=SecretStr(server.shelf.api_key))
        try:
            with (
                ContentStore(root) as store,
                RemoteAssets(config, store, options=options) as assets,
            ):
                fetched = assets.fetch(keys, on_event=told.append)
                _look_at_files(fetched.files, server.shelf, outcome)
            result.append(None)
        except BaseException as error:  # noqa: BLE001 - looked at by the caller
            result.append(error)

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    thread.join(DEADLINE_SECONDS)
    if thread.is_alive():
        with tempfile.TemporaryFile("w+") as stacks:
            faulthandler.dump_traceback(stacks)
            stacks.seek(0)
            outcome.problems.append(f"no end after {DEADLINE_SECONDS} s\n{stacks.read()}")
        outcome.ended = "hang"
        return "hang"
    return result[0]


def _judge(error, plan, outcome):
    """Note how the run ended; anything but right files and errors of ours is a problem."""
    if error is None:
        outcome.ended = "correct"
        return
    outcome.ended = type(error).__name__
    outcome.message = str(error)
    if not isinstance(error, RenderError) or type(error) is RenderError:
        outcome.problems.append(f"ended with {error!r}")
    if plan.must_succeed:
        outcome.problems.append(f"there was no reason to fail: {error}")


def _texts(error):
    """Return all that can be seen of an error, of the errors in it and of their causes."""
    seen = []
    while error is not None:
        seen += [str(error), repr(error), repr(vars(error))]
        for problem in getattr(error, "problems", ()):
            seen += _texts(problem)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return seen


def _look_at_texts(texts, outcome):
    for text in texts:
        if leaks(text):
            outcome.problems.append(f"a secret in: {text}")
        if any(not (c.isprintable() or c == "\n") for c in text):
            outcome.problems.append(f"control characters in: {text!r}")


def _look_at_files(files, shelf, outcome):
    for key, path in files.items():
        if path.read_bytes() not in shelf.assets[key].versions:
            outcome.problems.append(f"{key} came with wrong bytes ({path.stat().st_size})")


def _look_at_cache(root, server, outcome, *, complete=False):
    """Look at what the cache says of each key, at every file in it and at every byte on disk."""
    shelf = server.shelf
    with ContentStore(root) as store:
        for key, asset in shelf.assets.items():
            found = store.find(f"{server.url}\n{key}")
            if found is None and complete:
                outcome.problems.append(f"{key} is not in the cache")
            if found is not None and found.path.read_bytes() not in asset.versions:
                outcome.problems.append(f"{key} has wrong bytes in the cache; met {asset.met}")
    right = {hashlib.sha256(v).hexdigest() for a in shelf.assets.values() for v in a.versions}
    for path in root.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if "blobs" in path.parts and hashlib.sha256(content).hexdigest() not in right:
            outcome.problems.append(f"{path.name} in the cache is no asset")
        if SECRET.search(str(path)) or SECRET.search(content.decode("latin-1")):
            outcome.problems.append(f"a secret on disk: {path}")
