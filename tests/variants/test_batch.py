import os
import shutil
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from render.errors import (
    AssetMissing,
    AssetUnreadable,
    Cancelled,
    DiskFull,
    OutputError,
    RenderError,
    UsageError,
    VariantNameTaken,
    WorkerDied,
    WorkerHung,
)
from render.events import Notice
from render.variants import batch
from render.variants.batch import make_variants
from render.variants.database import MANIFEST_NAME
from render.variants.outcome import Looking, Making
from render.variants.profiles import BUILT_IN, ImageProfile, VideoProfile
from render.variants.triage import without_extension
from tests.variants import fakes
from tests.variants.fakes import film, is_whole, picture


@pytest.fixture(autouse=True)
def no_worker_is_left():
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.fixture
def photos(tmp_path):
    """A folder with three pictures and a film."""
    folder = tmp_path / "photos"
    picture(folder / "a.png", b"one")
    picture(folder / "b.jpg", b"two")
    picture(folder / "sub/c.png", b"three")
    film(folder / "sub/d.mov", b"four")
    return folder


def made_of(*paths, jobs=0, **options):
    """Run a batch and return its outcomes by the name of the original."""
    outcomes = list(make_variants(paths, jobs=jobs, makers=fakes.MAKERS, **options))
    found = {outcome.original.name: outcome for outcome in outcomes}
    assert len(found) == len(outcomes)
    return found


def statuses(outcomes):
    return {name: outcome.status for name, outcome in outcomes.items()}


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


ALL = {"a.png", "b.jpg", "c.png", "d.mov"}
VARIANTS = [
    "a_400w.jpg", "a_800w.jpg", "b_400w.jpg", "b_800w.jpg",
    "sub/c_400w.jpg", "sub/c_800w.jpg", "sub/d_preview.mp4", "sub/d_web.mp4",
]  # fmt: skip


@pytest.mark.parametrize("jobs", [0, 2])
def test_variants_lie_beside_their_originals(photos, jobs):
    outcomes = made_of(photos, jobs=jobs)
    assert statuses(outcomes) == dict.fromkeys(ALL, "made")
    assert set(files(photos)) >= set(VARIANTS)
    for name in VARIANTS:
        assert is_whole(photos / name)
    assert (photos / "a_400w.jpg").read_bytes() == fakes.content(photos / "a.png", "_400w.jpg")
    told = outcomes["a.png"]
    assert told.kind == "image"
    assert told.variants == (photos / "a_400w.jpg", photos / "a_800w.jpg")
    assert told.made[0].size_bytes == (photos / "a_400w.jpg").stat().st_size
    assert told.made[0].notes == ("a note",)
    assert outcomes["d.mov"].kind == "video"


def test_a_second_run_makes_nothing_and_starts_no_worker(photos, monkeypatch):
    made_of(photos)
    before = {name: (photos / name).stat().st_mtime_ns for name in VARIANTS}
    monkeypatch.setattr("render.workers.stream.start_worker", None)
    outcomes = made_of(photos, jobs=2)
    assert statuses(outcomes) == dict.fromkeys(ALL, "unchanged")
    assert outcomes["d.mov"].variants == (photos / "sub/d_web.mp4", photos / "sub/d_preview.mp4")
    assert {name: (photos / name).stat().st_mtime_ns for name in VARIANTS} == before


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: picture(folder / "a.png", b"longer than before"),
        lambda folder: os.utime(folder / "a.png", ns=(1, 1)),
        lambda folder: (folder / "a_400w.jpg").unlink(),
        lambda folder: (folder / "a_800w.jpg").write_bytes(b""),
    ],
    ids=["size", "time", "a variant is gone", "a variant is cut"],
)
def test_only_what_has_changed_is_made_again(photos, change):
    made_of(photos)
    change(photos)
    outcomes = made_of(photos)
    assert statuses(outcomes) == dict.fromkeys(ALL, "unchanged") | {"a.png": "made"}
    for name in ("a_400w.jpg", "a_800w.jpg"):
        assert is_whole(photos / name)
    assert set(statuses(made_of(photos)).values()) == {"unchanged"}


