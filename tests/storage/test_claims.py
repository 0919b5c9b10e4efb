import hashlib
import os
import signal
import subprocess
import sys
import threading

import pytest

from render.errors import AssetDamaged, Cancelled, OutputError
from render.storage import ContentStore, claims
from tests.storage.stores import files, keep, places, process, rewrite

HOLDER = """
import sys, time
from pathlib import Path
from render.storage import ContentStore
with ContentStore(Path(sys.argv[1])) as store, store.claim("a") as claim:
    claim.restart({"etag": "1"})
    claim.partial.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""
DOWNLOADER = """
import sys, time
from pathlib import Path
from render.storage import ContentStore
root, log, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
with ContentStore(root) as store, store.claim(name) as claim:
    if claim.found is None:
        with log.open("a") as file:
            file.write("downloaded\\n")
        claim.restart({"length": 300_000})
        for _ in range(3):
            with claim.partial.open("ab") as file:
                file.write(b"x" * 100_000)
            time.sleep(0.02)
        claim.commit()
    print(claim.found.sha256)
"""


@pytest.fixture
def store(tmp_path):
    with ContentStore(tmp_path / "cache", 10**9) as opened:
        yield opened


def download(store, name, data):
    with store.claim(name) as claim:
        claim.restart({"etag": "1"})
        claim.partial.write_bytes(data)
        return claim.commit()


def begin(store, name, data, **facts):
    with store.claim(name) as claim:
        claim.restart(facts)
        claim.partial.write_bytes(data)


def test_what_was_downloaded_is_found_with_its_facts(store):
    found = download(store, "a", b"abc")
    assert found == store.find("a")
    assert found.path.read_bytes() == b"abc"
    assert found.facts == {"etag": "1"}
    assert not list(store.root.glob("downloads/*"))


def test_facts_of_the_stored_file_may_be_others(store):
    with store.claim("a") as claim:
        claim.save_facts({"etag": "1"})
        claim.partial.write_bytes(b"abc")
        claim.commit(facts={"type": "png"})
    assert store.find("a").facts == {"type": "png"}


def test_an_empty_file_is_a_file(store):
    with store.claim("a") as claim:
        claim.restart({})
        assert claim.commit().size_bytes == 0
    assert store.find("a").size_bytes == 0


def test_whoever_comes_later_finds_it_done(store):
    download(store, "a", b"abc")
    with store.claim("a") as claim:
        assert claim.found == store.find("a")
    with store.claim("a", fresh=True) as claim:
        assert claim.found is None


def test_a_damaged_file_is_not_found_and_can_be_downloaded_again(store):
    download(store, "a", b"abc")
    rewrite(places(store, "a")[0], b"abd")
    with store.claim("a") as claim:
        assert claim.found is None
        claim.partial.write_bytes(b"abc")
        claim.commit()
    assert store.find("a").path.read_bytes() == b"abc"


def test_a_promised_digest_is_checked_and_other_bytes_are_thrown_away(store):
    digest = hashlib.sha256(b"abc").hexdigest()
    with store.claim("a") as claim:
        claim.restart({"etag": "1"})
        claim.partial.write_bytes(b"abd")
        with pytest.raises(AssetDamaged):
            claim.commit(digest)
        assert claim.facts == {}
        assert claim.found is None
    assert store.find("a") is None
    with store.claim("a") as claim:
        assert claim.facts == {}
        claim.partial.write_bytes(b"abc")
        assert claim.commit(digest.upper()).sha256 == digest


def test_a_download_broken_off_goes_on_where_it_was(store):
    begin(store, "a", b"first ", etag="1", length=12)
    with ContentStore(store.root) as other, other.claim("a") as claim:
        assert claim.found is None
        assert claim.facts == {"etag": "1", "length": 12}
        with claim.partial.open("ab") as file:
            file.write(b"second")
        claim.commit()
    assert store.find("a").path.read_bytes() == b"first second"


def test_starting_again_never_leaves_facts_beside_bytes_of_others(store):
    begin(store, "a", b"old", etag="1")
    with store.claim("a") as claim:
        claim.restart({"etag": "2"})
        assert claim.partial.read_bytes() == b""
    with store.claim("a") as claim:
        assert claim.facts == {"etag": "2"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"boot": 1}', "[" * 100_000, '"\\ud800"'])
def test_bytes_without_good_facts_are_not_gone_on_with(store, text):
    begin(store, "a", b"half", etag="1")
    next(store.root.glob("downloads/*.json")).write_text(text)
    with store.claim("a") as claim:
        assert claim.facts == {}
        assert not claim.partial.exists()


def test_bytes_whose_facts_were_never_saved_are_not_gone_on_with(store):
    with store.claim("a") as claim:
        claim.partial.write_bytes(b"half")
    with store.claim("a") as claim:
        assert claim.facts == {}
        assert not claim.partial.exists()


def test_facts_whose_bytes_are_gone_are_forgotten(store):
    begin(store, "a", b"half", etag="1")
    next(store.root.glob("downloads/*.partial")).unlink()
    with store.claim("a") as claim:
        assert claim.facts == {}


def test_after_a_restart_of_the_machine_a_download_begins_again(store, monkeypatch):
    begin(store, "a", b"half", etag="1")
    monkeypatch.setattr(claims, "_boot", lambda: "another")
    with store.claim("a") as claim:
        assert claim.facts == {}


def test_a_name_is_one_claim_at_a_time(store):
    with store.claim("a"):
        assert store.try_claim("a") is None
        with store.claim("b"), ContentStore(store.root) as other:
            assert other.try_claim("a") is None
            assert other.try_claim("b") is None
    with store.claim("a") as again:
        assert again.found is None


def test_waiting_for_a_claim_can_be_cancelled(store):
    stop = threading.Event()
    stop.set()
    with store.claim("a"), pytest.raises(Cancelled):
        store.claim("a", cancel=stop)


def test_a_claim_ends_with_its_process(store):
    with process(HOLDER, store.root):
        assert store.try_claim("a") is None
    with store.claim("a") as claim:
        assert claim.facts == {"etag": "1"}
        assert claim.partial.read_bytes() == b"half"


def test_a_claim_released_by_an_error_is_free_again(store):
    with pytest.raises(ZeroDivisionError), store.claim("a"):
        raise ZeroDivisionError
    with store.claim("a"):
        pass
    assert not list(store.root.glob("downloads/*"))


def test_a_full_disk_is_an_output_error(store, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    with store.claim("a") as claim:
        claim.partial.write_bytes(b"abc")
        monkeypatch.setattr(claims, "flush", full)
        with pytest.raises(OutputError, match="full"):
            claim.commit()


@pytest.mark.parametrize("count", [4])
def test_processes_that_want_the_same_name_download_it_once(store, tmp_path, count):
    log = tmp_path / "log"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", DOWNLOADER, str(store.root), str(log), "a"],
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(count)
    ]  # fmt: skip
    said = {process.communicate()[0].strip() for process in started}
    assert said == {hashlib.sha256(b"x" * 300_000).hexdigest()}
    assert log.read_text() == "downloaded\n"


def test_eviction_takes_partial_downloads_by_age_and_leaves_those_under_way(tmp_path):
    with ContentStore(tmp_path, 10**9) as store:
        begin(store, "old", b"o" * 10_000, etag="1")
        for path in tmp_path.glob("downloads/*.partial"):
            os.utime(path, (1, 1))
        keep(store, "new", b"n" * 10_000)
    with ContentStore(tmp_path, 10**9) as store, store.claim("running") as running:
        running.restart({"etag": "1"})
        running.partial.write_bytes(b"r" * 10_000)
        os.utime(running.partial, (1, 1))
        with ContentStore(tmp_path, 10**9) as other:
            other.evict(25_000)
            with other.claim("old") as old:
                assert old.facts == {}
            assert other.find("new")
        assert running.partial.exists()


def test_nothing_is_left_of_claims_but_what_can_be_gone_on_with(store):
    begin(store, "a", b"half", etag="1")
    with process(HOLDER.replace('"a"', '"b"'), store.root) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    (store.root / "downloads" / f"{'0' * 64}.lock").touch()
    (store.root / "downloads" / f"{'1' * 64}.json").touch()
    store.evict(100)
    store.close()
    with ContentStore(store.root, 10**9) as other:
        assert other.clear(["downloads"]).size_bytes > 8
    assert [path for path in files(store) if path.parent.name != "users"] == []
