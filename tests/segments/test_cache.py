import pytest

from render.errors import OutputError
from render.segments import SegmentCache
from render.storage import ContentStore

KEY, OTHER = "a1" * 32, "b2" * 32


@pytest.fixture
def cache(tmp_path):
    with SegmentCache(tmp_path / "cache") as opened:
        yield opened


def put(cache, key, data=b"segment", length=7):
    with cache.publish(key, length) as path:
        path.write_bytes(data)
    return cache.get(key)


def test_what_was_published_is_found_with_its_facts(cache):
    assert cache.get(KEY) is None
    found = put(cache, KEY, b"abc", 150)
    assert found.path.read_bytes() == b"abc"
    assert (found.size_bytes, found.length) == (3, 150)
    assert cache.get(OTHER) is None


def test_another_process_finds_it_too(cache):
    put(cache, KEY)
    with SegmentCache(cache.root) as other:
        assert other.get(KEY) == cache.get(KEY)


def test_publishing_again_replaces(cache):
    put(cache, KEY, b"old")
    assert put(cache, KEY, b"newer", 9).path.read_bytes() == b"newer"


def test_encoders_can_guess_the_format_by_the_name_of_the_file_they_write(cache):
    with cache.publish(KEY, 1) as path:
        assert path.suffix == ".mp4"


def test_a_failing_writer_publishes_nothing(cache):
    def fail(path):
        path.write_bytes(b"half")
        raise KeyError

    with pytest.raises(KeyError), cache.publish(KEY, 1) as path:
        fail(path)
    assert cache.get(KEY) is None


@pytest.mark.parametrize("facts", [{}, {"length": "7"}, {"length": None}])
def test_an_entry_without_a_length_is_not_found(cache, facts):
    with ContentStore(cache.root) as store, store.put(KEY, "segments", facts=facts) as path:
        path.write_bytes(b"segment")
    assert cache.get(KEY) is None


@pytest.mark.parametrize("key", ["", "ab", "../" * 21 + "x", "A1" * 32, KEY + "\n", "é" * 64])
def test_only_digests_are_keys(cache, key):
    with pytest.raises(ValueError, match="not a key"):
        cache.get(key)
    with pytest.raises(ValueError, match="not a key"):
        cache.publish(key, 1).__enter__()


def test_nothing_that_an_open_cache_was_asked_for_is_evicted(cache):
    put(cache, KEY)
    assert cache.get(OTHER) is None
    with SegmentCache(cache.root, 0) as another:
        put(another, OTHER)
    assert cache.get(KEY)
    assert cache.get(OTHER), "a worker made what its parent had asked for"


def test_the_bound_is_kept_when_a_cache_that_grew_is_closed(tmp_path):
    with SegmentCache(tmp_path, 0) as cache:
        assert put(cache, KEY)
    with SegmentCache(tmp_path) as cache:
        assert cache.get(KEY) is None


def test_a_cache_that_cannot_be_written_finds_nothing_and_says_so_on_publishing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with SegmentCache(tmp_path / "file" / "cache") as cache:
        assert cache.get(KEY) is None
        with pytest.raises(OutputError):
            put(cache, KEY)