def test_only_the_variant_that_is_missing_is_made(photos):
    made_of(photos)
    (photos / "a_800w.jpg").unlink()
    assert made_of(photos)["a.png"].variants == (photos / "a_800w.jpg",)


def test_a_new_profile_makes_only_its_own_variants(photos):
    made_of(photos)
    profiles = (*BUILT_IN, ImageProfile("_1600w", width_px=1600, extension=".webp"))
    outcomes = made_of(photos, profiles=profiles)
    assert outcomes["a.png"].variants == (photos / "a_1600w.webp",)
    assert outcomes["d.mov"].status == "unchanged"
    assert set(statuses(made_of(photos, profiles=profiles)).values()) == {"unchanged"}


def test_a_changed_profile_makes_its_variants_again(photos):
    made_of(photos)
    profiles = (ImageProfile("_400w", width_px=300), *BUILT_IN[1:])
    assert made_of(photos, profiles=profiles)["a.png"].variants == (photos / "a_400w.jpg",)


def test_variants_of_a_forgotten_profile_are_still_no_originals(photos):
    made_of(photos, profiles=(ImageProfile("_tiny", width_px=9, extension=".webp"),))
    outcomes = made_of(photos)
    assert outcomes["a_tiny.webp"].status == "ignored"
    assert not any("tiny_" in name for name in files(photos))


def test_force_makes_all_again(photos):
    made_of(photos)
    assert statuses(made_of(photos, force=True)) == dict.fromkeys(ALL, "made")


def test_without_a_profile_for_it_an_original_is_ignored(photos):
    profiles = (VideoProfile("_web", short_side_px=100),)
    outcomes = made_of(photos, profiles=profiles)
    assert outcomes["a.png"].status == "ignored"
    assert "no profile" in outcomes["a.png"].reason
    assert outcomes["d.mov"].status == "made"


def test_an_output_folder_holds_everything_as_it_lies(photos, tmp_path):
    output = tmp_path / "new/out"
    outcomes = made_of(photos, output=output)
    assert files(output) == sorted([MANIFEST_NAME, *VARIANTS])
    assert files(photos) == ["a.png", "b.jpg", "sub/c.png", "sub/d.mov"]
    assert outcomes["c.png"].variants[0] == output / "sub/c_400w.jpg"
    assert set(statuses(made_of(photos, output=output)).values()) == {"unchanged"}


def test_an_output_folder_inside_is_no_source(photos):
    for _ in range(2):
        outcomes = made_of(photos, output=photos / "out")
        assert set(outcomes) == ALL
    assert not any("_400w_" in name for name in files(photos))


def test_originals_that_moved_are_known_by_their_variants(photos, tmp_path):
    """A folder mounted elsewhere, as containers do."""
    output = tmp_path / "out"
    made_of(photos, output=output)
    photos.rename(tmp_path / "elsewhere")
    outcomes = made_of(tmp_path / "elsewhere", output=output)
    assert statuses(outcomes) == dict.fromkeys(ALL, "unchanged")
    assert statuses(made_of(tmp_path / "elsewhere", output=output, dry_run=True)) == statuses(
        outcomes
    )


def test_a_folder_that_moved_with_its_variants_is_unchanged(photos, tmp_path):
    made_of(photos)
    photos.rename(tmp_path / "elsewhere")
    assert set(statuses(made_of(tmp_path / "elsewhere")).values()) == {"unchanged"}


def test_a_manifest_may_lie_anywhere(photos, tmp_path):
    manifest = tmp_path / "notes/m.sqlite"
    made_of(photos, manifest=manifest)
    assert manifest.exists()
    assert not (photos / MANIFEST_NAME).exists()
    assert set(statuses(made_of(photos, manifest=manifest)).values()) == {"unchanged"}


