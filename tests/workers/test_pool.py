import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from functools import partial
from pathlib import Path

import psutil
import pytest

from render.encode.mux import mux
from render.errors import AssetMissing, Cancelled, RenderError, WorkerDied
from render.segments import segment_key
from render.workers import (
    Task,
    TaskFinished,
    TaskProgress,
    TaskRetried,
    TaskStarted,
    available_cpus,
    peak_rss_bytes,
    run_tasks,
)
from render.workers.process import start_worker
from render.workers.reserve import Reserve
from tests.encode.numbered import RATES, read_numbers
from tests.workers import work

ROOT = Path(__file__).parents[2]


def tasks_of(*payloads):
    return [Task(f"segment {index}", payload) for index, payload in enumerate(payloads)]


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def no_worker_is_left():
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.mark.parametrize("jobs", [0, 1, 2, 8])
def test_results_come_in_the_order_of_the_tasks(jobs):
    result = run_tasks(tasks_of(1, 2, 3, 4, 5), work.double, jobs, prepare=work.nothing)
    assert result.results == (2, 4, 6, 8, 10)
    assert result.cpu_seconds > 0
    assert result.peak_rss_bytes > 1 << 20


def test_no_tasks_start_nothing():
    assert run_tasks([], work.double, 2, prepare=work.die_in_setup).results == ()


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_events_tell_each_task_from_start_to_end(jobs):
    events = []
    tasks = tasks_of(1, 2, 3)
    run_tasks(tasks, work.double, jobs, prepare=work.nothing, on_event=events.append)
    for index, task in enumerate(tasks):
        own = [event for event in events if event.index == index]
        assert own[:-1] == [
            TaskStarted(index, task.name),
            TaskProgress(index, task.name, 1),
            TaskProgress(index, task.name, 2),
        ]
        assert isinstance(own[-1], TaskFinished)


def test_the_state_is_built_once_a_worker_and_work_happens_elsewhere():
    result = run_tasks(
        tasks_of(*range(8)), work.state_and_pid, 2, prepare=partial(work.identity, 5)
    )
    pids = set()
    for number, (state, payload, pid) in enumerate(result.results):
        assert payload == number
        assert state == {"number": 5, "pid": pid}
        pids.add(pid)
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_one_job_still_works_in_a_process_of_its_own_and_none_here():
    elsewhere = run_tasks(tasks_of(0), work.state_and_pid, 1, prepare=work.nothing)
    here = run_tasks(tasks_of(0), work.state_and_pid, 0, prepare=work.nothing)
    assert elsewhere.results[0][2] != os.getpid()
    assert here.results[0][2] == os.getpid()


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_errors_of_ours_arrive_as_they_were(jobs):
    with pytest.raises(AssetMissing) as caught:
        run_tasks(tasks_of("ours"), work.fail_as_asked, jobs, prepare=work.nothing)
    error = caught.value
    assert (error.message, error.where, error.hint) == ("no such file", "a.png", "add it")


@pytest.mark.parametrize("jobs", [0, 1])
def test_a_defect_arrives_as_a_render_error_with_its_traceback_behind_it(jobs):
    with pytest.raises(RenderError, match="ZeroDivisionError: by nought") as caught:
        run_tasks(tasks_of("defect"), work.fail_as_asked, jobs, prepare=work.nothing)
    if jobs:
        assert "in fail_as_asked" in str(caught.value.__cause__)
    else:
        assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_running_out_of_memory_has_a_hint():
    with pytest.raises(RenderError, match="memory") as caught:
        run_tasks(tasks_of("memory"), work.fail_as_asked, 1, prepare=work.nothing)
    assert "jobs" in (caught.value.hint or "")


def test_a_result_that_cannot_be_sent_is_an_error():
    with pytest.raises(RenderError, match=r"pickle|local object"):
        run_tasks(tasks_of("unpicklable"), work.fail_as_asked, 1, prepare=work.nothing)


def test_an_error_ends_the_other_tasks_at_once():
    with pytest.raises(AssetMissing):
        run_tasks(tasks_of("sleep", "ours"), work.fail_as_asked, 2, prepare=work.nothing)


