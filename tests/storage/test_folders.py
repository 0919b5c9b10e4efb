import errno

import pytest

from render.errors import OutputError
from render.storage import folders, write_folder_atomically
from tests.storage.stores import process

WRITER_THAT_HANGS = """
import sys, time
from pathlib import Path
from render.storage import write_folder_atomically
with write_folder_atomically(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


def fill(folder, text="new", *, replace=False):
    with write_folder_atomically(folder, replace=replace) as unfinished:
        (unfinished / "below").mkdir()
        (unfinished / "below" / "file").write_text(text)


def fail(folder, *, replace=False):
    with write_folder_atomically(folder, replace=replace) as unfinished:
        (unfinished / "file").write_text("half")
        raise ZeroDivisionError


def text_of(folder):
    return (folder / "below" / "file").read_text()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_appears_whole_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "a" / "bundle"
    with write_folder_atomically(target) as unfinished:
        (unfinished / "file").write_text("new")
        assert unfinished.parent == target.parent
        assert not target.exists()
    assert (target / "file").read_text() == "new"
    assert names(target.parent) == ["bundle"]


def test_a_failing_block_leaves_what_was_there(tmp_path):
    target = tmp_path / "bundle"
    with pytest.raises(ZeroDivisionError):
        fail(target)
    assert names(tmp_path) == []
    fill(target, "old")
    with pytest.raises(ZeroDivisionError):
        fail(target, replace=True)
    assert text_of(target) == "old"
    assert names(tmp_path) == ["bundle"]


def test_an_empty_folder_may_be_there(tmp_path):
    (tmp_path / "bundle").mkdir()
    fill(tmp_path / "bundle")
    assert text_of(tmp_path / "bundle") == "new"


def test_a_folder_with_files_is_replaced_only_when_asked(tmp_path):
    fill(tmp_path / "bundle", "old")
    with pytest.raises(OutputError, match="not empty"):
        fill(tmp_path / "bundle")
    assert text_of(tmp_path / "bundle") == "old"
    fill(tmp_path / "bundle", replace=True)
    assert text_of(tmp_path / "bundle") == "new"
    assert names(tmp_path) == ["bundle"]


def test_a_file_is_never_replaced_by_a_folder(tmp_path):
    (tmp_path / "bundle").write_text("precious")
    with pytest.raises(OutputError, match="it is a file"):
        fill(tmp_path / "bundle", replace=True)
    assert (tmp_path / "bundle").read_text() == "precious"
    assert names(tmp_path) == ["bundle"]


def test_a_link_stays_and_what_it_points_at_is_replaced(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    fill(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert text_of(tmp_path / "real") == "new"


def test_two_writers_of_one_folder_exclude_each_other(tmp_path):
    target = tmp_path / "bundle"
    with process(WRITER_THAT_HANGS, target):
        with pytest.raises(OutputError, match="another process"):
            fill(target)
        assert names(tmp_path / ".bundle.part") == ["half"]
    fill(target)
    assert names(target) == ["below"]
    assert names(tmp_path) == ["bundle"]


def test_a_replacement_that_was_broken_off_is_undone(tmp_path):
    target = tmp_path / "bundle"
    fill(target, "old")
    target.rename(tmp_path / ".bundle.old")
    with pytest.raises(OutputError, match="not empty"):
        fill(target)
    assert text_of(target) == "old"
    assert names(tmp_path) == ["bundle"]


def test_when_the_new_folder_cannot_take_its_place_the_old_one_comes_back(tmp_path, monkeypatch):
    target = tmp_path / "bundle"
    fill(target, "old")
    rename = folders.Path.rename

    def only_the_old(self, other):
        if self.name.endswith(".part"):
            raise OSError(errno.EIO, "no")
        return rename(self, other)

    monkeypatch.setattr(folders.Path, "rename", only_the_old)
    with pytest.raises(OutputError):
        fill(target, replace=True)
    assert text_of(target) == "old"
    assert names(tmp_path) == ["bundle"]


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        fill(tmp_path / "file" / "bundle")
    with pytest.raises(OutputError):
        fill(tmp_path / ("n" * 255))
