"""A command whose files, clock, workers or neighbours fail leaves the old output or the new one."""

import pytest

from tests.faults import clocks, deaths, writers
from tests.faults.injection import ERRORS, KILL, KINDS, strace

pytestmark = pytest.mark.soak


@pytest.mark.skipif(strace() is None, reason="needs strace")
@pytest.mark.parametrize("errors", [ERRORS, (KILL,)], ids=["fails", "kills"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_failing_call_tears_loses_or_leaves_anything(kind, errors, tmp_path):
    workshop = KINDS[kind](tmp_path)
    wrong = {}
    for fault in workshop.faults(seed=0, count=100, errors=errors):
        found = workshop.attempt(fault)[1]
        if found:
            wrong[fault.injection] = found
    assert wrong == {}


@pytest.mark.skipif(clocks.compiler() is None, reason="needs a C compiler")
@pytest.mark.parametrize("jumps", clocks.JUMPS)
@pytest.mark.parametrize("kind", [clocks.JumpingFilm, clocks.JumpingVariants, clocks.Pull])
def test_a_clock_that_jumps_changes_nothing(kind, jumps, tmp_path):
    clock = clocks.jumping_clock(tmp_path)
    assert kind(tmp_path / "work").run_under(clock, clocks.JUMPS[jumps]) == []


@pytest.mark.parametrize("number", range(5))
def test_workers_that_die_lose_only_the_tasks_that_kill_them(number):
    assert deaths.batch(number)[1] == []


def test_renders_to_one_output_do_not_tear_it(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "first"))
    assert writers.compete(tmp_path, rounds=40)[0] == []
