"""Ctrl-C and kill -9 in the middle of downloads: nothing is torn, and the next run goes on."""

import hashlib
import signal
import subprocess
import sys

import numpy as np
import pytest

from render.storage import ContentStore
from tests.assets.remote.loopback import until
from tests.assets.remote.storage import Storage, assets, cut, picture, whole_or_part

FETCH = """
import sys
from pathlib import Path
from render.assets.remote import ApiConfig, RemoteAssets
from render.storage import ContentStore
with ContentStore(Path(sys.argv[1])) as store:
    RemoteAssets(ApiConfig(url=sys.argv[2]), store).fetch(sys.argv[3:])
"""


def start(root, storage):
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, str(root), storage.url, *storage.files],
        stderr=subprocess.PIPE,
        text=True,
    )


def stalling(size_bytes):
    """Send the first request so much, then nothing."""

    def fault(request, _key, before):
        if before:
            return None
        return [*cut(whole_or_part(request, DATA), size_bytes, 0.0)[:1], 60.0]

    return fault


DATA = picture(200_000)


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_what_came_before_the_end_of_a_process_is_gone_on_from(tmp_path, signal_number):
    root = tmp_path / "cache"
    with Storage({"a.png": DATA}, stalling(100_000)) as storage:
        process = start(root, storage)
        partials = root / "downloads"
        until(lambda: any(p.stat().st_size >= 100_000 for p in partials.glob("*.partial")), 60)
        process.send_signal(signal_number)
        _, said = process.communicate(timeout=60)
        assert process.returncode != 0
        assert ("KeyboardInterrupt" in said) == (signal_number == signal.SIGINT)
        with ContentStore(root) as store:
            assert store.find(f"{storage.url}\na.png") is None
            assert assets(storage, store).resolve("a.png").read_bytes() == DATA
    assert storage.downloads[1].headers["range"] == "bytes=100000-"


@pytest.mark.soak
def test_two_hundred_kills_leave_no_wrong_file_and_every_rerun_goes_on(tmp_path):
    dice = np.random.default_rng(3)
    files = {f"{n}.png": picture(int(dice.integers(50_000, 400_000)), seed=n) for n in range(12)}
    root = tmp_path / "cache"
    right = {hashlib.sha256(data).hexdigest() for data in files.values()}

    def slowly(request, key, _before):
        (whole,) = whole_or_part(request, files[key])
        return [part for at in range(0, len(whole), 8192) for part in (whole[at : at + 8192], 0.01)]

    kills = 0
    with Storage(files, slowly) as storage:
        while kills < 200:
            process = start(root, storage)
            try:
                process.communicate(timeout=float(dice.uniform(0.3, 3.0)))
                assert process.returncode == 0
                kills += 1  # it was done before: begin with an empty cache
                with ContentStore(root) as store:
                    assert all(store.find(f"{storage.url}\n{key}") for key in files)
                    store.evict(0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
            for path in root.glob("blobs/*/*"):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                assert digest == path.name
                assert digest in right
        storage.fault = None
        with ContentStore(root) as store:
            fetched = assets(storage, store).fetch(files)
            assert {key: path.read_bytes() for key, path in fetched.files.items()} == files
