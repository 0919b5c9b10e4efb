"""Running work of asyncio: from ordinary code, watched, stopped when somebody asks."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Protocol, TypeVar

from render.errors import Cancelled

_TICK_SECONDS: Final = 0.1

Value = TypeVar("Value")


class Cancel(Protocol):
    """Says whether to stop; a `threading.Event` will do."""

    def is_set(self) -> bool:
        """Tell whether to stop."""
        ...


async def watched(
    work: Coroutine[Any, Any, None], tick: Callable[[], None], cancel: Cancel | None
) -> None:
    """Run something until it is done or stopped, ticking ten times a second and at the end.

    Raises:
        Cancelled: `cancel` was set; the work has been told and has ended.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait([task], timeout=_TICK_SECONDS))[0]:
            tick()
            if cancel is not None and cancel.is_set():
                raise Cancelled("the download was stopped", hint="run it again to go on")
        tick()
        task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])


def run_here(work: Coroutine[Any, Any, Value]) -> Value:
    """Run something in an event loop, also from within another one, as notebooks have it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
