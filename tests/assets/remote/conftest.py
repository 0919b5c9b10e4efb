import pytest

from render.storage import ContentStore


@pytest.fixture(autouse=True)
def nobodys_config(tmp_path_factory, monkeypatch):
    """Keep whatever API key and config this machine has out of the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    for name in ("WAVEMAKER_API_KEY", "WAVEMAKER_API_URL", "WAVEMAKER_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path):
    with ContentStore(tmp_path / "cache") as opened:
        yield opened