def test_part_of_a_folder_is_known_from_the_whole_and_the_other_way_round(photos):
    made_of(photos / "sub")
    assert Counter(statuses(made_of(photos)).values()) == {"made": 2, "unchanged": 2}
    assert set(statuses(made_of(photos / "a.png", photos / "sub")).values()) == {"unchanged"}


def test_what_is_named_twice_is_made_once(photos, monkeypatch):
    monkeypatch.chdir(photos.parent)
    outcomes = list(
        make_variants(
            ["photos", "photos/a.png", "./photos/../photos/a.png", "photos/*.png"],
            keys=["photos/a.png"],
            jobs=0,
            makers=fakes.MAKERS,
        )
    )
    assert len(outcomes) == 4
    assert len(list(make_variants(["photos", "photos"], jobs=0, makers=fakes.MAKERS))) == 4


@pytest.mark.parametrize("name", ["a_400w.jpg", "a_800W.JPG", "film_preview.mp4"])
def test_a_variant_never_gets_variants(tmp_path, name):
    path = picture(tmp_path / name)
    assert made_of(path)[name].status == "ignored"
    assert made_of(tmp_path) == {}
    assert made_of(keys=[name], assets=tmp_path)[name].status == "ignored"


def test_the_content_decides_what_a_file_is(tmp_path):
    picture(tmp_path / "picture.mp4")
    film(tmp_path / "film.png")
    picture(tmp_path / "no-extension")
    outcomes = made_of(tmp_path)
    assert {name: outcome.kind for name, outcome in outcomes.items()} == {
        "picture.mp4": "image",
        "film.png": "video",
        "no-extension": "image",
    }
    assert (tmp_path / "film_web.mp4").exists()
    assert (tmp_path / "no-extension_400w.jpg").exists()


def test_what_else_lies_in_a_folder_is_ignored_and_not_looked_at_again(tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("some notes")
    (tmp_path / "empty").touch()
    outcomes = made_of(tmp_path)
    assert statuses(outcomes) == {"notes.txt": "ignored", "empty": "ignored"}
    assert "a text file" in outcomes["notes.txt"].reason
    monkeypatch.setattr("render.variants.triage._sniff", None)
    assert statuses(made_of(tmp_path)) == statuses(outcomes)


def test_what_is_named_or_called_like_media_and_is_none_fails(tmp_path):
    (tmp_path / "page.jpg").write_text("<html><body>404</body></html>")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "notes.txt").write_text("some notes")
    outcomes = made_of(tmp_path, tmp_path / "missing.png")
    assert statuses(outcomes) == {
        "page.jpg": "failed", "empty.mp4": "failed", "notes.txt": "ignored",
        "missing.png": "failed",
    }  # fmt: skip
    assert "an HTML page" in outcomes["page.jpg"].error.message
    assert isinstance(outcomes["missing.png"].error, AssetMissing)
    assert made_of(tmp_path / "notes.txt")["notes.txt"].status == "failed"


def test_a_sound_in_a_folder_is_ignored_and_not_opened_again(tmp_path, monkeypatch):
    film(tmp_path / "music.m4a", b"sound")
    assert made_of(tmp_path)["music.m4a"].reason == "it is a sound"
    monkeypatch.setattr("render.variants.triage._sniff", None)
    assert made_of(tmp_path)["music.m4a"].status == "ignored"
    monkeypatch.undo()
    assert isinstance(made_of(tmp_path / "music.m4a")["music.m4a"].error, AssetUnreadable)


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


def test_originals_with_variants_of_one_name_collide(tmp_path):
    picture(tmp_path / "a.png", b"png")
    picture(tmp_path / "a.jpg", b"jpg")
    film(tmp_path / "a.mp4")
    outcomes = made_of(tmp_path, jobs=2)
    assert statuses(outcomes) == {"a.jpg": "made", "a.png": "failed", "a.mp4": "made"}
    error = outcomes["a.png"].error
    assert isinstance(error, VariantNameTaken)
    assert "a_400w.jpg" in error.message
    assert str(tmp_path / "a.jpg") in error.message
    assert "rename" in error.hint
    content = fakes.content(tmp_path / "a.jpg", "_400w.jpg")
    assert (tmp_path / "a_400w.jpg").read_bytes() == content
    again = made_of(tmp_path)
    assert statuses(again) == {"a.jpg": "unchanged", "a.png": "failed", "a.mp4": "unchanged"}


