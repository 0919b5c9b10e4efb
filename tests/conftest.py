"""What all tests share: nobody profits from what another test left in a cache."""

import pytest
from hypothesis import settings

# The same examples every time, and as much time for each as a busy machine needs.
settings.register_profile("wavemaker", derandomize=True, deadline=None)
settings.load_profile("wavemaker")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Give every test a cache of its own, outside its `tmp_path`, and return the folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(folder))
    return folder
