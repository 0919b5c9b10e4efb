import hashlib
from pathlib import Path

import pytest

from render.errors import UsageError
from render.storage import cache_dir, max_cache_bytes, sha256_file


def test_the_variable_says_where_the_cache_lies(monkeypatch, tmp_path):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))
    assert cache_dir() == tmp_path / "cache"
    assert not (tmp_path / "cache").exists()


def test_a_relative_cache_counts_from_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", "cache")
    assert cache_dir() == tmp_path / "cache"


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_the_cache_lies_in_the_users_cache_folder(monkeypatch, value):
    monkeypatch.delenv("WAVEMAKER_CACHE_DIR", raising=False)
    if value is not None:
        monkeypatch.setenv("WAVEMAKER_CACHE_DIR", value)
    found = cache_dir()
    assert found.is_absolute()
    assert "wavemaker" in found.parts[-1].lower() or "wavemaker" in found.parts[-2].lower()


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", "~/cache")
    assert cache_dir() == Path.home() / "cache"


def test_the_digest_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"abc" * 1_000_000)
    assert sha256_file(path) == hashlib.sha256(b"abc" * 1_000_000).hexdigest()


def test_the_bound_comes_from_the_variable(monkeypatch):
    monkeypatch.delenv("WAVEMAKER_CACHE_MAX_BYTES", raising=False)
    assert max_cache_bytes() == 10_000_000_000
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "5000")
    assert max_cache_bytes() == 5000


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "1e9", "٣", "9" * 5000])
def test_a_bound_that_is_no_number_is_a_usage_error(monkeypatch, value):
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", value)
    with pytest.raises(UsageError) as caught:
        max_cache_bytes()
    assert caught.value.where == "WAVEMAKER_CACHE_MAX_BYTES"
