import gc
import os
import threading
import time
import weakref
from contextlib import closing

import psutil
import pytest

from render.errors import AssetMissing, Cancelled, RenderError, WorkerDied, WorkerHung
from render.workers import (
    Task,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
    run_tasks,
    stream_tasks,
)
from tests.workers import work


def tasks_of(*payloads, patience_seconds=None):
    return [Task(f"file {i}", payload, patience_seconds) for i, payload in enumerate(payloads)]


def streamed(tasks, function, jobs, **options):
    """Return the outcomes in the order of the tasks."""
    outcomes = list(stream_tasks(tasks, function, jobs, **({"prepare": work.nothing} | options)))
    return sorted(outcomes, key=lambda outcome: outcome.index)


@pytest.fixture(autouse=True)
def no_worker_is_left():
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.mark.parametrize("jobs", [0, 1, 2, 8])
def test_every_task_has_its_outcome(jobs):
    outcomes = streamed(iter(tasks_of(1, 2, 3, 4, 5)), work.double, jobs)
    assert [outcome.result for outcome in outcomes] == [2, 4, 6, 8, 10]
    assert [outcome.task.payload for outcome in outcomes] == [1, 2, 3, 4, 5]
    assert all(outcome.error is None and outcome.peak_rss_bytes > 1 << 20 for outcome in outcomes)


