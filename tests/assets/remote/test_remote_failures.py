"""Many files of which some cannot be had: all failures are told together."""

import pickle
import threading

import numpy as np
import pytest

from render.errors import (
    ApiKeyRefused,
    ApiUnavailable,
    AssetError,
    AssetKeyRefused,
    AssetMissing,
    AssetUnreadable,
    DownloadFailed,
    RenderError,
)
from render.storage import ContentStore
from tests.assets.remote.loopback import CLOSE, RESET, reply
from tests.assets.remote.many_files import FILES, MANY, read
from tests.assets.remote.storage import KEY, SIGNATURE, Storage, assets, cut, picture, whole_or_part


def test_all_missing_keys_are_told_together_and_the_rest_is_here(store):
    missing = ["assets/gone.mp4", "assets/lost.png"]
    with Storage(FILES) as storage, assets(storage, store) as remote:
        with pytest.raises(AssetMissing) as caught:
            remote.fetch([missing[0], *FILES, missing[1]])
        url = storage.url
    assert [problem.where for problem in caught.value.problems] == missing
    assert all(key in caught.value.message for key in missing)
    assert "2 of 8 assets" in caught.value.message
    assert read(assets(url, store).fetch(FILES)) == FILES
    assert type(pickle.loads(pickle.dumps(caught.value))) is AssetMissing  # noqa: S301


def test_one_missing_key_is_an_error_about_that_key(store):
    with Storage(FILES) as storage, pytest.raises(AssetMissing) as caught:
        assets(storage, store).fetch([*FILES, "assets/gone.mp4"])
    assert caught.value.where == "assets/gone.mp4"
    with pytest.raises(AssetMissing), Storage(FILES) as storage:
        assets(storage, store).resolve("assets/gone.mp4")


def test_failures_of_all_kinds_are_told_together(store):
    files = {"good.png": picture(99), "page.png": b"<html></html>", "broken.png": picture(99)}

    def fault(_request, key, _before):
        return [RESET] if key == "broken.png" else None

    with Storage(files, fault) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store).fetch(["../up.png", "gone.png", *files])
    kinds = {problem.where: type(problem) for problem in caught.value.problems}
    assert kinds == {
        "../up.png": AssetKeyRefused,
        "gone.png": AssetMissing,
        "page.png": AssetUnreadable,
        "broken.png": DownloadFailed,
    }
    assert all(key in caught.value.message for key in kinds)
    assert SIGNATURE not in str(caught.value)


def test_long_lists_of_failures_are_cut_short_in_the_message_only(store):
    keys = [f"{n}.png" for n in range(60)]
    with Storage({}) as storage, pytest.raises(AssetMissing) as caught:
        assets(storage, store).fetch(keys)
    assert "and 35 more" in caught.value.message
    assert [problem.where for problem in caught.value.problems] == keys


@pytest.mark.parametrize(
    ("answer", "kind"), [(reply(401), ApiKeyRefused), (reply(503), ApiUnavailable)]
)
def test_when_nothing_can_be_signed_nothing_is_downloaded(store, answer, kind):
    with Storage(FILES, sign_answer=lambda _request: [answer]) as storage:
        with pytest.raises(kind):
            assets(storage, store).fetch(FILES)
        assert storage.downloads == []


def test_urls_that_expire_in_the_middle_are_signed_again_together(store):
    def expiring(_request, _key, _before):
        with lock:
            counted.append(1)
            if len(counted) == 40:
                storage.generation = storage.valid = 1

    counted, lock = [], threading.Lock()
    with Storage(MANY, expiring) as storage:
        assert read(assets(storage, store, connections=4).fetch(MANY)) == MANY
    assert len(storage.signed) == 3 + 2
    refused = sum(storage.gets.values()) - len(MANY)
    assert refused <= 2 * 4


def test_a_key_that_vanishes_while_urls_are_signed_again_is_missing(store):
    def fault(_request, key, _before):
        storage.files.pop(key, None)
        return [reply(403)]

    vanishing = Storage({"a.png": picture(50)}, fault)
    with vanishing as storage, pytest.raises(AssetMissing, match="any more"):
        assets(storage, store).fetch(["a.png"])


def test_a_storage_that_is_down_is_not_asked_for_every_file(store):
    with Storage(MANY, lambda *_: [CLOSE]) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store, connections=2).fetch(MANY)
    assert len(caught.value.problems) == len(MANY)
    assert len(storage.downloads) < 20 * 4
    assert "not tried" in caught.value.problems[-1].message


def test_a_few_failures_do_not_stop_the_others(store):
    files = dict(list(MANY.items())[:51])
    broken = list(files)[::3]

    def fault(_request, key, _before):
        return [CLOSE] if key in broken else None

    with Storage(files, fault) as storage, pytest.raises(AssetError) as caught:
        assets(storage, store, connections=2).fetch(files)
    assert [problem.where for problem in caught.value.problems] == broken
    assert not any("not tried" in problem.message for problem in caught.value.problems)


def some_fault(request, data, dice):
    """Return one of the many things that go wrong."""
    right = whole_or_part(request, data)
    ways = (
        cut(right, int(dice.integers(len(data))), CLOSE),
        cut(right, int(dice.integers(len(data))), RESET),
        [reply(200, data, content_length=int(dice.integers(2 * len(data)))), CLOSE],
        [reply(int(dice.choice([403, 404, 416, 429, 500, 503])))],
        [reply(206, data[5:], content_range=f"bytes 5-{len(data) - 1}/{len(data)}")],
        [reply(200, b"<html></html>")],
        [reply(200, data, content_encoding="gzip")],
        [reply(302, location="http://169.254.169.254/?sig=topsecret")],
        [reply(200, data, content_length=None), CLOSE],
    )
    return ways[dice.integers(len(ways))]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_storage_does_there_are_right_files_or_named_errors(tmp_path, seed):
    dice, lock = np.random.default_rng(seed), threading.Lock()
    files = {f"{n}.png": picture(int(dice.integers(100, 90_000)), seed=n) for n in range(5)}

    def fault(request, key, _before):
        with lock:
            if dice.random() < 0.5:
                return None
            return some_fault(request, files[key], dice)

    with Storage(files, fault) as storage:
        for _ in range(3):
            said = ""
            with ContentStore(tmp_path / "cache") as store:
                try:
                    assert read(assets(storage, store).fetch(files)) == files
                except RenderError as error:
                    said = str(error)
            assert not any(secret in said for secret in (SIGNATURE, KEY))
        storage.fault = None
        with ContentStore(tmp_path / "cache") as store:
            assert read(assets(storage, store).fetch(files)) == files
