"""A worker that has been taken over can do little: each fence is tried from inside one."""

import os
import sys
from pathlib import Path

import pytest

from render.workers import Confinement, Task, run_tasks
from render.workers.confine import confine_calls
from tests.workers import work

linux = pytest.mark.skipif(sys.platform != "linux", reason="the fences are Linux's")


def tried(what, *, confinement=None):
    """Return the name of the error that a worker gets for it, or "allowed"."""
    tasks = [Task("try", what)]
    return run_tasks(tasks, work.try_it, 1, prepare=work.nothing, confinement=confinement).results[
        0
    ]


@linux
@pytest.mark.parametrize("what", ["socket", "udp", "program", "shell"])
def test_no_worker_opens_a_socket_or_runs_a_program(what):
    assert tried((what, "")) == "PermissionError"


@linux
def test_only_named_files_are_read_and_only_named_folders_written(tmp_path):
    asset, other, cache = tmp_path / "a.png", tmp_path / "b.txt", tmp_path / "cache"
    asset.write_text("a")
    other.write_text("b")
    cache.mkdir()
    fence = Confinement(read=(asset, tmp_path / "missing.png"), write=(cache,))
    for what, path, expected in (
        ("read", asset, "allowed"),
        ("write", asset, "PermissionError"),
        ("read", other, "PermissionError"),
        ("read", Path(f"/proc/{os.getpid()}/environ"), "PermissionError"),
        ("write", tmp_path / "new", "PermissionError"),
        ("write", cache / "new", "allowed"),
        ("rename", cache / "new", "allowed"),
        ("remove", other, "PermissionError"),
        ("import", "colorsys", "allowed"),
    ):
        assert tried((what, str(path)), confinement=fence) == expected, (what, path)
    assert other.read_text() == "b"


@linux
def test_memory_is_bounded_and_the_worker_lives_on():
    tasks = [Task("too much", ("hold", "20000000000")), Task("next", ("hold", "10"))]
    results = run_tasks(tasks, work.try_it, 1, prepare=work.nothing).results
    assert results == ("MemoryError", "allowed")


def test_secrets_of_the_environment_stay_with_the_parent(monkeypatch):
    for name in ("WAVEMAKER_API_KEY", "AWS_SECRET_ACCESS_KEY", "github_token", "DB_PASSWORD"):
        monkeypatch.setenv(name, "planted")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", "/somewhere")
    tasks = [Task("look", None)]
    seen = run_tasks(tasks, work.environment, 1, prepare=work.nothing).results[0]
    assert "planted" not in seen.values()
    assert seen["WAVEMAKER_CACHE_DIR"] == "/somewhere"


def test_other_systems_go_without(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine_calls() is False
