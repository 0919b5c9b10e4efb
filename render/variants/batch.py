"""Variants of one original or of a million: looked for, compared, made, and told one by one.

1 look     folders, files, globs and keys are listed on disk; what is unchanged is told at once
2 make     the rest, in the order of paths, in worker processes; each is told when it is through

What goes wrong with one original is its outcome and stops no other. Whenever a run is stopped, each
variant is there whole or not at all, and the next run goes on where it was.
"""

import os
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from render.errors import DiskFull, RenderError, UsageError, WorkerDied, WorkerHung
from render.events import Notice
from render.storage.atomic import sweep_unfinished_of
from render.variants.database import MANIFEST_NAME
from render.variants.manifests import Manifests
from render.variants.meter import Meter
from render.variants.originals import Original, Search
from render.variants.outcome import OnBatchEvent, VariantOutcome
from render.variants.plan import Plan
from render.variants.profiles import BUILT_IN, Profile
from render.variants.result import VariantResult
from render.variants.triage import Triage, failed
from render.variants.work import WHOLE, Makers, Nothing, Work, perform
from render.workers import (
    Cancel,
    PoolEvent,
    Task,
    TaskOutcome,
    TaskProgress,
    TaskRetried,
    available_cpus,
    stream_tasks,
)
from render.workers.here import raise_if_cancelled

PATIENCE_SECONDS: Final = 120.0
"""How long an original may give no sign of life. Films tell each frame; the largest picture that is
decoded at all takes some 10 seconds."""

_SLOWEST_BYTES_A_SECOND: Final = 20e6
"""Before its first frame a film is read whole, from a network share perhaps; so long it may take
besides."""

_UNWIND_SECONDS: Final = 1.0  # Ctrl-C is over in two, whatever a decoder is at
_MOST_SETTLED: Final = 1000
_MOST_THREADS: Final = 8  # more make x264's rate control worse
_FULL_BYTES: Final = 1 << 20
"""A disk with less free is full: decoders and encoders do not always say what stopped them."""

_Made: TypeAlias = tuple[VariantResult, ...] | Nothing | None


def make_variants(  # noqa: PLR0913 - the options of a batch are its arguments
    paths: Iterable[str | os.PathLike[str]] = (),
    *,
    keys: Iterable[str] = (),
    assets: Path | None = None,
    profiles: Sequence[Profile] = BUILT_IN,
    output: Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    dry_run: bool = False,
    manifest: Path | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
    cancel: Cancel | None = None,
    on_event: OnBatchEvent = lambda _: None,
    makers: Makers | None = None,
) -> Generator[VariantOutcome, None, None]:
    """Make the variants of originals, and yield what comes of each.

    Nothing begins before the first outcome is asked for, and closing the iterator ends it, workers
    and unfinished files included. Unchanged originals come first, as they are found; the others
    when they are through. Memory does not grow with their number.

    Args:
        paths: Files, folders (with all below; hidden files, and what is called like a variant, are
            left out) and globs.
        keys: Asset keys, besides.
        assets: The folder that keys count from; None is the working folder.
        profiles: The variants to make.
        output: The folder for them, where they lie as their originals do below the folder that was
            named; None puts each beside its original.
        jobs: Worker processes; None is one a processor, 0 does all in this process.
        force: Make what is there as well.
        dry_run: Make nothing, write nothing; yield what would be made.
        manifest: Where to note what was made. None is the output folder, else each folder that was
            named, or the nearest above that has one.
        patience_seconds: An original that gives no sign of life for so long fails.
        cancel: Asked whether to stop.
        on_event: Told how far it is, in the thread that iterates.
        makers: What makes variants, for tests.

    Raises:
        UsageError: At once: the arguments make no sense.
        OutputError: While iterating: the output folder or its manifest cannot be written, or the
            disk is full (`DiskFull`). What is about one original is its outcome instead.
        Cancelled: While iterating: `cancel` was set.
        WorkerDied: While iterating: workers cannot even start.
    """
    if jobs is not None and jobs < 0:
        raise UsageError("there cannot be fewer than no workers", where="jobs")
    if not patience_seconds > 0:
        raise UsageError("patience takes more than no time", where="patience_seconds")
    if not profiles:
        raise UsageError("there is no profile to make variants by", where="profiles")
    if output is not None:
        output = Path(os.path.realpath(output))
        if output.exists() and not output.is_dir():
            raise UsageError("is a file, not a folder", where=str(output))
    if manifest is None and output is not None:
        manifest = output / MANIFEST_NAME
    manifests = Manifests(
        manifest, is_read_only=dry_run, on_notice=lambda said: on_event(Notice(said))
    )
    triage = Triage(profiles, output, manifests, force=force)
    search = Search(triage.is_variant_name, None if output is None else str(output), assets)
    batch = _Batch(
        triage,
        available_cpus() if jobs is None else jobs,
        makers or Makers(),
        patience_seconds,
        cancel,
        on_event,
    )
    return batch.run(_both(search.paths(paths), search.keys(keys)), manifests, dry_run=dry_run)


def _both(first: Iterator[Original], second: Iterator[Original]) -> Iterator[Original]:
    yield from first
    yield from second


