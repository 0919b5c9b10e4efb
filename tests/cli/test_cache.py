"""`wavemaker cache`."""

import json
import os

import pytest

from render.cli.amounts import size_text
from render.cli.cache import parse_age
from render.errors import UsageError
from render.storage import ContentStore
from tests.storage.stores import files, keep, last_used, places, rewrite


@pytest.fixture
def filled(own_cache):
    """Fill the cache and return a store that uses nothing of it."""
    with ContentStore() as store:
        keep(store, "https://api\nlogo.png", b"a" * 1000)
        keep(store, "https://api\nfilm.mp4", b"b" * 5000)
        keep(store, "5e" * 32, b"s" * 300, "segments", length=7)
        store.remember("1|/film.mp4|5000", "facts", {"kind": "video"})
    with ContentStore(own_cache) as opened:
        yield opened


def result_of(wavemaker, *arguments, exit_code=0):
    result = wavemaker("cache", *arguments, "--json")
    assert result.exit_code == exit_code, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.mark.usefixtures("filled")
def test_info_shows_where_the_cache_is_and_how_much_of_what(wavemaker, own_cache):
    result = wavemaker("cache", "info")
    first, *kinds = result.stderr.splitlines()
    assert first.startswith(f"{own_cache}: ")
    assert first.endswith(" of at most 10 GB")
    assert [line.split()[:2] for line in kinds] == [
        ["assets", "2"],
        ["facts", "1"],
        ["segments", "1"],
    ]
    assert "6 kB" in kinds[0]


@pytest.mark.usefixtures("filled")
def test_info_as_json(wavemaker, own_cache):
    info = result_of(wavemaker, "info")
    assert info["folder"] == str(own_cache)
    assert info["max_bytes"] == 10_000_000_000
    assert info["size_bytes"] > 6300
    assert {"kind": "assets", "entries": 2, "size_bytes": 6000} in info["kinds"]


def test_info_of_no_cache_is_nothing(wavemaker, own_cache):
    own_cache.rmdir()
    assert result_of(wavemaker, "info")["kinds"] == []
    assert not own_cache.exists()


def test_clearing_removes_everything(wavemaker, filled):
    result = wavemaker("cache", "clear")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("4 entries removed, ")
    assert files(filled) == []


def test_clearing_one_kind_leaves_the_others(wavemaker, filled):
    cleared = result_of(wavemaker, "clear", "--kind", "segments", "--kind", "facts")
    assert (cleared["removed"], cleared["in_use"]) == (2, 0)
    assert {usage.kind: usage.entries for usage in filled.usage()} == {"assets": 2}


def test_clearing_by_age(wavemaker, filled):
    last_used(filled, "https://api\nfilm.mp4", 1)
    assert result_of(wavemaker, "clear", "--older-than", "2w")["removed"] == 1
    assert filled.find("https://api\nlogo.png")
    assert filled.find("https://api\nfilm.mp4") is None


def test_clearing_says_what_a_running_process_keeps(wavemaker, filled):
    assert filled.find("https://api\nlogo.png")
    result = wavemaker("cache", "clear")
    assert result.stderr.splitlines()[1] == "1 entry stayed: a running process uses them"
    assert filled.find("https://api\nlogo.png")


def test_an_unknown_kind_and_an_unknown_age_are_usage_errors(wavemaker, filled):
    assert wavemaker("cache", "clear", "--kind", "cats").exit_code == 2
    result = wavemaker("cache", "clear", "--older-than", "soon")
    assert result.exit_code == 2
    assert result.stderr.startswith('error: --older-than: "soon" is no age\n')
    assert sum(usage.entries for usage in filled.usage()) == 4


def test_a_cache_that_cannot_be_cleared_says_so(wavemaker, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "file" / "below"))
    result = wavemaker("cache", "clear")
    assert result.exit_code == 1
    assert "cannot be cleared" in result.stderr


@pytest.mark.usefixtures("filled")
def test_verifying_a_whole_cache_says_how_much_was_checked(wavemaker):
    result = wavemaker("cache", "verify")
    assert result.exit_code == 0
    assert result.stderr == "4 entries checked, 6.3 kB; 0 damaged, 0 removed\n"


def test_verifying_names_and_removes_what_is_damaged_and_fails(wavemaker, filled):
    rewrite(places(filled, "https://api\nfilm.mp4")[0], b"B" * 5000)
    result = wavemaker("cache", "verify")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "damaged: assets https://api film.mp4: its bytes have changed"
    )
    assert result_of(wavemaker, "verify")["damaged"] == []
    assert filled.find("https://api\nlogo.png")


def test_verifying_as_json(wavemaker, filled):
    os.truncate(places(filled, "5e" * 32, "segments")[0], 10)
    verified = result_of(wavemaker, "verify", exit_code=1)
    assert verified["checked"] == 4
    (damaged,) = verified["damaged"]
    assert (damaged["kind"], damaged["name"], damaged["removed"]) == ("segments", "5e" * 32, True)


def test_a_name_cannot_steer_the_terminal(wavemaker, filled):
    evil = keep(filled, "https://api\n\x1b[2Jx\u202e.png", b"evil")
    rewrite(evil.path, b"EVIL")
    assert "\x1b" not in wavemaker("cache", "verify").stderr


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(None, None), ("30m", 1800), ("12h", 43_200), ("1d", 86_400), ("2w", 1_209_600)],
)
def test_ages(text, seconds):
    assert parse_age(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "d", "-1d", "1.5h", "1 d", "1y", "1d\n", "٣d", "1" * 9 + "d"]
)
def test_other_ages_are_refused(text):
    with pytest.raises(UsageError):
        parse_age(text)


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_499, "999 kB"), (999_500, "1 MB"),
     (1_234_567, "1.23 MB"), (10**10, "10 GB"), (2**63, "9.22 EB")],
)  # fmt: skip
def test_sizes_for_people(size_bytes, text):
    assert size_text(size_bytes) == text