@pytest.mark.parametrize("force", [False, True])
def test_a_newcomer_does_not_take_the_variants_of_another(tmp_path, force):
    picture(tmp_path / "a.png", b"png")
    made_of(tmp_path)
    picture(tmp_path / "a.jpg", b"jpg")
    outcomes = made_of(tmp_path, force=force)
    assert outcomes["a.jpg"].status == "failed"
    assert outcomes["a.png"].status == ("made" if force else "unchanged")
    content = fakes.content(tmp_path / "a.png", "_400w.jpg")
    assert (tmp_path / "a_400w.jpg").read_bytes() == content
    (tmp_path / "a.png").unlink()
    assert made_of(tmp_path)["a.jpg"].status == "made"


def test_folders_that_meet_in_an_output_folder_collide_in_one_run_and_in_two(tmp_path):
    first, second = picture(tmp_path / "1/a.png", b"1"), picture(tmp_path / "2/a.png", b"2")
    output = tmp_path / "out"
    outcomes = list(
        make_variants([first.parent, second.parent], output=output, jobs=0, makers=fakes.MAKERS)
    )
    assert [outcome.status for outcome in outcomes] == ["made", "failed"]
    assert made_of(second.parent, output=output)["a.png"].status == "failed"
    assert (output / "a_400w.jpg").read_bytes() == fakes.content(first, "_400w.jpg")


def test_names_that_differ_in_case_collide_where_they_are_one(tmp_path, monkeypatch):
    picture(tmp_path / "A.png")
    picture(tmp_path / "a.jpg")
    assert set(statuses(made_of(tmp_path)).values()) == {"made"}
    monkeypatch.setattr("render.variants.triage._folds_names", lambda _: True)
    outcomes = made_of(tmp_path, force=True)
    assert statuses(outcomes) == {"A.png": "made", "a.jpg": "failed"}


def test_a_dry_run_tells_everything_and_writes_nothing(photos, tmp_path):
    picture(photos / "a.jpg", b"collides")
    picture(photos / "fail.png", b"fail")
    (photos / "page.png").write_text("<html>")
    before = files(tmp_path)
    outcomes = made_of(photos, dry_run=True, output=tmp_path / "out")
    assert files(tmp_path) == before
    assert not (tmp_path / "out").exists()
    assert outcomes["c.png"].status == "planned"
    assert outcomes["c.png"].variants[0] == tmp_path / "out/sub/c_400w.jpg"
    assert outcomes["a.png"].status == "failed"
    assert outcomes["page.png"].status == "failed"
    assert outcomes["fail.png"].status == "planned"
    (photos / "a.jpg").unlink()
    made_of(photos)
    picture(photos / "new.png")
    before = files(tmp_path)
    again = made_of(photos, dry_run=True)
    assert again["new.png"].status == "planned"
    assert again["a.png"].status == "unchanged"
    assert files(tmp_path) == before


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


def test_outcomes_come_as_they_are_made(photos):
    outcomes = make_variants([photos], jobs=0, makers=fakes.MAKERS)
    assert not (photos / "a_400w.jpg").exists()
    with closing(outcomes):
        assert next(outcomes).original.name == "a.png"
        assert (photos / "a_400w.jpg").exists()
        assert not (photos / "sub/d_web.mp4").exists()


@pytest.mark.parametrize("jobs", [0, 2])
def test_what_was_made_before_a_run_was_closed_is_not_made_again(photos, jobs):
    outcomes = make_variants([photos], jobs=jobs, makers=fakes.MAKERS)
    first = next(outcomes).original.name
    outcomes.close()
    assert made_of(photos)[first].status == "unchanged"


