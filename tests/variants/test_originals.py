import os
import socket
import sys
from pathlib import Path

import pytest

from render.errors import AssetKeyRefused, AssetMissing, AssetUnreadable
from render.variants.database import MANIFEST_NAME
from render.variants.globs import Glob
from render.variants.originals import Search


def made(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def searched(*paths, keys=(), **options):
    search = Search(lambda name: "_400w" in name, **options)
    found = [*search.paths(map(str, paths)), *search.keys(keys)]
    return sorted(found, key=lambda original: original.path)


def names(found):
    return [original.name for original in found]


@pytest.fixture
def tree(tmp_path):
    return made(
        tmp_path / "photos",
        "a.png", "b.jpg", "sub/c.png", "sub/deep/d.png", ".hidden.png", ".git/e.png",
        "a_400w.jpg", "sub/c_400w.jpg", "notes.txt",
    )  # fmt: skip


def test_a_folder_is_all_below_it_but_hidden_files_and_variants(tree):
    found = searched(tree)
    assert names(found) == ["a.png", "b.jpg", "notes.txt", "sub/c.png", "sub/deep/d.png"]
    assert all(original.error is None and not original.is_named for original in found)
    assert [original.is_wanted for original in found] == [True, True, False, True, True]
    assert found[3].path == str(tree / "sub/c.png")
    assert found[0].size_bytes == 1
    assert found[0].mtime_ns == (tree / "a.png").stat().st_mtime_ns


def test_paths_are_shown_as_they_were_written(tree, monkeypatch):
    monkeypatch.chdir(tree.parent)
    assert [original.shown for original in searched("photos/sub")] == [
        "photos/sub/c.png",
        "photos/sub/deep/d.png",
    ]
    assert searched("photos/a.png")[0].shown == "photos/a.png"
    assert searched("photos/sub")[0].path == str(tree / "sub/c.png")


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tree):
    found = searched(tree / ".hidden.png", tree / "a_400w.jpg", tree / "notes.txt")
    assert names(found) == [".hidden.png", "a_400w.jpg", "notes.txt"]
    assert all(original.is_named and original.is_wanted for original in found)


def test_one_file_has_one_path_however_it_is_reached(tree, monkeypatch):
    (tree.parent / "link").symlink_to(tree)
    monkeypatch.chdir(tree)
    ways = [
        "a.png",
        "./a.png",
        "sub/../a.png",
        str(tree / "a.png"),
        str(tree.parent / "link/a.png"),
    ]
    assert {searched(way)[0].path for way in ways} == {str(tree / "a.png")}
    assert str(tree / "a.png") in {original.path for original in searched(tree.parent / "link")}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.png", ["a.png"]),
        ("*", ["a.png", "b.jpg", "notes.txt"]),
        ("**/*.png", ["a.png", "sub/c.png", "sub/deep/d.png"]),
        ("**", ["a.png", "b.jpg", "notes.txt", "sub/c.png", "sub/deep/d.png"]),
        ("*/[cd].png", ["sub/c.png"]),
        ("**/**/deep/*", ["sub/deep/d.png"]),
        ("**/deep/**", ["sub/deep/d.png"]),
        ("?.jpg", ["b.jpg"]),
        (".hid*", [".hidden.png"]),
        (".g*/*", [".git/e.png"]),
    ],
)
def test_a_glob_is_what_a_shell_would_make_of_it(tree, pattern, expected):
    assert names(searched(tree / pattern)) == expected


def test_a_glob_counts_from_its_last_plain_folder(tree, monkeypatch):
    monkeypatch.chdir(tree)
    assert names(searched("sub/**/*.png")) == ["c.png", "deep/d.png"]
    assert [original.shown for original in searched("s*/c.png")] == ["./sub/c.png"]


def test_a_file_whose_name_looks_like_a_glob_is_itself(tmp_path):
    made(tmp_path, "a[1].png", "a1.png")
    assert names(searched(tmp_path / "a[1].png")) == ["a[1].png"]


@pytest.mark.parametrize("pattern", ["*.webp", "nowhere/*.png"])
def test_a_glob_that_matches_nothing_is_missing(tree, pattern):
    (found,) = searched(tree / pattern)
    assert isinstance(found.error, AssetMissing)
    assert found.error.where == str(tree / pattern)


def test_a_glob_does_not_walk_where_nothing_can_fit():
    glob = Glob("photos/*/a/*.png")
    assert glob.folder == "photos"
    assert glob.leads_into("x")
    assert glob.leads_into("x/a")
    assert not glob.leads_into("x/b")
    assert not glob.leads_into("x/a/y")
    assert glob.matches("x/a/1.png")
    assert not glob.matches("x/a/b/1.png")
    assert Glob("/*.png").folder == "/"