@pytest.mark.parametrize("how", ["exit", "signal", "misunderstood signal", "sys.exit"])
def test_a_task_whose_worker_died_is_done_by_another(tmp_path, how):
    events = []
    result = run_tasks(
        tasks_of((how, str(tmp_path / "marker")), ("exit", __file__), ("exit", __file__)),
        work.die,
        2,
        prepare=work.nothing,
        on_event=events.append,
    )
    assert result.results == (how, "exit", "exit")
    retried = [event for event in events if isinstance(event, TaskRetried)]
    assert [event.index for event in retried] == [0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_that_kills_two_workers_is_named(jobs):
    with pytest.raises(WorkerDied, match="segment 1: killed by SIGKILL") as caught:
        run_tasks(
            tasks_of(("exit", __file__), ("signal", None)), work.die, jobs, prepare=work.nothing
        )
    assert "memory" in (caught.value.hint or "")


def test_workers_that_die_while_starting_are_an_error_and_not_a_loop():
    with pytest.raises(WorkerDied, match="while starting: exit status 9"):
        run_tasks(tasks_of(1, 2, 3), work.double, 2, prepare=work.die_in_setup)


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_death_while_starting_is_made_good(tmp_path, jobs):
    prepare = partial(work.die_in_first_setup, tmp_path / "marker")
    assert run_tasks(tasks_of(1, 2), work.double, jobs, prepare=prepare).results == (2, 4)


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_an_error_while_starting_arrives(jobs):
    with pytest.raises(RenderError, match="no fonts"):
        run_tasks(tasks_of(1, 2), work.double, jobs, prepare=work.refuse_setup)


def test_what_workers_print_stays_out_of_standard_output(capfd):
    result = run_tasks(tasks_of(1), work.print_loudly, 1, prepare=work.nothing)
    assert result.results == ("",)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "from C" in captured.err


@pytest.mark.parametrize("jobs", [0, 2])
def test_cancelling_before_the_start_does_nothing(jobs):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        run_tasks(tasks_of(1), work.double, jobs, prepare=work.nothing, cancel=cancel)


def test_cancelling_ends_the_workers_and_removes_their_unfinished_files(tmp_path):
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        run_tasks(
            tasks_of(tmp_path / "a.mp4", tmp_path / "b.mp4"),
            work.write_and_hang,
            2,
            prepare=work.nothing,
            on_event=lambda event: cancel.set() if isinstance(event, TaskProgress) else None,
            cancel=cancel,
        )
    assert list(tmp_path.iterdir()) == []


def test_cancelling_here_is_noticed_at_the_next_report():
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        run_tasks(
            tasks_of(1, 2),
            work.double,
            0,
            prepare=work.nothing,
            on_event=lambda _: cancel.set(),
            cancel=cancel,
        )


def test_an_error_of_the_listener_ends_the_workers():
    def listen(_event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_tasks(tasks_of("sleep"), work.fail_as_asked, 1, prepare=work.nothing, on_event=listen)


def test_cpu_seconds_and_memory_are_those_of_the_workers():
    events = []
    result = run_tasks(
        tasks_of(0.3, 0.3), work.burn, 2, prepare=work.nothing, on_event=events.append
    )
    finished = [event for event in events if isinstance(event, TaskFinished)]
    assert all(0.3 <= event.cpu_seconds < 10 for event in finished)
    assert result.cpu_seconds >= 0.6
    small = result.peak_rss_bytes
    large = run_tasks(tasks_of(300), work.hold_memory, 1, prepare=work.nothing).peak_rss_bytes
    assert 250 << 20 < large - small < 350 << 20


def test_a_workers_memory_is_not_that_of_its_parent():
    ballast = bytearray(b"x") * (400 << 20)
    result = run_tasks(tasks_of(1), work.double, 1, prepare=work.nothing)
    assert result.peak_rss_bytes < len(ballast) < peak_rss_bytes()


def test_there_is_at_least_one_processor():
    assert 1 <= available_cpus() <= (os.cpu_count() or 1)


PARENT = """
import sys
from pathlib import Path
from render.workers import Task, run_tasks
from tests.workers import work
tasks = [Task(name, Path(sys.argv[1]) / name) for name in ("a.mp4", "b.mp4")]
run_tasks(tasks, work.write_and_hang, 2, prepare=work.nothing, on_event=lambda e: print(e, flush=True))
"""  # noqa: E501  (a program)


def start_parent(tmp_path, *, group=False):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=group,
    )
    wait_until(lambda: len(list(tmp_path.glob(".*.part.mp4"))) == 2)
    workers = psutil.Process(parent.pid).children()
    assert len(workers) == 2
    return parent, workers


def test_workers_end_and_clean_up_when_their_parent_is_killed(tmp_path):
    parent, workers = start_parent(tmp_path)
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=20)
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_everything_without_a_word_from_the_workers(tmp_path):
    parent, workers = start_parent(tmp_path, group=True)
    os.killpg(parent.pid, signal.SIGINT)
    _, errors = parent.communicate(timeout=20)
    assert parent.returncode != 0
    assert errors.count(b"KeyboardInterrupt") == 1
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_cannot_reach_a_worker_however_early():
    worker = start_worker()
    try:
        status = Path(f"/proc/{worker.process.pid}/status").read_text()
        mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
        assert int(mask, 16) >> (signal.SIGINT - 1) & 1
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    finally:
        worker.process.terminate()
        assert worker.bury(20) == "killed by SIGTERM"


