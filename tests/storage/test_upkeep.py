import pytest

from render.storage import ContentStore
from tests.storage.stores import DAMAGES, files, keep, last_used, places, process, rewrite

WRITER_THAT_HANGS = """
import sys, time
from pathlib import Path
from render.storage import ContentStore
with ContentStore(Path(sys.argv[1])).put("a", "segments", suffix=".mp4") as path:
    path.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""
USER_THAT_HANGS = """
import sys, time
from pathlib import Path
from render.storage import ContentStore
store = ContentStore(Path(sys.argv[1]))
assert store.find("used")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def store(tmp_path):
    """Return a store that uses nothing of what was put into it."""
    with ContentStore(tmp_path / "cache", 10**9) as writer:
        keep(writer, "a", b"a" * 1000)
        keep(writer, "b", b"b" * 2000)
        keep(writer, "s", b"s" * 500, "segments")
        keep(writer, "t", b"a" * 1000, "segments")
    with ContentStore(tmp_path / "cache", 10**9) as opened:
        yield opened


def names(removed):
    return sorted(entry.name for entry in removed.entries)


def test_usage_counts_entries_and_bytes_of_every_kind(store):
    keep(store, "again", b"a" * 1000)
    with store.claim("half") as claim:
        claim.restart({"etag": "1"})
        claim.partial.write_bytes(b"half")
    used = {each.kind: (each.entries, each.size_bytes) for each in store.usage()}
    assert used == {"assets": (3, 3000), "segments": (2, 1500), "downloads": (1, 4)}


def test_clearing_removes_everything(store):
    removed = store.clear()
    assert names(removed) == ["a", "b", "s", "t"]
    assert removed.size_bytes > 3500
    assert removed.is_done
    assert files(store) == []
    assert not list(store.root.glob("blobs/*"))
    assert store.clear().entries == ()


def test_clearing_some_kinds_leaves_the_others_and_what_they_share(store):
    removed = store.clear(["assets"])
    assert names(removed) == ["a", "b"]
    assert 2000 < removed.size_bytes < 3000
    assert store.find("t", "segments").path.read_bytes() == b"a" * 1000
    assert store.find("a") is None


def test_clearing_by_age_leaves_what_was_of_use_since(store):
    last_used(store, "a", 100)
    last_used(store, "s", 99, "segments")
    removed = store.clear(unused_since_ns=100 * 10**9)
    assert names(removed) == ["s"]


def test_clearing_leaves_what_a_running_process_uses(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        keep(store, "used", b"used")
        keep(store, "other", b"other")
    with ContentStore(tmp_path, 10**9) as store:
        with process(USER_THAT_HANGS, tmp_path):
            removed = store.clear()
            assert names(removed) == ["other"]
            assert [entry.name for entry in removed.in_use] == ["used"]
        removed = store.clear()
        assert names(removed) == ["used"]
        assert not list(tmp_path.glob("users/*")), "what the killed process used is forgotten"


def test_clearing_sweeps_what_killed_processes_left_and_not_what_a_live_one_writes(store):
    (store.root / "blobs" / "aa").mkdir()
    orphan = store.root / "blobs" / "aa" / ("a" * 64)
    orphan.write_bytes(b"no note")
    with process(WRITER_THAT_HANGS, store.root):
        store.clear(["nothing"])
        assert not orphan.exists()
        assert len(list(store.root.glob("unfinished/.*.part.mp4"))) == 1
    store.evict()
    assert list(store.root.glob("unfinished/*")) == []
    assert store.find("a")


def test_verifying_a_whole_cache_finds_nothing(store):
    told = []
    verified = store.verify(lambda done, total: told.append((done, total)))
    assert (verified.checked, verified.size_bytes) == (4, 3500)
    assert verified.damaged == ()
    assert told[-1] == (3500, 3500)
    assert len(told) == 3


@pytest.mark.parametrize("number", [n for n in range(len(DAMAGES)) if n not in {4, 5}])
def test_verifying_names_and_removes_what_is_damaged_and_nothing_else(store, number):
    DAMAGES[number](*places(store, "b"))
    verified = store.verify()
    ((entry, reason),) = verified.damaged
    assert entry.name in {"b", ""}
    assert reason
    assert names(verified.removed) == [entry.name]
    assert store.verify().damaged == ()
    assert store.verify().checked == 3
    assert store.find("a")


def test_verifying_finds_every_name_of_damaged_bytes(store):
    blob, _ = places(store, "a")
    rewrite(blob, b"A" * 1000)
    verified = store.verify()
    assert sorted(entry.name for entry, _ in verified.damaged) == ["a", "t"]
    assert not blob.exists()


def test_verifying_looks_at_what_is_remembered_without_a_file(store):
    store.remember("x", "facts", {"size": 1})
    store.remember("y", "facts", {"size": 1})
    assert store.verify().damaged == ()
    note = next(store.root.glob("names/facts/*/*"))
    note.write_bytes(b"damaged")
    ((entry, _),) = store.verify().damaged
    assert entry.note == note
    assert store.verify().checked == 5
    assert store.verify().damaged == ()


def test_verifying_does_not_remove_what_a_running_process_uses(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        found = keep(store, "used", b"used")
    with ContentStore(tmp_path, 10**9) as store, process(USER_THAT_HANGS, tmp_path):
        rewrite(found.path, b"USED")
        verified = store.verify()
        assert [entry.name for entry, _ in verified.damaged] == ["used"]
        assert verified.removed.entries == ()
        assert [entry.name for entry in verified.removed.in_use] == ["used"]
        assert found.path.exists()


def test_verifying_leaves_what_was_mended_meanwhile(store):
    blob, _ = places(store, "b")
    whole = blob.read_bytes()
    rewrite(blob, b"damaged")

    def mend(done, total):
        if done == total:
            blob.unlink()
            blob.write_bytes(whole)

    verified = store.verify(mend)
    assert [entry.name for entry, _ in verified.damaged] == ["b"]
    assert store.find("b").path.read_bytes() == whole
