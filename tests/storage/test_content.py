import hashlib
import os
import shutil
import threading
import time

import pytest

from render.errors import OutputError, UsageError
from render.storage import ContentStore, content
from tests.storage.stores import DAMAGES, files, keep, last_used, places, rewrite


@pytest.fixture
def store(tmp_path):
    with ContentStore(tmp_path / "cache", 10**9) as opened:
        yield opened


@pytest.fixture
def hashed(monkeypatch):
    """Return the paths that were hashed to verify them."""
    paths = []
    real = content.sha256_file

    def noting(path):
        paths.append(path)
        return real(path)

    monkeypatch.setattr(content, "sha256_file", noting)
    monkeypatch.setattr(content, "_verified", {})
    return paths


def test_what_was_put_is_found_with_its_digest_size_and_facts(store):
    assert store.find("a") is None
    found = keep(store, "a", b"abc", etag='"1"', length=3)
    assert found == store.find("a")
    assert found.path.read_bytes() == b"abc"
    assert found.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert found.size_bytes == 3
    assert found.facts == {"etag": '"1"', "length": 3}


def test_another_process_finds_it_too(store):
    keep(store, "a")
    with ContentStore(store.root) as other:
        assert other.find("a") == store.find("a")


def test_every_kind_has_names_of_its_own(store):
    keep(store, "a", b"1", "assets")
    keep(store, "a", b"2", "segments")
    assert store.find("a", "assets").path.read_bytes() == b"1"
    assert store.find("a", "segments").path.read_bytes() == b"2"


@pytest.mark.parametrize("kind", ["", "../x", "A", "assets\n", "a/b", "ä"])
def test_a_kind_is_one_plain_word(store, kind):
    with pytest.raises(ValueError, match="no kind"):
        store.find("a", kind)


@pytest.mark.parametrize(
    "name", ["", "../../x", "/etc/passwd", "a\nb", "a\0b", "é" * 5000, "\udcff", "https://x\nk.png"]
)
def test_any_text_is_a_name_and_none_leaves_the_folder(store, name):
    keep(store, name, b"data")
    assert store.find(name).path.read_bytes() == b"data"
    assert store.find(name + " ") is None
    assert {path.name for path in store.root.parent.iterdir()} == {"cache"}


def test_the_same_bytes_are_kept_once(store):
    first, second = keep(store, "a", b"same"), keep(store, "b", b"same", "segments")
    assert first.path == second.path
    assert len(list(store.root.glob("blobs/*/*"))) == 1


def test_what_is_kept_cannot_be_written_by_accident(store):
    assert keep(store, "a").path.stat().st_mode & 0o222 == 0


def test_putting_again_replaces_and_leaves_what_others_read(store):
    old = keep(store, "a", b"old")
    assert keep(store, "a", b"newer").path.read_bytes() == b"newer"
    assert old.path.read_bytes() == b"old"


def test_a_failing_writer_keeps_nothing_and_leaves_nothing(store):
    def fail(path):
        path.write_bytes(b"half")
        raise KeyError

    with pytest.raises(KeyError), store.put("a", "assets") as path:
        fail(path)
    assert store.find("a") is None
    assert [path for path in files(store) if path.suffix != ".pins"] == []


def test_the_file_to_write_has_the_suffix_asked_for(store):
    with store.put("a", "segments", suffix=".mp4") as path:
        assert path.suffix == ".mp4"


@pytest.mark.parametrize("number", range(len(DAMAGES)))
def test_a_damaged_entry_is_not_found_and_is_written_over(store, number):
    keep(store, "a", b"whole")
    DAMAGES[number](*places(store, "a"))
    assert store.find("a") is None
    with ContentStore(store.root) as other:
        assert other.find("a") is None
    blob = store.root / "blobs" / hashlib.sha256(b"whole").hexdigest()[:2]
    for path in blob.glob("*"):
        if path.is_dir():
            path.rmdir()
    assert keep(store, "a", b"whole").path.read_bytes() == b"whole"


