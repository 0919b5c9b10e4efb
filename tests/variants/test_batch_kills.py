"""Killed, stopped and interrupted at any moment: whole files or none, and a rerun completes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from render.variants.batch import make_variants
from tests.variants import fakes

ROOT = Path(__file__).resolve().parents[2]
BATCH = """
import sys
from render.variants.batch import make_variants
from tests.variants import fakes
print("ready", flush=True)
for outcome in make_variants([sys.argv[1]], jobs=2, makers=fakes.MAKERS):
    print(outcome.status, flush=True)
"""
COMMAND = "from render.cli import main; main()"
FAKED_COMMAND = f"""
from render.variants import batch
from tests.variants import fakes
batch.Makers = lambda: fakes.MAKERS
{COMMAND}
"""
UNFINISHED = ".*.part.*"


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0,
    )  # fmt: skip


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def wait_for_the_end_of(processes):
    wait_until(lambda: not any(map(is_alive, processes)))


def is_alive(process):
    """Tell whether a process does anything; an orphan may be nobody's to reap for a while."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill(process, *, with_workers):
    """Kill a run, its workers too or not, and wait until nothing of it is left."""
    workers = psutil.Process(process.pid).children()
    (os.killpg if with_workers else os.kill)(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    wait_for_the_end_of(workers)


def variants_in(folder):
    return [path for path in folder.rglob("*_*00w.jpg") if not path.name.startswith(".")]


def test_killed_at_random_moments_no_variant_is_ever_cut_and_a_rerun_completes(tmp_path):
    generator = np.random.default_rng(20261123)
    originals = [
        fakes.picture(tmp_path / f"{number % 3}/{number}.png", b"slow%d" % number)
        for number in range(60)
    ]
    seen = set()
    kills = 0
    while kills < 12:
        process = start(BATCH, tmp_path)
        for _ in range(1 + kills // 2 % 2):  # from the start, or from the first file on
            process.stdout.readline()
        time.sleep(generator.uniform(0.0, 0.4))
        if process.poll() is not None:
            break  # it was quick enough to finish: so be it
        kill(process, with_workers=kills % 2 == 0)
        kills += 1
        found = variants_in(tmp_path)
        assert all(fakes.is_whole(path) for path in found)
        assert seen <= set(found)
        seen = set(found)
    assert kills > 3
    outcomes = list(make_variants([tmp_path], jobs=0, makers=fakes.MAKERS))
    assert {outcome.status for outcome in outcomes} <= {"made", "unchanged"}
    assert len(outcomes) == len(originals)
    assert len(variants_in(tmp_path)) == 2 * len(originals)
    for original in originals:
        for tail in ("_400w.jpg", "_800w.jpg"):
            variant = original.with_name(original.stem + tail)
            assert variant.read_bytes() == fakes.content(original, tail)
    assert list(tmp_path.rglob(UNFINISHED)) == []
    assert {o.status for o in make_variants([tmp_path], jobs=0)} == {"unchanged"}


def test_what_was_made_before_a_kill_is_not_made_again(tmp_path):
    """Rows are half a second late at most."""
    for number in range(200):
        fakes.picture(tmp_path / f"{number:03}.png", b"slow")
    process = start(BATCH, tmp_path)
    done = 0
    began = time.monotonic()
    while time.monotonic() - began < 1.5 or done < 10:
        assert process.stdout.readline()
        done += 1
    kill(process, with_workers=True)
    found = len(variants_in(tmp_path)) // 2
    outcomes = make_variants([tmp_path], jobs=0, makers=fakes.MAKERS, dry_run=True)
    unchanged = sum(outcome.status == "unchanged" for outcome in outcomes)
    assert 0 < unchanged <= found + 1


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_stopped_it_cleans_up_and_says_how_far_it_was(tmp_path, how, code):
    for number in range(300):
        fakes.picture(tmp_path / f"{number:03}.png", b"slow")
    process = start(FAKED_COMMAND, "variants", tmp_path, "--jobs", "2")
    wait_until(lambda: len(variants_in(tmp_path)) > 4)
    workers = psutil.Process(process.pid).children()
    assert len(workers) == 2
    os.killpg(process.pid, how) if how != signal.SIGTERM else process.send_signal(how)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert out == ""
    summary, error, hint = err.splitlines()
    assert " made (" in summary
    assert error == "error: interrupted"
    assert "goes on where it was" in hint
    wait_for_the_end_of(workers)
    assert list(tmp_path.rglob(UNFINISHED)) == []
    assert all(map(fakes.is_whole, variants_in(tmp_path)))
    outcomes = make_variants([tmp_path], jobs=0, makers=fakes.MAKERS, dry_run=True)
    unchanged = sum(outcome.status == "unchanged" for outcome in outcomes)
    assert unchanged >= int(summary.partition(" originals: ")[2].split()[0]) > 0


def test_stopped_while_a_decoder_is_deaf_it_ends_all_the_same(tmp_path):
    fakes.picture(tmp_path / "a.png", b"hang")
    process = start(FAKED_COMMAND, "variants", tmp_path, "--jobs", "1")
    wait_until(lambda: list(tmp_path.glob(UNFINISHED)))
    workers = psutil.Process(process.pid).children()
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    wait_for_the_end_of(workers)
    fakes.picture(tmp_path / "a.png", b"mended")
    assert [o.status for o in make_variants([tmp_path], jobs=0, makers=fakes.MAKERS)] == ["made"]
    assert list(tmp_path.glob(UNFINISHED)) == []


def photographs(folder, count):
    """Write pictures with detail, as PNG and JPEG."""
    generator = np.random.default_rng(5)
    for number in range(count):
        coarse = generator.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize((1600, 1200), Image.Resampling.BICUBIC)
        picture.save(folder / f"{number:03}{('.png', '.jpg')[number % 2]}")


@pytest.mark.soak
def test_killed_two_hundred_times_with_real_pictures(tmp_path):
    """Each file that ever has a final name is the very file that a run in peace makes."""
    generator = np.random.default_rng(7)
    peace, war = tmp_path / "peace", tmp_path / "war"
    peace.mkdir()
    photographs(peace, 40)
    originals = sorted(path.name for path in peace.iterdir())
    war.mkdir()
    for name in originals:
        os.link(peace / name, war / name)
    assert {outcome.status for outcome in make_variants([peace])} == {"made"}
    wanted = {path.name: path.read_bytes() for path in variants_in(peace)}
    rounds = 0
    for number in range(200):
        process = start(COMMAND, "variants", war, "--jobs", "2", "--json")
        wait = generator.uniform(0.0, 3.0)
        time.sleep(wait)
        if process.poll() is None:
            kill(process, with_workers=number % 2 == 0)
        else:
            process.communicate()
        found = variants_in(war)
        for path in found:
            assert path.read_bytes() == wanted[path.name], (number, path)
        if len(found) == len(wanted):
            # All there: begin anew, now and then with a manifest that knows of it.
            rounds += 1
            for path in found[rounds % 2 :: 1 + rounds % 3]:
                path.unlink()
    outcomes = list(make_variants([war]))
    assert {outcome.status for outcome in outcomes} <= {"made", "unchanged"}
    assert {path.name: path.read_bytes() for path in variants_in(war)} == wanted
    assert list(war.glob(UNFINISHED)) == []
