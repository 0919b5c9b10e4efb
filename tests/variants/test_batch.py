"""A batch makes what is missing or has changed, and nothing else."""

import os
from collections import Counter

import pytest

from render.variants import batch
from render.variants.batch import make_variants
from render.variants.database import MANIFEST_NAME
from render.variants.profiles import BUILT_IN, ImageProfile, VideoProfile
from tests.variants import fakes
from tests.variants.batches import ALL, VARIANTS, files, made_of, statuses
from tests.variants.fakes import is_whole, picture

pytestmark = pytest.mark.usefixtures("no_worker_is_left")


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


def test_a_thousand_files_that_need_no_work_are_told_without_any(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_MOST_SETTLED", 10)
    for number in range(95):
        (tmp_path / f"{number}.txt").write_text("text")
    picture(tmp_path / "50.png")
    outcomes = made_of(tmp_path, jobs=1)
    assert Counter(statuses(outcomes).values()) == {"ignored": 95, "made": 1}