def test_no_flipped_bit_of_a_file_or_of_its_note_is_ever_used(store):
    keep(store, "a", b"0123456789abcdef", length=150)
    blob, note = places(store, "a")
    for path in (blob, note):
        whole = path.read_bytes()
        for bit in range(0, len(whole) * 8, 5):
            damaged = bytearray(whole)
            damaged[bit // 8] ^= 1 << bit % 8
            rewrite(path, bytes(damaged))
            assert store.find("a") is None, (path.name, bit)
        rewrite(path, whole)
        assert store.find("a")


def test_a_note_of_another_name_is_not_taken_for_ours(store):
    keep(store, "a", b"1")
    keep(store, "b", b"2")
    shutil.copyfile(places(store, "a")[1], places(store, "b")[1])
    assert store.find("b") is None


def test_a_file_is_hashed_once_a_process_and_again_after_any_change(store, hashed):
    found = keep(store, "a", b"abc")
    settled = time.time_ns() + content._SETTLED_NS + 50_000_000
    while time.time_ns() < settled:
        time.sleep(0.01)
    hashed.clear()
    for _ in range(3):
        assert store.find("a")
    with ContentStore(store.root) as other:
        assert other.find("a")
    assert hashed == [found.path]
    times = found.path.stat()
    rewrite(found.path, b"abd")
    os.utime(found.path, ns=(times.st_atime_ns, times.st_mtime_ns))
    found.path.chmod(times.st_mode)
    assert store.find("a") is None
    assert hashed == [found.path] * 2


def test_a_file_that_changed_a_moment_ago_is_hashed_every_time(store, hashed):
    found = keep(store, "a", b"abc")
    hashed.clear()
    for data in (b"abd", b"abc", b"abd"):
        rewrite(found.path, data)
        assert (store.find("a") is not None) == (data == b"abc")
    assert hashed == [found.path] * 3


def test_facts_alone_are_remembered_and_verified(store):
    assert store.recall("a", "facts") is None
    store.remember("a", "facts", {"size": [1, 2], "name": "é"})
    assert store.recall("a", "facts") == {"size": [1, 2], "name": "é"}
    assert store.find("a", "facts") is None
    note = next(store.root.glob("names/facts/*/*"))
    note.write_text(note.read_text().replace("1, 2", "1, 3"))
    assert store.recall("a", "facts") is None
    store.remember("a", "facts", {"size": []})
    assert store.recall("a", "facts") == {"size": []}


def test_eviction_removes_what_was_of_use_longest_ago(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        for seconds, name in enumerate("abc", start=1):
            keep(store, name, name.encode() * 10_000)
            last_used(store, name, seconds)
        store.find("a")
    with ContentStore(tmp_path, 10**9) as store:
        assert store.evict(25_000) > 10_000
        assert [name for name in "abc" if store.find(name)] == ["a", "c"]
        assert store.evict(25_000) == 0


def test_recalling_counts_as_use(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        for seconds, name in enumerate("ab", start=1):
            store.remember(name, "facts", {"data": name * 10_000})
            last_used(store, name, seconds, "facts")
        assert store.recall("a", "facts")
        store.evict(15_000)
        assert store.recall("a", "facts")
        assert not store.recall("b", "facts")


def test_bytes_that_another_name_has_too_stay(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        keep(store, "old", b"x" * 10_000)
        last_used(store, "old", 1)
        keep(store, "new", b"x" * 10_000)
        keep(store, "big", b"y" * 10_000)
        last_used(store, "big", 2)
    with ContentStore(tmp_path, 10**9) as store:
        store.evict(12_000)
        assert not store.find("old")
        assert not store.find("big")
        assert store.find("new").path.read_bytes() == b"x" * 10_000


def test_a_store_that_grew_keeps_its_bound_when_it_is_closed(tmp_path):
    with ContentStore(tmp_path, 15_000) as store:
        keep(store, "a", b"a" * 10_000)
        last_used(store, "a", 1)
        keep(store, "b", b"b" * 10_000)
        assert store.find("a")
        last_used(store, "a", 1)
    with ContentStore(tmp_path, 15_000) as store:
        assert not store.find("a")
        assert store.find("b")


def test_the_bound_is_what_the_variable_says(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "0")
    with ContentStore(tmp_path) as store:
        keep(store, "a")
    with ContentStore(tmp_path) as store:
        assert store.find("a") is None
    monkeypatch.setenv("WAVEMAKER_CACHE_MAX_BYTES", "lots")
    with pytest.raises(UsageError):
        ContentStore(tmp_path)


def test_nothing_that_an_open_store_returned_is_evicted(store):
    found, more = keep(store, "a"), keep(store, "b", b"more")
    with ContentStore(store.root, 0) as other:
        assert other.evict() == 0
        keep(other, "c", b"third")
    assert found.path.exists()
    assert more.path.exists()
    with ContentStore(store.root, 0) as other:
        assert other.find("c") is None, "closing a store lets go"


def test_what_another_name_for_the_same_bytes_returned_stays_too(store):
    keep(store, "a", b"same")
    with ContentStore(store.root, 0) as other:
        found = keep(other, "b", b"same")
        keep(store, "a", b"other")
        store.close()
        other.evict(0)
        assert found.path.exists()


def test_what_was_asked_for_in_vain_is_kept_when_another_process_makes_it(store):
    assert store.find("a") is None
    with ContentStore(store.root, 0) as worker:
        keep(worker, "a")
    assert store.find("a")


def test_a_store_that_cannot_be_written_finds_nothing_and_complains_on_writing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with ContentStore(tmp_path / "file" / "cache", 0) as store:
        assert store.find("a") is None
        assert store.recall("a", "facts") is None
        assert store.usage() == []
        assert store.evict() == 0
        assert store.verify().checked == 0
        assert not store.clear().is_done
        with pytest.raises(OutputError):
            keep(store, "a")
        with pytest.raises(OutputError):
            store.remember("a", "facts", {})
        with pytest.raises(OutputError):
            store.try_claim("a")


def test_a_store_removed_under_way_is_made_again(store):
    keep(store, "a")
    shutil.rmtree(store.root)
    assert store.find("a") is None
    assert keep(store, "a")


def test_when_uses_cannot_be_noted_nothing_at_all_is_evicted(store, monkeypatch):
    keep(store, "a")
    with ContentStore(store.root, 0) as user:

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("render.storage.pins.os.write", full)
            assert user.find("a")
        monkeypatch.setattr("render.storage.locks._ALONE_WAIT_SECONDS", 0.05)
        store.close()
        with ContentStore(store.root, 0) as other:
            assert other.evict() == 0
            assert not other.clear().is_done
        assert user.evict(0) == 0
        assert user.find("a")
    with ContentStore(store.root, 0) as other:
        assert other.evict() > 0


def test_threads_share_a_store(tmp_path):
    failures = []

    def work(store, number):
        try:
            for turn in range(20):
                keep(store, f"{turn % 5}", bytes([turn % 5]) * 1000)
                assert store.find(f"{turn % 5}").path.read_bytes() == bytes([turn % 5]) * 1000
                if turn % 7 == number:
                    store.evict(0)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    with ContentStore(tmp_path, 10**9) as store:
        threads = [threading.Thread(target=work, args=(store, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
