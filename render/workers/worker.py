"""The worker's side of the pool: take a task, do it, send the result, until told to stop.

A worker is a fresh Python that knows nothing of the caller's program. It lives no longer than its
parent: when the parent goes, however it goes, the pipe between them closes, and the worker unwinds
(so that unfinished files are removed) and exits.
"""

import gc
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any, Final, NoReturn

from render.errors import RenderError
from render.workers.confine import Confinement, confine_calls, confine_files, confine_resources
from render.workers.usage import peak_rss_bytes

UNWIND_SECONDS: Final = 2.0
"""How long a worker may take to remove its unfinished files before it is ended the hard way."""

STOP: Final = b""


@dataclass(frozen=True)
class Setup:
    """What a worker is given first.

    Attributes:
        function, prepare: Importable; the state is built in the worker.
        confinement: The files that it may touch from then on; None leaves it all.
    """

    function: Callable[..., Any]
    prepare: Callable[[], object]
    confinement: Confinement | None = None


@dataclass(frozen=True)
class Progress:
    """A task has done so much of itself."""

    done: int


@dataclass(frozen=True)
class Answer:
    """The worker is ready (after its set-up) or a task has ended.

    Attributes:
        result: What the function returned.
        error: What it raised, as our error, or None.
        trace: The worker's traceback of the error, for developers.
        cpu_seconds: User and system time of the process since its start.
        peak_rss_bytes: The most memory the process has held.
    """

    result: Any
    error: RenderError | None
    trace: str
    cpu_seconds: float
    peak_rss_bytes: int


def serve(connection: Connection, preload: str) -> NoReturn:
    """Be a worker until the parent says stop or is gone.

    Args:
        connection: To the parent.
        preload: A module to import while the parent still makes up its mind; or nothing.
    """
    # A child of ours that inherits the pipe would keep it open, and our death from being noticed.
    os.set_inheritable(connection.fileno(), False)  # noqa: FBT003  (takes no keyword)
    with suppress(OSError):  # no standard error: then nothing is printed at all
        os.dup2(2, 1)  # what a library prints must not mix with the parent's report
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the parent decides
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    confine_resources()
    confine_calls()
    if preload:
        gc.disable()  # modules are no garbage; looking for it takes a sixth of the time
        with suppress(Exception):  # what is wrong with it will be said by whatever needs it
            importlib.import_module(preload)
        gc.freeze()
        gc.enable()
    # Until here it ends a worker at once: there is nothing to tidy up.
    is_ending = False

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        nonlocal is_ending
        is_ending = True
        sys.exit(1)

    signal.signal(signal.SIGTERM, end)
    setup: Setup | None = None
    state: object = None

    def prepare(data: bytes) -> None:
        nonlocal setup, state
        setup = pickle.loads(data)  # noqa: S301  (from our own parent, over a private pipe)
        assert setup is not None  # noqa: S101  (tells the type checker what was sent)
        if setup.confinement is not None:
            confine_files(setup.confinement)
        state = setup.prepare()

    def work(data: bytes) -> object:
        assert setup is not None  # noqa: S101  (the set-up always comes first)
        payload = pickle.loads(data)  # noqa: S301  (from our own parent, over a private pipe)
        return setup.function(state, payload, lambda done: _send(connection, Progress(done)))

    step: Callable[[bytes], object] = prepare
    while (data := inbox.get()) != STOP:
        answer = attempt(step, data)
        if is_ending:  # a library that was being imported has made an error of its own of it
            sys.exit(1)
        _send(connection, answer)
        step = work
    with suppress(Exception):
        sys.stderr.flush()
    os._exit(0)  # nothing is left to do, and tearing down the libraries takes longer than a frame


def attempt(step: Callable[[bytes], object], data: bytes) -> Answer:
    """Do one step and turn what comes of it, errors too, into an answer that can be sent."""
    try:
        result = step(data)
        pickle.dumps(result)
    except Exception as error:  # noqa: BLE001  (whatever it is, the parent must hear of it)
        return _answer(None, as_render_error(error), traceback.format_exc())
    return _answer(result, None, "")


def as_render_error(error: Exception) -> RenderError:
    """Return an error as one of ours; what is not one already is a defect, or memory ran out."""
    if isinstance(error, RenderError):
        return error
    if isinstance(error, MemoryError):
        return RenderError("not enough memory", hint="use fewer jobs or a smaller resolution")
    return RenderError(
        f"unexpected {type(error).__name__}: {error}",
        hint="this is a defect of the renderer; please report it",
    )


def _answer(result: object, error: RenderError | None, trace: str) -> Answer:
    return Answer(result, error, trace, time.process_time(), peak_rss_bytes())


def _send(connection: Connection, message: Progress | Answer) -> None:
    try:
        connection.send(message)
    except OSError:  # the parent is gone
        sys.exit(1)


def _listen(connection: Connection, inbox: "queue.SimpleQueue[bytes]") -> None:
    """Pass on what the parent sends; end the process when the parent is gone."""
    try:
        while True:
            data = connection.recv_bytes()
            inbox.put(data)
    except (EOFError, OSError):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        time.sleep(UNWIND_SECONDS)
        os._exit(1)