def test_links_to_files_are_followed_and_links_to_folders_are_not(tree):
    (tree / "linked.png").symlink_to(tree / "sub/c.png")
    (tree / "loop").symlink_to(tree)
    (tree / "sub/up").symlink_to("..")
    (tree / "itself.png").symlink_to("itself.png")
    (tree / "nowhere.png").symlink_to("gone.png")
    found = {original.name: original for original in searched(tree)}
    assert found["linked.png"].error is None
    assert found["linked.png"].path == str(tree / "linked.png")
    assert "symbolic link" in found["nowhere.png"].error.message
    assert found["itself.png"].error is not None
    assert not any(name.startswith(("loop", "sub/up")) for name in found)
    assert len(searched(tree / "**")) == len(found)


def test_a_folder_that_is_a_link_is_walked_when_it_is_named(tree):
    (tree.parent / "link").symlink_to(tree)
    assert len(searched(tree.parent / "link")) == len(searched(tree))


def test_pipes_sockets_and_devices_are_no_originals(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "s.jpg"))
        found = [*searched(tmp_path), *searched(tmp_path / "pipe.jpg"), *searched("/dev/zero")]
    assert len(found) == 4
    assert all("regular" in original.error.message for original in found)


@pytest.mark.parametrize("name", ["gone.png", "gone/a.png", "a\0b.png", "\ud800.png", "x" * 5000])
def test_what_cannot_be_found_is_told(tmp_path, name):
    (found,) = searched(f"{tmp_path}/{name}")
    assert isinstance(found.error, AssetMissing | AssetUnreadable)
    assert found.shown == f"{tmp_path}/{name}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_may_not_be_read_is_told_and_the_rest_is_found(tree):
    (tree / "sub").chmod(0)
    try:
        found = searched(tree)
    finally:
        (tree / "sub").chmod(0o755)
    assert "may not be read" in next(each for each in found if each.name == "sub").error.message
    assert "a.png" in names(found)


def test_a_folder_that_fails_is_told_and_the_rest_is_found(tree, monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = searched(tree)
    assert names(found) == ["a.png", "b.jpg", "notes.txt", "sub"]
    assert "may not be read" in found[-1].error.message
    assert found[-1].is_wanted


def test_the_output_folder_is_not_searched_unless_it_is_named(tree):
    made(tree, "out/sub/z.png")
    assert "out/sub/z.png" not in names(searched(tree, skipped_folder=str(tree / "out")))
    assert names(searched(tree / "out", skipped_folder=str(tree / "out"))) == ["sub/z.png"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems want Unicode")
def test_names_that_are_no_unicode_are_names(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.png"
    Path(os.fsdecode(path)).write_bytes(b"x")
    (found,) = searched(tmp_path)
    assert os.fsencode(found.path) == path


def test_keys_are_files_below_the_asset_folder(tree):
    found = searched(keys=["sub/c.png", "./a.png"], assets=tree)
    assert names(found) == ["a.png", "sub/c.png"]
    assert [original.shown for original in found] == ["./a.png", "sub/c.png"]
    assert found[1].path == str(tree / "sub/c.png")
    assert all(original.home == str(tree) for original in found)


@pytest.mark.parametrize(
    ("key", "kind"),
    [("../a.png", AssetKeyRefused), ("/etc/passwd", AssetKeyRefused), ("gone.png", AssetMissing),
     ("sub", AssetUnreadable), ("a\0b", AssetKeyRefused), ("\ud800", AssetKeyRefused)],
)  # fmt: skip
def test_a_key_that_leads_nowhere_or_away_is_told(tree, key, kind):
    (found,) = searched(keys=[key], assets=tree / "sub" if key.startswith("..") else tree)
    assert isinstance(found.error, kind)


def test_the_manifest_is_that_of_the_folder_that_was_named(tree):
    assert {original.home for original in searched(tree)} == {str(tree)}
    assert searched(tree / "sub/c.png")[0].home == str(tree / "sub")


def test_the_nearest_manifest_above_or_below_is_used(tree):
    made(tree, MANIFEST_NAME)
    assert searched(tree / "sub")[0].home == str(tree)
    assert searched(tree / "sub/deep/d.png")[0].home == str(tree)
    assert searched(keys=["deep/d.png"], assets=tree / "sub")[0].home == str(tree)
    made(tree, f"sub/{MANIFEST_NAME}")
    homes = {original.name: original.home for original in searched(tree)}
    assert homes["a.png"] == str(tree)
    assert homes["sub/c.png"] == homes["sub/deep/d.png"] == str(tree / "sub")


def test_a_manifest_above_where_others_may_write_is_nobodys(tree):
    made(tree, MANIFEST_NAME)
    tree.chmod(0o777)
    assert searched(tree / "sub")[0].home == str(tree / "sub")
    assert searched(tree)[0].home == str(tree)