def test_a_script_without_a_main_guard_may_use_it(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from render.workers import Task, run_tasks\n"
        "from tests.workers import work\n"
        "print(run_tasks([Task('t', 21)], work.double, 1, prepare=work.nothing).results)\n"
    )
    run = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "(42,)\n"


@pytest.mark.parametrize("fps", RATES)
def test_a_film_is_the_same_bytes_for_any_number_of_jobs_and_every_frame_exact(tmp_path, fps):
    counts = [37, 1, 2, 150, 30]
    total = sum(counts)

    def render(name, jobs):
        tasks, first = [], 0
        for count in counts:
            key = segment_key({"first": first, "count": count}, fps, "1")
            tasks.append(Task(f"from {first}", (key, first, count, fps, "standard")))
            first += count
        prepare = partial(Path, tmp_path / name)
        segments = run_tasks(tasks, work.encode, jobs, prepare=prepare).results
        mux(segments, counts, None, tmp_path / f"{name}.mp4", fps)
        return (tmp_path / f"{name}.mp4").read_bytes()

    one = render("one", 1)
    assert one == render("two", 2)
    assert one == render("three", 3)
    assert one == render("here", 0)
    assert read_numbers(tmp_path / "one.mp4") == [(n, Fraction(n) / fps) for n in range(total)]


def pids_of(reserve):
    return [worker.process.pid for worker in reserve._workers]


def test_workers_in_reserve_are_taken_first_and_the_others_end():
    with Reserve("tests.workers.work") as reserve:
        reserve.start(3)
        waiting = pids_of(reserve)
        result = run_tasks(
            tasks_of(0, 1), work.state_and_pid, 2, prepare=work.nothing, reserve=reserve
        )
        assert {each[-1] for each in result.results} <= set(waiting[:2])
        assert pids_of(reserve) == []
        assert not psutil.pid_exists(waiting[2])


def test_a_reserve_that_nobody_needs_leaves_no_process():
    with Reserve("tests.workers.work") as reserve:
        reserve.start(2)
        waiting = pids_of(reserve)
        assert run_tasks([], work.double, 2, prepare=work.nothing, reserve=reserve).results == ()
    assert not any(psutil.pid_exists(pid) for pid in waiting)


def test_a_worker_that_dies_in_reserve_is_replaced():
    with Reserve("tests.workers.work") as reserve:
        reserve.start(1)
        reserve._workers[0].process.kill()
        result = run_tasks(tasks_of(4), work.double, 1, prepare=work.nothing, reserve=reserve)
    assert result.results == (8,)


def test_a_module_that_cannot_be_loaded_in_advance_stops_nothing():
    with Reserve("tests.workers.no_such_module") as reserve:
        reserve.start(1)
        result = run_tasks(tasks_of(4), work.double, 1, prepare=work.nothing, reserve=reserve)
    assert result.results == (8,)
