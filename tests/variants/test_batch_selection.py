"""What in a folder is an original, and whose the names of variants are."""

import pytest

from render.errors import AssetMissing, AssetUnreadable, VariantNameTaken
from render.variants.batch import make_variants
from render.variants.database import MANIFEST_NAME
from render.variants.profiles import BUILT_IN
from render.variants.triage import without_extension
from tests.variants import fakes
from tests.variants.batches import files, made_of, statuses
from tests.variants.fakes import film, picture

pytestmark = pytest.mark.usefixtures("no_worker_is_left")


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


def test_keys_and_paths_may_be_mixed(photos):
    outcomes = made_of(photos / "b.jpg", keys=["sub/c.png", "../x.png"], assets=photos)
    assert statuses(outcomes) == {"b.jpg": "made", "c.png": "made", "x.png": "failed"}


def test_keys_lie_in_the_output_folder_as_they_are_named(photos, tmp_path):
    made_of(keys=["sub/c.png"], assets=photos, output=tmp_path / "out")
    assert files(tmp_path / "out") == [MANIFEST_NAME, "sub/c_400w.jpg", "sub/c_800w.jpg"]


@pytest.mark.parametrize(
    "name", ["a.png", "a.b.png", ".png", "..png", "a.", "a", "x.y/a", "x.y/.a", "x/a.b.", "x/é.jpg"]
)
def test_variants_are_called_as_their_profile_says(name):
    for profile in BUILT_IN:
        assert (
            without_extension(f"/folder/{name}") + profile.tail
            == f"/folder/{profile.name_for(name)}"
        )
