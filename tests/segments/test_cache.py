import os
import shutil
import signal
import subprocess
import sys

import pytest

from render.errors import OutputError, UsageError
from render.segments import SegmentCache, max_cache_bytes

KEY, OTHER, THIRD = "a1" * 32, "b2" * 32, "c3" * 32


@pytest.fixture
def cache(tmp_path):
    with SegmentCache(tmp_path / "cache") as opened:
        yield opened


def put(cache, key, data=b"segment", length=7):
    with cache.publish(key, length) as path:
        path.write_bytes(data)
    return cache.get(key)


def places(cache, key):
    return cache.root / key[:2] / f"{key}.mp4", cache.root / key[:2] / f"{key}.json"


def used(cache, key, seconds):
    os.utime(places(cache, key)[1], (seconds, seconds))


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


def test_a_failing_writer_publishes_nothing_and_leaves_nothing(cache):
    def fail(path):
        path.write_bytes(b"half")
        raise KeyError

    with pytest.raises(KeyError), cache.publish(KEY, 1) as path:
        fail(path)
    assert cache.get(KEY) is None
    assert list((cache.root / KEY[:2]).iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path, _: path.write_bytes(path.read_bytes()[:-1]),
        lambda path, _: path.write_bytes(path.read_bytes()[:-1] + b"!"),
        lambda path, _: path.unlink(),
        lambda _, note: note.unlink(),
        lambda _, note: note.write_text(""),
        lambda _, note: note.write_text("[]"),
        lambda _, note: note.write_text("{"),
        lambda _, note: note.write_text('{"sha256": 1}'),
        lambda _, note: note.write_bytes(b"\xff\xfe"),
        lambda _, note: note.write_text("[" * 100_000),
        lambda path, _: (path.unlink(), path.mkdir()),
    ],
)
def test_a_damaged_entry_is_not_found(cache, damage):
    put(cache, KEY)
    damage(*places(cache, KEY))
    assert cache.get(KEY) is None


def test_a_damaged_entry_is_written_over(cache):
    put(cache, KEY)
    places(cache, KEY)[0].write_bytes(b"damaged")
    places(cache, KEY)[1].write_text("{")
    assert put(cache, KEY, b"whole").path.read_bytes() == b"whole"


@pytest.mark.parametrize("key", ["", "ab", "../" * 21 + "x", "A1" * 32, KEY + "\n", "é" * 64])
def test_only_digests_are_keys(cache, key):
    with pytest.raises(ValueError, match="not a key"):
        cache.get(key)
    with pytest.raises(ValueError, match="not a key"):
        cache.publish(key, 1).__enter__()


def test_usage_counts_files_and_bytes(cache):
    assert cache.usage().segments == 0
    put(cache, KEY, bytes(1000))
    put(cache, OTHER, bytes(500))
    usage = cache.usage()
    assert usage.segments == 2
    assert 1500 < usage.size_bytes < 2000


def test_eviction_removes_what_was_of_use_longest_ago(cache):
    for seconds, key in enumerate((KEY, OTHER, THIRD), start=1):
        put(cache, key, bytes(1000))
        used(cache, key, seconds)
    cache.get(KEY)
    freed = cache.evict(2500)
    assert freed > 1000
    assert cache.get(OTHER) is None
    assert cache.get(KEY)
    assert cache.get(THIRD)
    assert cache.evict(2500) == 0


def test_eviction_to_nothing_leaves_nothing(cache):
    put(cache, KEY)
    cache.evict(0)
    assert cache.get(KEY) is None
    assert not list(cache.root.glob("*/*"))


def test_nothing_is_evicted_while_another_render_uses_the_cache(cache):
    put(cache, KEY)
    with SegmentCache(cache.root):
        assert cache.evict(0) == 0
        assert cache.get(KEY)
    with SegmentCache(cache.root) as later:
        assert later.evict(0) == 0  # the failed try above has not cost the first its own lock
    assert cache.evict(0) > 0


WRITER_THAT_HANGS = """
import sys, time
from pathlib import Path
from render.segments import SegmentCache
with SegmentCache(Path(sys.argv[1])).publish(sys.argv[2], 1) as path:
    path.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_eviction_sweeps_what_a_killed_process_left_and_not_what_a_live_one_writes(cache):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER_THAT_HANGS, str(cache.root), KEY], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    folder = cache.root / KEY[:2]
    orphan = folder / f"{KEY[:2]}{OTHER[2:]}.mp4"
    orphan.write_bytes(b"no note")
    cache.evict(10**9)
    assert len(list(folder.iterdir())) == 2
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert cache.get(KEY) is None
    cache.evict(10**9)
    assert list(folder.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from render.segments import SegmentCache
cache = SegmentCache(Path(sys.argv[1]))
print("ready", flush=True)
for round in range(1_000_000):
    data = bytes([round % 251]) * 50_000
    with cache.publish(sys.argv[2], round % 251) as path:
        path.write_bytes(data)
"""


def test_a_kill_at_any_moment_leaves_a_whole_entry_or_none(cache):
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(cache.root), KEY], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        for _ in range(30):
            if found := cache.get(KEY):
                # The reader may see the next whole file, never a torn one.
                assert len(set(found.path.read_bytes())) == 1
                assert found.size_bytes == 50_000
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        if found := cache.get(KEY):
            assert set(found.path.read_bytes()) == {found.length}
    put(cache, KEY)
    assert cache.get(KEY)


def test_a_cache_that_cannot_be_written_finds_nothing_and_says_so_on_publishing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with SegmentCache(tmp_path / "file" / "cache") as cache:
        assert cache.get(KEY) is None
        assert cache.evict(0) == 0
        assert cache.usage().segments == 0
        with pytest.raises(OutputError):
            put(cache, KEY)


def test_a_cache_removed_under_way_is_made_again(cache):
    put(cache, KEY)
    shutil.rmtree(cache.root)
    assert cache.get(KEY) is None
    assert put(cache, KEY)


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
