import pytest

from render.errors import UsageError
from render.segments.store import segment_store
from render.storage import NO_BOUND, ContentStore

KEY = "a1" * 32


def work(root):
    """Do what a worker does."""
    with (
        ContentStore(root, NO_BOUND) as store,
        store.put(KEY, "segments", facts={"length": 1}) as path,
    ):
        path.write_bytes(b"segment")


def test_what_workers_make_stays_while_it_is_open_and_is_there_for_the_next(own_cache):
    with segment_store(keep=True) as cache:
        assert cache.get(KEY) is None
        work(cache.root)
        assert cache.get(KEY)
    assert list(own_cache.glob("blobs/*/*"))
    with segment_store(keep=True) as cache:
        assert cache.get(KEY)


def test_the_bound_is_kept_afterwards_also_when_workers_filled_it(own_cache, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "0")
    with segment_store(keep=True) as cache:
        assert cache.get(KEY) is None
        work(cache.root)
        assert cache.get(KEY)
    assert not list(own_cache.glob("blobs/*/*"))


def test_without_a_cache_everything_lies_in_a_folder_that_goes(own_cache, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "no number, and nobody asks")
    with segment_store(keep=False) as cache:
        work(cache.root)
        assert cache.get(KEY)
    assert not cache.root.exists()
    assert not list(own_cache.rglob("*"))


def test_a_bound_that_is_no_number_is_said_before_any_work(monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "lots")
    with pytest.raises(UsageError), segment_store(keep=True):
        pytest.fail("it must not begin")