def test_no_tasks_start_nothing():
    assert streamed([], work.double, 2, prepare=work.die_in_setup) == []


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_task_that_fails_stops_no_other(jobs):
    tasks = tasks_of("ours", "defect", "memory", "sleepless", "ours")
    outcomes = streamed(tasks, work.fail_or_return, jobs)
    kinds = [type(outcome.error) for outcome in outcomes]
    assert kinds == [AssetMissing, RenderError, RenderError, type(None), AssetMissing]
    assert outcomes[3].result == "sleepless"
    assert outcomes[0].error.where == "a.png"
    if jobs:
        assert "in fail_as_asked" in str(outcomes[1].error.__cause__)
    else:
        assert isinstance(outcomes[1].error.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", ["exit", "signal"])
def test_a_task_that_kills_two_workers_is_named_and_the_rest_is_done(jobs, how):
    events = []
    good = ("exit", __file__)
    tasks = tasks_of(good, (how, None), good, (how, None), good)
    outcomes = streamed(tasks, work.die, jobs, on_event=events.append)
    assert [outcome.result for outcome in outcomes] == ["exit", None, "exit", None, "exit"]
    for index in (1, 3):
        error = outcomes[index].error
        assert isinstance(error, WorkerDied)
        assert f"died twice on file {index}: " in error.message
    retried = [event.index for event in events if isinstance(event, TaskRetried)]
    assert sorted(retried) == [1, 3]


def test_a_task_whose_worker_died_once_is_done_by_another(tmp_path):
    outcomes = streamed(tasks_of(("signal", str(tmp_path / "marker"))), work.die, 2)
    assert [outcome.result for outcome in outcomes] == ["signal"]


def test_many_deaths_at_the_start_over_a_long_time_are_no_end(tmp_path):
    """Each of these workers dies on its first task; that says nothing about starting."""
    tasks = tasks_of(*[("exit", str(tmp_path / str(number))) for number in range(6)])
    outcomes = streamed(tasks, work.die, 2)
    assert [outcome.result for outcome in outcomes] == ["exit"] * 6


def test_workers_that_die_while_starting_are_an_error_and_not_a_loop():
    with pytest.raises(WorkerDied, match="while starting: exit status 9"):
        streamed(tasks_of(1, 2, 3), work.double, 2, prepare=work.die_in_setup)


@pytest.mark.parametrize("jobs", [0, 2])
def test_an_error_while_starting_is_nobodys_outcome(jobs):
    with pytest.raises(RenderError, match="no fonts"):
        streamed(tasks_of(1, 2), work.double, jobs, prepare=work.refuse_setup)


@pytest.mark.parametrize("how", ["hang", "deaf"])
def test_a_task_that_hangs_is_ended_and_the_rest_is_done(how):
    outcomes = streamed(tasks_of("a", how, "b", "c", patience_seconds=1.0), work.hang_as_asked, 1)
    assert [outcome.result for outcome in outcomes] == ["a", None, "b", "c"]
    assert isinstance(outcomes[1].error, WorkerHung)
    assert "for 1 s on file 1" in outcomes[1].error.message
    assert outcomes[1].wall_seconds >= 1.0


def test_the_last_task_may_hang():
    outcomes = streamed(tasks_of("a", "hang", patience_seconds=0.5), work.hang_as_asked, 2)
    assert isinstance(outcomes[1].error, WorkerHung)


def test_a_task_that_hangs_leaves_no_unfinished_file(tmp_path):
    outcomes = streamed(tasks_of(tmp_path / "a.mp4", patience_seconds=1.0), work.hang_as_asked, 1)
    assert isinstance(outcomes[0].error, WorkerHung)
    assert list(tmp_path.iterdir()) == []


def test_a_slow_task_that_tells_its_progress_is_not_hanging():
    outcomes = streamed(tasks_of("slow", patience_seconds=1.0), work.hang_as_asked, 1)
    assert outcomes[0].result == "slow"
    assert outcomes[0].wall_seconds > 1.5


def test_a_pause_of_the_caller_is_no_workers_fault():
    """Ctrl-Z and fg, or a caller that takes its time over an outcome."""
    stream = stream_tasks(
        tasks_of("a", "slow", patience_seconds=1.5), work.hang_as_asked, 2, prepare=work.nothing
    )
    with closing(stream):
        first = next(stream)
        time.sleep(2.5)
        assert [first.result, *(outcome.result for outcome in stream)] == ["a", "slow"]


def test_a_list_of_tasks_ends_at_one_that_hangs():
    with pytest.raises(WorkerHung):
        run_tasks(tasks_of("hang", patience_seconds=0.5), work.hang_as_asked, 1,
                  prepare=work.nothing)  # fmt: skip


def test_tasks_are_taken_only_as_workers_become_free():
    taken = []

    def source():
        for number in range(50):
            taken.append(number)
            yield Task(f"file {number}", number)

    stream = stream_tasks(source(), work.double, 2, prepare=work.nothing)
    assert taken == []
    with closing(stream):
        for done, _ in enumerate(stream, 1):
            assert len(taken) <= done + 2
    assert len(taken) == 50


def test_what_is_done_is_not_held():
    class Payload:
        pass

    alive = weakref.WeakSet()

    def source():
        for number in range(20):
            payload = Payload()
            alive.add(payload)
            yield Task(f"file {number}", payload)

    most = 0
    for _ in stream_tasks(source(), work.ignore, 0, prepare=work.nothing):
        gc.collect()
        most = max(most, len(alive))
    assert most <= 4


def test_an_error_of_the_source_ends_the_workers():
    def source():
        yield from tasks_of(1, 2)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        streamed(source(), work.double, 2)


@pytest.mark.parametrize("jobs", [0, 2])
def test_cancelling_stops_between_tasks(jobs):
    cancel = threading.Event()
    tasks = tasks_of(*range(1000))
    stream = stream_tasks(tasks, work.double, jobs, prepare=work.nothing, cancel=cancel)
    next(stream)
    cancel.set()
    with pytest.raises(Cancelled):
        all(outcome.index < 20 for outcome in stream)


def test_closing_the_stream_ends_the_workers_and_their_unfinished_files(tmp_path):
    stream = stream_tasks(
        [Task("quick", "quick"), Task("file", tmp_path / "a.mp4")], work.hang_as_asked, 2,
        prepare=work.nothing,
    )  # fmt: skip
    assert next(stream).result == "quick"
    stream.close()


def test_a_deaf_worker_does_not_hold_up_the_end():
    stream = stream_tasks(
        tasks_of("a", "deaf"), work.hang_as_asked, 2, prepare=work.nothing, unwind_seconds=0.3
    )
    assert next(stream).result == "a"
    began = time.monotonic()
    stream.close()
    assert time.monotonic() - began < 30  # it sleeps 60 s


def test_events_tell_each_task_from_start_to_end():
    events = []
    streamed(tasks_of(1, 2, 3), work.double, 2, on_event=events.append)
    for index in range(3):
        own = [event for event in events if event.index == index]
        assert own[:3] == [
            TaskStarted(index, f"file {index}"),
            TaskProgress(index, f"file {index}", 1),
            TaskProgress(index, f"file {index}", 2),
        ]
        assert isinstance(own[3], TaskFinished)


def test_a_worker_is_not_started_for_each_task():
    outcomes = streamed(tasks_of(*range(20)), work.state_and_pid, 2)
    pids = {outcome.result[2] for outcome in outcomes}
    assert len(pids) <= 2
    assert os.getpid() not in pids
