"""A bundle has the composition and all its media, under names that every system has."""

import hashlib
import json
import os
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from render.assets import LocalFolder, bundle, check_key
from render.assets.bundle import portable_names, write_bundle
from render.document import parse_composition, read_composition
from render.document.asset_uses import asset_uses
from render.errors import AssetDamaged, AssetError, AssetMissing, AssetUnreadable, OutputError

PICTURES = ("a.png", "below/b.png", "below/deep/ç.png")
ALL = (*PICTURES, "drawing.svg")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with media, each of another colour."""
    root = tmp_path / "media"
    for number, key in enumerate(PICTURES):
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number, 0, 0)).save(root / key)
    (root / "drawing.svg").write_text("<svg/>")
    return root


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out" / "bundle"


def composition_of(keys, **more):
    layers = [{"type": "svg" if key.endswith(".svg") else "image", "asset": key} for key in keys]
    scene = {"id": "s", "durationFrames": 5, "layers": layers}
    said = {"id": "c", "totalDurationFrames": 5, "scenes": [scene]}
    return parse_composition(json.dumps(said | more)).composition


def files_of(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def shot(key):
    """Return the digest of what lies behind a key."""
    return hashlib.sha256(key.read_bytes()).hexdigest()


def test_a_bundle_has_the_composition_its_media_and_a_list(folder, out):
    composition = composition_of(ALL, notes="kept as it is")
    written = write_bundle(composition, LocalFolder(folder), out, opened=PICTURES)
    assert files_of(out) == sorted([*ALL, "bundle.json", "composition.json"])
    assert all((out / key).read_bytes() == (folder / key).read_bytes() for key in ALL)
    assert read_composition(out / "composition.json").composition == composition
    assert [file.key for file in written.files] == [None, *ALL]
    assert (written.left_out, written.renamed) == ((), {})
    listed = json.loads((out / "bundle.json").read_text())["files"]
    assert [file["path"] for file in listed] == ["composition.json", *ALL]
    assert all(file["sha256"] == shot(out / file["path"]) for file in listed)
    assert sum(file["size_bytes"] for file in listed) == written.size_bytes
    assert [path.name for path in out.parent.iterdir()] == ["bundle"]


def test_a_bundle_of_a_bundle_is_the_same(folder, out, tmp_path):
    write_bundle(composition_of(PICTURES), LocalFolder(folder), out)
    again = tmp_path / "again"
    composition = read_composition(out / "composition.json").composition
    write_bundle(composition, LocalFolder(out), again)
    assert files_of(again) == files_of(out)
    assert all((again / name).read_bytes() == (out / name).read_bytes() for name in files_of(out))


def test_the_files_of_a_bundle_can_be_written_whatever_the_originals_allow(folder, out):
    (folder / "a.png").chmod(0o444)
    write_bundle(composition_of(["a.png"]), LocalFolder(folder), out)
    assert (out / "a.png").stat().st_mode & 0o200


def test_everything_that_is_missing_or_unreadable_is_said_at_once(folder, out):
    (folder / "text.png").write_text("no picture")
    composition = composition_of(["a.png", "none.png", "text.png", "../out.png"])
    with pytest.raises(AssetError) as caught:
        write_bundle(composition, LocalFolder(folder), out)
    assert all(key in str(caught.value) for key in ("none.png", "text.png", "../out.png"))
    assert not out.parent.exists()


def test_what_a_render_does_not_open_may_be_missing(folder, out):
    composition = composition_of(["a.png", "none.svg", "drawing.svg"])
    written = write_bundle(composition, LocalFolder(folder), out, opened=["a.png"])
    assert written.left_out == ("none.svg",)
    assert files_of(out) == ["a.png", "bundle.json", "composition.json", "drawing.svg"]
    assert read_composition(out / "composition.json").composition == composition
    with pytest.raises(AssetMissing):
        write_bundle(composition_of(["none.svg"]), LocalFolder(folder), out, force=True)


class Spelled:
    """Every key is the same picture."""

    def __init__(self, path):
        self.path = path

    def resolve(self, key):
        check_key(key)
        return self.path


def test_keys_that_are_no_names_everywhere_get_others_in_file_and_composition(folder, out):
    keys = ["Logo.png", "logo.PNG", "aux.png", "what?.png", "a", "a/b.png", "composition.json",
            "bundle.JSON", "con", "x<y>.png/z.png"]  # fmt: skip
    composition = composition_of(
        keys, overlays=[{"type": "image", "asset": "aux.png"}], audio={"music": {"key": "con"}}
    )
    written = write_bundle(composition, Spelled(folder / "a.png"), out)
    assert set(written.renamed) == set(keys) - {"Logo.png", "a"}
    bundled = read_composition(out / "composition.json").composition
    uses = [use.key for use in asset_uses(bundled)]
    meant = [use.key for use in asset_uses(composition)]
    assert uses == [written.renamed.get(key, key) for key in meant]
    assert all((out / key).read_bytes() == (folder / "a.png").read_bytes() for key in uses)
    assert len({key.casefold() for key in uses}) == len(keys)


def test_a_key_in_decomposed_letters_is_bundled_once_under_its_normal_form(folder, out):
    apart = unicodedata.normalize("NFD", "below/deep/ç.png")
    composition = composition_of(["below/deep/ç.png", apart])
    written = write_bundle(composition, LocalFolder(folder), out)
    assert len(written.files) == 2
    bundled = read_composition(out / "composition.json").composition
    assert all(LocalFolder(out).resolve(use.key).is_file() for use in asset_uses(bundled))


SPELLINGS = st.lists(
    st.text("aA.?é/-", min_size=1, max_size=6) | st.sampled_from(["con", "Nul.png", "bundle.json"]),
    max_size=12,
    unique=True,
)


def is_key(key):
    try:
        return check_key(key) == key
    except AssetError:
        return False


@given(SPELLINGS)
def test_any_keys_get_names_that_do_not_meet_on_any_system(written):
    keys = [key for key in written if is_key(key)]
    names = portable_names(keys)
    assert list(names) == keys
    assert all(is_key(name) for name in names.values())
    files = [name.casefold() for name in (*names.values(), "composition.json", "bundle.json")]
    assert len(set(files)) == len(files)
    assert not {str(above) for name in files for above in PurePosixPath(name).parents} & set(files)
    assert portable_names(keys) == names


def test_a_folder_that_is_no_bundle_is_never_touched(folder, out):
    out.mkdir(parents=True)
    (out / "precious.txt").write_text("precious")
    for force in (False, True):
        with pytest.raises(OutputError, match="no bundle"):
            write_bundle(composition_of(["a.png"]), LocalFolder(folder), out, force=force)
    assert files_of(out) == ["precious.txt"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"bundle": 2, "files": []}', "[" * 100_000])
def test_a_list_of_something_else_makes_no_bundle(folder, out, text):
    out.mkdir(parents=True)
    (out / "bundle.json").write_text(text)
    with pytest.raises(OutputError, match="no bundle"):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), out, force=True)
    assert (out / "bundle.json").read_text() == text


def test_a_bundle_is_replaced_only_when_asked_and_leaves_nothing_of_the_old(folder, out):
    write_bundle(composition_of(PICTURES), LocalFolder(folder), out)
    with pytest.raises(OutputError, match="--force"):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), out)
    assert len(files_of(out)) == 5
    write_bundle(composition_of(["a.png"]), LocalFolder(folder), out, force=True)
    assert files_of(out) == ["a.png", "bundle.json", "composition.json"]


def test_a_bundle_can_be_made_anew_from_itself(folder, out):
    write_bundle(composition_of(PICTURES), LocalFolder(folder), out)
    write_bundle(composition_of(PICTURES[:2]), LocalFolder(out), out, force=True)
    assert files_of(out) == ["a.png", "below/b.png", "bundle.json", "composition.json"]


@pytest.mark.parametrize("name", ["final.mp4", "below/mine.txt", ".hidden"])
def test_a_bundle_with_other_files_in_it_is_not_replaced(folder, out, name):
    write_bundle(composition_of(PICTURES), LocalFolder(folder), out)
    (out / name).write_text("mine")
    with pytest.raises(OutputError, match=name):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), out, force=True)
    assert (out / name).read_text() == "mine"


def test_a_file_that_changes_while_it_is_copied_is_noticed(folder, out, monkeypatch):
    real = bundle._blocks

    def changing(source, key):
        Image.new("RGB", (8, 8), (200, 0, 0)).save(source)
        return real(source, key)

    monkeypatch.setattr(bundle, "_blocks", changing)
    with pytest.raises(AssetDamaged) as caught:
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), out)
    assert caught.value.where == "a.png"
    assert list(out.parent.iterdir()) == []


def test_a_file_that_cannot_be_read_is_an_error_of_the_asset(folder, monkeypatch):
    def failing(path, *_):
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(bundle.Path, "open", failing)
    with pytest.raises(AssetUnreadable) as caught:
        list(bundle._blocks(folder / "a.png", "a.png"))
    assert caught.value.where == "a.png"


def test_a_place_that_cannot_be_written_is_an_output_error(folder, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), tmp_path / "file" / "x")
    with pytest.raises(OutputError, match="it is a file"):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), tmp_path / "file")


def test_a_full_disk_is_an_output_error_and_leaves_nothing(folder, out, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(bundle, "_write", full)
    with pytest.raises(OutputError, match="full"):
        write_bundle(composition_of(["a.png"]), LocalFolder(folder), out)
    assert list(out.parent.iterdir()) == []
