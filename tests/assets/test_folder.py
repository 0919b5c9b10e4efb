import os
import unicodedata

import pytest

from render.assets import LocalFolder
from render.errors import AssetKeyRefused, AssetMissing, AssetUnreadable


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    (folder / "assets" / "scene-1").mkdir(parents=True)
    (folder / "assets" / "scene-1" / "image.png").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"s")
    return folder


def test_a_key_is_the_path_below_the_root(root):
    path = LocalFolder(root).resolve("assets/scene-1/image.png")
    assert path == (root / "assets/scene-1/image.png").resolve()
    assert path.is_absolute()


def test_a_relative_root_gives_absolute_paths(root, monkeypatch):
    monkeypatch.chdir(root.parent)
    path = LocalFolder(type(root)("root")).resolve("assets/scene-1/image.png")
    assert path == (root / "assets/scene-1/image.png").resolve()


@pytest.mark.parametrize("key", ["../secret.png", "assets/../../secret.png", "%2e%2e/secret.png"])
def test_keys_cannot_leave_the_root(root, key):
    with pytest.raises(AssetKeyRefused):
        LocalFolder(root).resolve(key)


def test_a_link_within_the_root_is_followed(root):
    (root / "logo.png").symlink_to(root / "assets/scene-1/image.png")
    assert LocalFolder(root).resolve("logo.png").name == "image.png"


@pytest.mark.parametrize("through", ["file", "folder"])
def test_a_link_out_of_the_root_is_refused(root, through):
    if through == "file":
        (root / "link.png").symlink_to(root.parent / "secret.png")
        key = "link.png"
    else:
        (root / "up").symlink_to(root.parent)
        key = "up/secret.png"
    with pytest.raises(AssetKeyRefused, match="outside"):
        LocalFolder(root).resolve(key)


def test_a_root_beside_another_of_the_same_beginning_is_not_within_it(root):
    beside = root.parent / "root-2"
    beside.mkdir()
    (beside / "a.png").write_bytes(b"x")
    (root / "a.png").symlink_to(beside / "a.png")
    with pytest.raises(AssetKeyRefused):
        LocalFolder(root).resolve("a.png")


def test_a_missing_file_names_the_key_and_the_likely_one(root):
    with pytest.raises(AssetMissing) as caught:
        LocalFolder(root).resolve("assets/scene-1/imgae.png")
    assert caught.value.where == "assets/scene-1/imgae.png"
    assert caught.value.hint == "did you mean assets/scene-1/image.png?"


@pytest.mark.parametrize("key", ["Assets/Scene-1/IMAGE.PNG", "somewhere/else/image.png"])
def test_case_and_folder_slips_are_guessed_as_well(root, key):
    with pytest.raises(AssetMissing, match=r"assets/scene-1/image\.png"):
        LocalFolder(root).resolve(key)


def test_without_a_likely_file_the_hint_says_where_was_looked(root):
    with pytest.raises(AssetMissing) as caught:
        LocalFolder(root).resolve("quite/different.wav")
    assert str(root) in (caught.value.hint or "")


def test_a_missing_root_is_said_so(tmp_path):
    with pytest.raises(AssetMissing, match="--assets"):
        LocalFolder(tmp_path / "nowhere").resolve("a.png")


def test_a_file_named_in_decomposed_unicode_is_found(root):
    (root / unicodedata.normalize("NFD", "café.png")).write_bytes(b"x")
    assert LocalFolder(root).resolve("café.png").is_file()


def test_a_folder_is_no_file(root):
    with pytest.raises(AssetUnreadable, match="folder"):
        LocalFolder(root).resolve("assets/scene-1")


def test_a_pipe_is_refused_without_waiting_for_it(root):
    os.mkfifo(root / "pipe.mp4")
    with pytest.raises(AssetUnreadable, match="regular"):
        LocalFolder(root).resolve("pipe.mp4")


def test_a_device_below_the_root_by_link_is_refused(root):
    (root / "zero.mp4").symlink_to("/dev/zero")
    with pytest.raises(AssetKeyRefused):
        LocalFolder(root).resolve("zero.mp4")


@pytest.mark.parametrize("target", ["gone.png", "loop.png"])
def test_dead_and_circular_links_are_missing_files(root, target):
    (root / "loop.png").symlink_to(root / target)
    with pytest.raises(AssetMissing):
        LocalFolder(root).resolve("loop.png")


def test_a_key_through_a_file_is_a_missing_file(root):
    with pytest.raises(AssetMissing):
        LocalFolder(root).resolve("assets/scene-1/image.png/more.png")
