"""Bad files fail alone; a full disk is one error."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from render.errors import (
    AssetUnreadable,
    DiskFull,
    OutputError,
    RenderError,
    UsageError,
    WorkerDied,
    WorkerHung,
)
from render.events import Notice
from render.variants import batch
from render.variants.batch import make_variants
from render.variants.database import MANIFEST_NAME
from render.variants.outcome import Making
from tests.variants import fakes
from tests.variants.batches import ALL, VARIANTS, files, made_of, statuses
from tests.variants.fakes import picture

pytestmark = pytest.mark.usefixtures("no_worker_is_left")


BAD = {
    "fail.png": AssetUnreadable,
    "defect.png": RenderError,
    "die.png": WorkerDied,
    "hang.png": WorkerHung,
}


def test_one_bad_file_never_stops_the_rest(photos):
    for name in BAD:
        picture(photos / name, Path(name).stem.encode())
    events = []
    outcomes = made_of(photos, jobs=2, patience_seconds=1.5, on_event=events.append)
    assert statuses(outcomes) == dict.fromkeys(ALL, "made") | dict.fromkeys(BAD, "failed")
    for name, kind in BAD.items():
        assert type(outcomes[name].error) is kind
    assert set(files(photos)) == {*VARIANTS, *BAD, "a.png", "b.jpg", "sub/c.png", "sub/d.mov",
                                  MANIFEST_NAME}  # fmt: skip
    assert any(isinstance(event, Notice) and "die.png" in event.message for event in events)
    assert events[-1] == Making(8, 8, 4, 0.0, events[-1].files_per_second, 0.0)
    for name in BAD:
        picture(photos / name, b"mended")
    again = made_of(photos)
    assert statuses(again) == dict.fromkeys(ALL, "unchanged") | dict.fromkeys(BAD, "made")


def test_a_full_disk_stops_everything_with_one_error(photos):
    picture(photos / "0.png", b"full")
    outcomes = make_variants([photos], jobs=0, makers=fakes.MAKERS)
    with closing(outcomes), pytest.raises(DiskFull) as caught:
        list(outcomes)
    assert "disk is full" in caught.value.message
    assert set(files(photos)) == {"0.png", "a.png", "b.jpg", "sub/c.png", "sub/d.mov",
                                  MANIFEST_NAME}  # fmt: skip
    picture(photos / "0.png", b"fine")
    assert set(statuses(made_of(photos)).values()) == {"made"}


def test_a_disk_that_is_full_explains_any_failure(photos, monkeypatch):
    """Not every encoder says what stopped it."""
    picture(photos / "0.png", b"fail")
    usage = type(shutil.disk_usage(photos))(10**9, 10**9, 0)
    monkeypatch.setattr(batch.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DiskFull):
        made_of(photos)


def test_an_output_folder_that_cannot_be_written_is_one_error(photos, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        made_of(photos, output=tmp_path / "file/out")
    with pytest.raises(UsageError, match="not a folder"):
        make_variants([photos], output=tmp_path / "file")


def test_a_folder_whose_manifest_cannot_be_written_fails_file_by_file(photos, tmp_path):
    other = picture(tmp_path / "other/x.png").parent
    (other / MANIFEST_NAME).mkdir()
    outcomes = made_of(other, photos)
    assert outcomes["x.png"].status == "failed"
    assert isinstance(outcomes["x.png"].error, OutputError)
    assert outcomes["a.png"].status == "made"


def test_a_variant_that_cannot_be_written_fails_alone(photos):
    (photos / "a_400w.jpg").mkdir()
    long = picture(photos / f"{'x' * 250}.png").name
    outcomes = made_of(photos)
    assert outcomes["a.png"].status == outcomes[long].status == "failed"
    assert outcomes["b.jpg"].status == "made"


def test_a_file_that_goes_while_it_is_looked_at_fails_alone(photos):
    outcomes = make_variants([photos], jobs=0, makers=fakes.MAKERS)
    with closing(outcomes):
        assert next(outcomes).status == "made"
        (photos / "sub/c.png").unlink()
        found = {outcome.original.name: outcome.status for outcome in outcomes}
    assert found["c.png"] == "failed"
    assert found["d.mov"] == "made"


def test_a_file_that_changes_after_it_was_found_is_made_again_next_time(photos):
    outcomes = make_variants([photos], jobs=0, makers=fakes.MAKERS)
    with closing(outcomes):
        next(outcomes)
        picture(photos / "sub/c.png", b"another picture by now")
        list(outcomes)
    outcomes = made_of(photos)
    assert statuses(outcomes) == dict.fromkeys(ALL, "unchanged") | {"c.png": "made"}
    content = fakes.content(photos / "sub/c.png", "_400w.jpg")
    assert (photos / "sub/c_400w.jpg").read_bytes() == content


@pytest.mark.parametrize(
    "options", [{"jobs": -1}, {"patience_seconds": 0}, {"profiles": ()}], ids=str
)
def test_arguments_that_make_no_sense_are_told_at_once(photos, options):
    with pytest.raises(UsageError):
        make_variants([photos], **options)


def test_a_damaged_manifest_costs_time_and_nothing_else(photos):
    made_of(photos)
    (photos / MANIFEST_NAME).write_bytes(os.urandom(5000))
    events = []
    outcomes = made_of(photos, on_event=events.append)
    assert statuses(outcomes) == dict.fromkeys(ALL, "made")
    assert any(isinstance(event, Notice) and "damaged" in event.message for event in events)


def test_a_temporary_folder_that_is_full_is_one_error(photos, monkeypatch):
    connect = sqlite3.connect

    class Full(sqlite3.Connection):
        def execute(self, sql, *rest):
            if sql.startswith("INSERT OR IGNORE INTO originals"):
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return super().execute(sql, *rest)

    monkeypatch.setattr(
        sqlite3, "connect", lambda name, **options: connect(name, factory=Full, **options)
    )
    with pytest.raises(DiskFull, match="list of what is to be made") as caught:
        made_of(photos)
    assert "TMPDIR" in caught.value.hint
