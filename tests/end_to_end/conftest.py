import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Every test has a cache of its own, so that no test profits from another one's segments."""
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))
