import os
import sqlite3
import stat

import pytest

from render.errors import DiskFull, OutputError
from render.variants.database import MANIFEST_NAME, database_error
from render.variants.manifest import KnownOriginal, KnownVariant, Manifest

STATE = KnownOriginal(10, 20, "image")


@pytest.fixture
def path(tmp_path):
    return tmp_path / MANIFEST_NAME


def filled(path, *, original="a.png", **options):
    manifest = Manifest(path, **options)
    folder = path.parent
    manifest.record(str(folder / original), STATE, [(str(folder / "a_400w.jpg"), "print", 5)])
    return manifest


def test_what_was_booked_is_known_after_closing(path):
    folder = path.parent
    filled(path).close()
    manifest = Manifest(path)
    assert manifest.original(str(folder / "a.png")) == STATE
    assert manifest.variant(str(folder / "a_400w.jpg")) == KnownVariant(
        str(folder / "a.png"), (10, 20), "print", 5
    )
    assert manifest.original(str(folder / "b.png")) is None
    assert manifest.variant(str(folder / "b_400w.jpg")) is None
    manifest.close()


def test_booking_again_replaces(path):
    manifest = filled(path)
    manifest.record(str(path.parent / "a.png"), KnownOriginal(11, 21, "other", "a text"))
    manifest.flush()
    assert manifest.original(str(path.parent / "a.png")) == KnownOriginal(11, 21, "other", "a text")
    manifest.close()


def test_a_folder_may_be_moved_with_its_manifest(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    filled(old / MANIFEST_NAME).close()
    old.rename(new)
    manifest = Manifest(new / MANIFEST_NAME)
    assert manifest.original(str(new / "a.png")) == STATE
    assert manifest.variant(str(new / "a_400w.jpg")).original == str(new / "a.png")
    manifest.close()


def test_an_original_elsewhere_keeps_its_whole_path(path):
    filled(path, original="/mnt/photos/a.png").close()
    manifest = Manifest(path)
    assert manifest.original("/mnt/photos/a.png") == STATE
    manifest.close()


def test_names_that_are_no_unicode_are_kept(path):
    name = os.fsdecode(b"\xff\xfe.png")
    filled(path, original=name).close()
    manifest = Manifest(path)
    assert manifest.original(str(path.parent / name)) == STATE
    assert manifest.variant(str(path.parent / "a_400w.jpg")).original.endswith(name)
    manifest.close()


def test_rows_are_written_in_batches_and_soon(path):
    manifest, other = Manifest(path), Manifest(path)
    for number in range(600):
        manifest.record(str(path.parent / f"{number}.png"), STATE)
    assert other.original(str(path.parent / "0.png")) == STATE
    manifest._flushed -= 10
    manifest.record(str(path.parent / "late.png"), STATE)
    assert other.original(str(path.parent / "late.png")) == STATE
    manifest.close()
    other.close()


def test_only_one_file_is_left_behind(path):
    filled(path).close()
    assert os.listdir(path.parent) == [MANIFEST_NAME]  # noqa: PTH208 - names


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 50, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_damaged_manifest_is_replaced_and_that_is_told(path, damage):
    path.write_bytes(damage)
    notices = []
    filled(path, on_notice=notices.append).close()
    assert len(notices) == 1
    assert "damaged" in notices[0]
    manifest = Manifest(path)
    assert manifest.original(str(path.parent / "a.png")) == STATE
    manifest.close()


def test_damage_that_is_met_later_is_mended_as_well(path):
    manifest = Manifest(path)
    for number in range(5000):
        manifest.record(str(path.parent / f"{number}.png"), STATE)
    manifest.close()
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xee" * len(data[4096 * 3 :])
    path.write_bytes(data)
    notices = []
    manifest = Manifest(path, on_notice=notices.append)
    for number in range(0, 5000, 50):
        manifest.original(str(path.parent / f"{number}.png"))
    assert len(notices) == 1
    manifest.record(str(path.parent / "1.png"), STATE)
    manifest.flush()
    assert manifest.original(str(path.parent / "1.png")) == STATE
    manifest.close()


def test_a_manifest_of_another_version_is_replaced(path):
    filled(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    notices = []
    Manifest(path, on_notice=notices.append).close()
    assert len(notices) == 1


@pytest.mark.parametrize("is_read_only", [False, True])
@pytest.mark.parametrize("kind", ["text", "database"])
def test_a_file_that_is_not_ours_by_name_is_never_touched(tmp_path, kind, is_read_only):
    path = tmp_path / "photos.db"
    if kind == "text":
        path.write_text("my notes " * 100)
    else:
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE mine (x)")
        database.close()
    before = path.read_bytes()
    with pytest.raises(OutputError, match="manifest") as caught:
        Manifest(path, is_read_only=is_read_only)
    assert caught.value.hint
    assert path.read_bytes() == before


def test_reading_only_makes_and_changes_nothing(path):
    manifest = filled(path, is_read_only=True)
    manifest.close()
    assert not path.exists()
    filled(path).close()
    before = path.read_bytes()
    manifest = Manifest(path, is_read_only=True)
    manifest.record(str(path.parent / "b.png"), STATE)
    assert manifest.original(str(path.parent / "a.png")) == STATE
    manifest.close()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [MANIFEST_NAME]


def test_reading_only_works_where_nothing_may_be_written(path):
    filled(path).close()
    path.parent.chmod(0o555)
    path.chmod(0o444)
    try:
        manifest = Manifest(path, is_read_only=True)
        assert manifest.original(str(path.parent / "a.png")) == STATE
        manifest.close()
    finally:
        path.parent.chmod(stat.S_IRWXU)


def test_a_damaged_one_is_nothing_when_only_reading(path):
    path.write_bytes(b"no database" * 100)
    notices = []
    manifest = Manifest(path, is_read_only=True, on_notice=notices.append)
    assert manifest.original(str(path.parent / "a.png")) is None
    manifest.close()
    assert len(notices) == 1
    assert path.read_bytes() == b"no database" * 100


@pytest.mark.parametrize("place", ["missing/folder/m.sqlite", "file/m.sqlite", "folder"])
def test_a_manifest_that_cannot_be_made_is_an_output_error(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError) as caught:
        Manifest(tmp_path / place)
    assert str(tmp_path / place) in caught.value.where


def test_a_full_disk_is_told_apart(tmp_path):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert isinstance(database_error(tmp_path, error), DiskFull)


def test_two_runs_may_write_at_once(path):
    one, two = Manifest(path), Manifest(path)
    for number in range(50):
        for manifest, name in ((one, "one"), (two, "two")):
            manifest.record(str(path.parent / f"{name}{number}.png"), STATE)
            manifest.flush()
    assert one.original(str(path.parent / "two49.png")) == STATE
    assert two.original(str(path.parent / "one49.png")) == STATE
    one.close()
    two.close()
