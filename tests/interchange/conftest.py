"""The media of this folder's tests, made once, and a cache of their own."""

import pytest

from tests.interchange import stage


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """A folder with photo.png, logo.png, clip.mp4, ghost.webm (alpha) and tone.wav."""
    folder = tmp_path_factory.mktemp("media")
    stage.write_photo(folder / "photo.png")
    stage.write_logo(folder / "logo.png")
    stage.write_clip(folder / "clip.mp4")
    stage.write_alpha_clip(folder / "ghost.webm")
    stage.write_tone(folder / "tone.wav")
    return folder