class _Batch:
    """One run of `make_variants`."""

    def __init__(
        self,
        triage: Triage,
        jobs: int,
        makers: Makers,
        patience_seconds: float,
        cancel: Cancel | None,
        on_event: OnBatchEvent,
    ) -> None:
        self._triage = triage
        self._jobs = jobs
        self._makers = makers
        self._patience_seconds = patience_seconds
        self._cancel = cancel
        self._on_event = on_event
        self._meter = Meter(on_event)
        self._settled: list[VariantOutcome] = []
        self._in_work: dict[str, Work] = {}

    def run(
        self, originals: Iterator[Original], manifests: Manifests, *, dry_run: bool
    ) -> Generator[VariantOutcome, None, None]:
        """Look at originals, make what is to be made, and tell what came of each."""
        with manifests, Plan() as plan:
            manifests.open_single()
            yield from self._look(originals, plan)
            self._meter.begin()
            yield from (self._tell_plan if dry_run else self._make)(plan)

    def _look(self, originals: Iterator[Original], plan: Plan) -> Iterator[VariantOutcome]:
        for original in originals:
            raise_if_cancelled(self._cancel)
            if not plan.add(original):
                continue
            outcome = self._triage.compare(original)
            self._meter.look(is_pending=outcome is None)
            if outcome is None:
                plan.set_pending(original)
            else:
                _stop_if_full(outcome.error)
                yield outcome

    def _tell_plan(self, plan: Plan) -> Iterator[VariantOutcome]:
        for original in plan.pending():
            raise_if_cancelled(self._cancel)
            found = self._triage.settle(original, plan)
            if isinstance(found, Work):
                paths = tuple(path for _, path in found.orders)
                found = VariantOutcome(Path(original.shown), "planned", found.kind, paths)
            self._meter.finish_one(has_failed=found.status == "failed")
            yield found

    def _make(self, plan: Plan) -> Iterator[VariantOutcome]:
        """Make what is to be made; what needs no work after all is told in between."""
        stream = stream_tasks(
            self._tasks(plan),
            perform,
            self._jobs,
            prepare=partial(_same, self._makers),
            on_event=self._hear,
            cancel=self._cancel,
            unwind_seconds=_UNWIND_SECONDS,
        )
        try:
            with closing(stream):
                for outcome in stream:
                    yield from self._tell_settled()
                    self._meter.drop(outcome.index)
                    if outcome.task.payload is not None:
                        yield self._counted(self._finished(outcome, outcome.task.payload))
        finally:
            # A worker that had to be ended the hard way could not tidy up.
            for work in self._in_work.values():
                _sweep(work)
        yield from self._tell_settled()

    def _tasks(self, plan: Plan) -> Iterator[Task[Work | None]]:
        """Yield work as workers become free for it."""
        for original in plan.pending():
            raise_if_cancelled(self._cancel)
            found = self._triage.settle(original, plan)
            if isinstance(found, Work):
                patience = self._patience_seconds + original.size_bytes / _SLOWEST_BYTES_A_SECOND
                self._in_work[original.path] = found
                yield Task(original.shown, self._with_threads(found), patience)
                continue
            self._settled.append(found)
            if len(self._settled) >= _MOST_SETTLED:
                yield Task("nothing", None)  # gives control back, so that they can be told

    def _with_threads(self, work: Work) -> Work:
        """Give a film that is alone, or one of the last, the processors that are left over."""
        if work.kind == "image":
            return work
        left = max(1, self._meter.total - self._meter.done - len(self._settled))
        threads = self._jobs // min(left, self._jobs) if self._jobs else 1
        return replace(work, threads=min(threads, _MOST_THREADS))

    def _finished(self, outcome: TaskOutcome[Work | None, _Made], work: Work) -> VariantOutcome:
        """Turn what came of a task into an outcome, and note in the manifest what was made."""
        original, result = work.original, outcome.result
        told = VariantOutcome(Path(original.shown), "made", work.kind)
        del self._in_work[original.path]
        if outcome.error is not None:
            if isinstance(outcome.error, WorkerDied | WorkerHung):
                _sweep(work)
            _stop_if_full(outcome.error, work.orders[0][1])
            told = failed(original, outcome.error)
        elif isinstance(result, Nothing):
            told = self._triage.nothing(original, result.reason)
        else:
            made = result or ()
            self._triage.note_made(work, made)
            told = replace(told, variants=tuple(each.path for each in made), made=made)
        kind = None if told.status == "ignored" else work.kind
        return replace(told, kind=kind, seconds=outcome.wall_seconds)

    def _tell_settled(self) -> Iterator[VariantOutcome]:
        settled, self._settled = self._settled, []
        yield from map(self._counted, settled)

    def _counted(self, outcome: VariantOutcome) -> VariantOutcome:
        self._meter.finish_one(has_failed=outcome.status == "failed")
        return outcome

    def _hear(self, event: PoolEvent) -> None:
        if isinstance(event, TaskProgress):
            self._meter.advance(event.index, event.done / WHOLE)
        elif isinstance(event, TaskRetried):
            self._meter.drop(event.index)
            self._on_event(Notice(f"a worker died ({event.reason}); trying {event.name} again"))


def _sweep(work: Work) -> None:
    """Remove what a worker that is gone has left unfinished."""
    for _, path in work.orders:
        sweep_unfinished_of(path)


def _stop_if_full(error: RenderError | None, output: Path | None = None) -> None:
    """Raise when an original failed because the disk is full: nothing else will fit either.

    Raises:
        DiskFull: It is.
    """
    if isinstance(error, DiskFull):
        raise error
    if error is None or output is None:
        return
    folder = next((each for each in output.parents if each.is_dir()), None)
    if folder is not None and shutil.disk_usage(folder).free < _FULL_BYTES:
        raise DiskFull(
            "cannot be written: the disk is full",
            where=str(output),
            hint="free some space or write to another disk",
        ) from error


def _same(makers: Makers) -> Makers:
    return makers
