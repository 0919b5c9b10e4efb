"""Every test of this folder keeps its facts in a cache of its own."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(folder))
    return folder