def test_cancelling_ends_the_run_and_its_unfinished_files(photos):
    picture(photos / "a.png", b"wait")
    cancel = threading.Event()
    outcomes = make_variants(
        [photos], jobs=2, makers=fakes.MAKERS, cancel=cancel,
        on_event=lambda event: cancel.set() if isinstance(event, Making) and event.done else None,
    )  # fmt: skip
    with pytest.raises(Cancelled):
        list(outcomes)
    assert not [name for name in files(photos) if ".part" in name]
    picture(photos / "a.png", b"fine")
    assert set(statuses(made_of(photos)).values()) <= {"made", "unchanged"}


def test_workers_that_are_ended_the_hard_way_leave_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_UNWIND_SECONDS", 0.0)
    picture(tmp_path / "a.png", b"hang")

    class InTheMiddle:
        def is_set(self):
            return bool(list(tmp_path.glob(".*.part.*")))

    outcomes = make_variants([tmp_path], jobs=1, makers=fakes.MAKERS, cancel=InTheMiddle())
    with pytest.raises(Cancelled):
        list(outcomes)
    assert not [name for name in files(tmp_path) if ".part" in name]


def test_cancelling_is_noticed_while_looking(photos):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        made_of(photos, cancel=cancel)


def test_progress_is_told_from_looking_to_the_last_file(photos):
    events = []
    made_of(photos, on_event=events.append)
    assert Looking(4, 4) in events
    assert Making(0, 4, 0) in events
    last = events[-1]
    assert (last.done, last.total, last.seconds_left) == (4, 4, 0)
    events.clear()
    made_of(photos, on_event=events.append)
    assert events[-1] == Looking(4, 0)


def test_a_film_tells_how_far_it_is(tmp_path):
    film(tmp_path / "a.mov", b"slow")
    events = []
    made_of(tmp_path, jobs=1, on_event=events.append)
    assert any(isinstance(event, Making) and 0 < event.in_work < 0.1 for event in events)
    assert events[-1].in_work == 0


def test_a_film_that_is_alone_gets_all_processors(tmp_path):
    """The fake maker returns its threads as a width."""
    film(tmp_path / "a.mov")
    assert made_of(tmp_path, jobs=4)["a.mov"].made[0].width_px == 4
    film(tmp_path / "b.mov")
    outcomes = made_of(tmp_path, jobs=4, force=True)
    assert [each.made[0].width_px for each in outcomes.values()] == [2, 2]
    film(tmp_path / "c.mov")
    outcomes = made_of(tmp_path, jobs=2, force=True)
    assert outcomes["a.mov"].made[0].width_px == 1


def test_keys_and_paths_may_be_mixed(photos):
    outcomes = made_of(photos / "b.jpg", keys=["sub/c.png", "../x.png"], assets=photos)
    assert statuses(outcomes) == {"b.jpg": "made", "c.png": "made", "x.png": "failed"}


def test_keys_lie_in_the_output_folder_as_they_are_named(photos, tmp_path):
    made_of(keys=["sub/c.png"], assets=photos, output=tmp_path / "out")
    assert files(tmp_path / "out") == [MANIFEST_NAME, "sub/c_400w.jpg", "sub/c_800w.jpg"]


def test_a_thousand_files_that_need_no_work_are_told_without_any(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_MOST_SETTLED", 10)
    for number in range(95):
        (tmp_path / f"{number}.txt").write_text("text")
    picture(tmp_path / "50.png")
    outcomes = made_of(tmp_path, jobs=1)
    assert Counter(statuses(outcomes).values()) == {"ignored": 95, "made": 1}


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


@pytest.mark.parametrize(
    "name", ["a.png", "a.b.png", ".png", "..png", "a.", "a", "x.y/a", "x.y/.a", "x/a.b.", "x/é.jpg"]
)
def test_variants_are_called_as_their_profile_says(name):
    for profile in BUILT_IN:
        assert (
            without_extension(f"/root/{name}") + profile.tail == f"/root/{profile.name_for(name)}"
        )
