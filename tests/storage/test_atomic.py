import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from render.errors import OutputError
from render.storage import sweep_unfinished, write_atomically
from render.storage.atomic import sweep_unfinished_of

WRITER_THAT_HANGS = """
import sys, time
from pathlib import Path
from render.storage import write_atomically
with write_atomically(Path(sys.argv[1])) as unfinished:
    unfinished.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""


def start_hanging_writer(path):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER_THAT_HANGS, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def stop(writer):
    writer.send_signal(signal.SIGKILL)
    writer.communicate()


def write_half_and_fail(path):
    path.write_bytes(b"half")
    raise ZeroDivisionError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_target_appears_whole_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "final.mp4"
    with write_atomically(target) as unfinished:
        assert unfinished.parent == tmp_path
        assert unfinished.suffix == ".mp4"
        assert unfinished != target
        unfinished.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["final.mp4"]


def test_a_failing_block_leaves_the_old_file_and_no_unfinished_one(tmp_path):
    target = tmp_path / "final.mp4"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), write_atomically(target) as unfinished:
        write_half_and_fail(unfinished)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["final.mp4"]


def test_missing_parent_folders_are_created(tmp_path):
    target = tmp_path / "a" / "b" / "final.mp4"
    with write_atomically(target) as unfinished:
        unfinished.write_bytes(b"new")
    assert target.read_bytes() == b"new"


def test_a_relative_path_counts_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with write_atomically(Path("final.mp4")) as unfinished:
        assert unfinished.is_absolute()
        unfinished.write_bytes(b"new")
    assert (tmp_path / "final.mp4").read_bytes() == b"new"


def test_what_a_killed_writer_left_is_removed_by_the_next_write(tmp_path):
    target = tmp_path / "final.mp4"
    stop(start_hanging_writer(target))
    assert names(tmp_path) == [".final.0.part.mp4"]
    with write_atomically(target) as unfinished:
        assert unfinished.read_bytes() == b""
        unfinished.write_bytes(b"new")
    assert names(tmp_path) == ["final.mp4"]


def test_two_writers_at_once_do_not_meet(tmp_path):
    target = tmp_path / "final.mp4"
    writer = start_hanging_writer(target)
    try:
        with write_atomically(target) as unfinished:
            assert unfinished.name == ".final.1.part.mp4"
            unfinished.write_bytes(b"new")
        assert (tmp_path / ".final.0.part.mp4").read_bytes() == b"half"
        assert sweep_unfinished(tmp_path) == 0
    finally:
        stop(writer)
    assert sweep_unfinished(tmp_path) == 1
    assert names(tmp_path) == ["final.mp4"]


def _write_many(path, letter, rounds):
    for _ in range(rounds):
        with write_atomically(path, durable=False) as unfinished:
            unfinished.write_bytes(letter * 10_000)


def test_racing_writers_always_leave_one_whole_file(tmp_path):
    target = tmp_path / "raced"
    context = get_context("spawn")
    writers = [context.Process(target=_write_many, args=(target, c, 60)) for c in (b"a", b"b")]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        if target.exists():
            data = target.read_bytes()
            assert len(data) == 10_000
            seen |= set(data)
            assert len(set(data)) == 1
        time.sleep(0.001)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert seen <= set(b"ab")
    assert names(tmp_path) == ["raced"]


def test_a_finished_writer_leaves_the_next_ones_unfinished_file_alone(tmp_path, monkeypatch):
    target = tmp_path / "final.mp4"
    replace = Path.replace
    following = []

    def replace_and_let_another_begin(unfinished, goal):
        replace(unfinished, goal)
        if not following:
            following.append(write_atomically(target))
            following.append(following[0].__enter__())

    monkeypatch.setattr(Path, "replace", replace_and_let_another_begin)
    with write_atomically(target) as unfinished:
        unfinished.write_bytes(b"first")
    writer, its_file = following
    assert its_file.name == ".final.0.part.mp4"
    assert its_file.exists()  # before writing, which would make it anew
    its_file.write_bytes(b"second")
    writer.__exit__(None, None, None)
    assert target.read_bytes() == b"second"


def test_what_dead_writers_left_of_one_file_is_removed_and_nothing_else(tmp_path):
    target = tmp_path / "a.mp4"
    dead = [tmp_path / f".a.{number}.part.mp4" for number in (0, 2)]
    others = [tmp_path / name for name in (".b.0.part.mp4", ".a.0.part.mkv", "a.mp4")]
    for path in (*dead, *others):
        path.touch()
    with write_atomically(target) as alive:
        assert alive == tmp_path / ".a.0.part.mp4"
        dead[0].touch()  # the writer's own by now
        assert sweep_unfinished_of(target) == 1
        assert alive.exists()
    assert sweep_unfinished_of(target) == 0
    assert sweep_unfinished_of(tmp_path / "missing" / "a.mp4") == 0
    assert all(path.exists() for path in others)


def test_the_sweep_leaves_other_files_alone(tmp_path):
    (tmp_path / "kept.part").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / ".gone.0.part").write_bytes(b"x")
    (tmp_path / ".link.0.part").symlink_to(tmp_path / "kept.part")
    assert sweep_unfinished(tmp_path) == 1
    assert names(tmp_path) == [".hidden", ".link.0.part", "kept.part"]
    assert sweep_unfinished(tmp_path / "missing") == 0


def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path):
    real = tmp_path / "elsewhere" / "real.mp4"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link = tmp_path / "link.mp4"
    link.symlink_to(real)
    with write_atomically(link) as unfinished:
        assert unfinished.parent == real.parent
        unfinished.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_dangling_link_gets_its_target(tmp_path):
    link = tmp_path / "link.mp4"
    link.symlink_to(tmp_path / "later" / "real.mp4")
    with write_atomically(link) as unfinished:
        unfinished.write_bytes(b"new")
    assert (tmp_path / "later" / "real.mp4").read_bytes() == b"new"


def test_a_link_to_itself_is_refused(tmp_path):
    link = tmp_path / "loop.mp4"
    link.symlink_to(link)
    with pytest.raises(OutputError, match="leads to itself"), write_atomically(link):
        pass


def test_a_link_planted_where_the_unfinished_file_goes_is_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / ".final.0.part.mp4").symlink_to(victim)
    with write_atomically(tmp_path / "final.mp4") as unfinished:
        unfinished.write_bytes(b"new")
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["", ".", "folder", "folder/"])
def test_a_folder_as_target_is_refused(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="folder"), write_atomically(tmp_path / name):
        pass


@pytest.mark.parametrize("device", ["/dev/full", "/dev/null"])
def test_a_device_as_target_is_refused(device):
    with pytest.raises(OutputError, match="not a file") as caught, write_atomically(Path(device)):
        pass
    assert caught.value.where == device


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    target = tmp_path / "file" / "final.mp4"
    with pytest.raises(OutputError) as caught, write_atomically(target):
        pass
    assert caught.value.where == str(target)
    assert (tmp_path / "file").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["a\0b.mp4", "x" * 300 + ".mp4"])
def test_an_impossible_name_is_refused(tmp_path, name):
    with pytest.raises(OutputError), write_atomically(tmp_path / name):
        pass


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path):
    target = tmp_path / ("é" * 120 + ".mp4")
    with write_atomically(target) as unfinished:
        unfinished.write_bytes(b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused_with_a_hint(tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OutputError) as caught, write_atomically(tmp_path / "final.mp4"):
            pass
    finally:
        tmp_path.chmod(0o755)
    assert caught.value.hint


def test_a_refusal_by_the_system_becomes_an_output_error(tmp_path, monkeypatch):
    def refuse(*_arguments, **_keywords):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="permission") as caught:
        write_atomically(tmp_path / "final.mp4").__enter__()
    assert caught.value.hint


def test_a_full_disk_inside_the_block_is_an_output_error_and_leaves_nothing(tmp_path):
    target = tmp_path / "final.mp4"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputError) as caught, write_atomically(target) as unfinished:
            unfinished.write_bytes(bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.where == str(target)
    assert names(tmp_path) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_kind_of_full_disk_has_a_hint(tmp_path, code):
    with pytest.raises(OutputError) as caught, write_atomically(tmp_path / "final.mp4"):
        raise OSError(code, os.strerror(code))
    assert caught.value.hint


def test_errors_about_inputs_inside_the_block_pass_through(tmp_path):
    with pytest.raises(FileNotFoundError), write_atomically(tmp_path / "final.mp4"):
        (tmp_path / "input.png").read_bytes()


def test_permissions_follow_the_umask_and_then_the_file_there(tmp_path):
    target = tmp_path / "final.mp4"
    before = os.umask(0o027)
    try:
        with write_atomically(target) as unfinished:
            unfinished.write_bytes(b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o604)
    with write_atomically(target) as unfinished:
        unfinished.write_bytes(b"2")
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
