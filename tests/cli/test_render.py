"""`wavemaker render`: its report, its silence, and how it ends when it is stopped."""

import hashlib
import json
import os
import signal
import time
from fractions import Fraction

import av
import psutil
import pytest
from PIL import Image

from render.cli.render import parse_frames
from render.errors import UsageError
from render.storage import ContentStore
from tests.pictures import box, composition, scene

DOCUMENT = composition(
    scene(box("red", 0, 0, 8, 8), frames=6), scene(frames=4, background="white"), size=(64, 48),
    oddity=1,
)  # fmt: skip


def test_the_report_is_json_on_stdout_and_says_what_was_made(wavemaker, write, tmp_path):
    output = tmp_path / "out" / "film.mp4"
    said = [
        wavemaker("render", write(DOCUMENT), "-o", output, "--quality", "draft", "--json")
        for _ in range(2)
    ]
    assert [result.exit_code for result in said] == [0, 0]
    assert [result.stderr for result in said] == ["", ""]
    first, second = (json.loads(result.stdout) for result in said)
    assert set(first) == {
        "output", "frames", "fps", "width_px", "height_px", "duration_seconds", "samples",
        "segments", "segments_reused", "sound_reused", "wall_seconds", "cpu_seconds",
        "peak_memory_bytes", "sha256", "warnings",
    }  # fmt: skip
    assert first["output"] == str(output)
    assert (first["frames"], Fraction(first["fps"])) == (10, 30)
    assert (first["width_px"], first["height_px"]) == (64, 48)
    assert first["duration_seconds"] == pytest.approx(1 / 3, abs=1e-6)
    assert first["samples"] is None
    assert (first["segments"], first["segments_reused"]) == (2, 0)
    assert (second["segments"], second["segments_reused"]) == (2, 2)
    assert first["cpu_seconds"] > 0
    assert first["peak_memory_bytes"] > 10**6
    assert first["sha256"] == second["sha256"]
    assert first["sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()
    assert [warning["path"] for warning in first["warnings"]] == ["oddity"]
    with av.open(str(output)) as film:
        assert film.streams.video[0].frames == 10


def test_in_a_pipe_only_warnings_and_the_result_are_said(wavemaker, write, tmp_path):
    output = tmp_path / "film.mp4"
    result = wavemaker("render", write(DOCUMENT), "-o", output, "--quality", "draft")
    assert (result.exit_code, result.stdout) == (0, "")
    warning, summary = result.stderr.splitlines()
    assert warning.startswith("warning: oddity (line 1")
    assert summary.startswith(
        f"{output}: 10 frames, 30 fps, 0.333 s, 64x48; 2 of 2 segments rendered, 0 reused, in "
    )


def test_a_range_and_a_scene(wavemaker, write, tmp_path):
    path, output = write(DOCUMENT), tmp_path / "film.mp4"
    for limits, frames in ((["--frames", "4:9"], 5), (["--scene", "scene-2"], 4)):
        result = wavemaker(
            "render", path, "-o", output, "--quality", "draft", "--json", *limits
        )  # fmt: skip
        assert json.loads(result.stdout)["frames"] == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [(None, None), ("3:7", (3, 7)), ("3:", (3, None)), (":7", (None, 7)), (":", (None, None))],
)
def test_ranges_of_frames_are_read(text, frames):
    assert parse_frames(text) == frames


@pytest.mark.parametrize(
    "text", ["", "3", "3-7", "a:b", "-1:4", "1:2:3", " 1:2", "\u0661:2", "1.5:2"]
)
def test_what_is_no_range_is_a_usage_error(text):
    with pytest.raises(UsageError, match="is no range of frames"):
        parse_frames(text)


@pytest.fixture
def long_film(write, tmp_path):
    """A composition that takes a while: noise under a zoom, minutes of it."""
    Image.effect_noise((640, 360), 80).convert("RGB").save(tmp_path / "noise.png")
    scenes = [scene(frames=9000, asset="noise.png", motion="zoom-in") for _ in range(3)]
    return write(composition(*scenes, size=(640, 360), fps=100))


def workers_of(process):
    """Wait until a render has workers that draw, and return them."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        workers = psutil.Process(process.pid).children(recursive=True)
        if len(workers) == 2 and all(sum(w.cpu_times()[:2]) > 1 for w in workers):
            return workers
        time.sleep(0.05)
    raise AssertionError("no workers")


@pytest.mark.parametrize(
    ("number", "more", "code"),
    [(signal.SIGINT, [], 130), (signal.SIGTERM, ["--no-cache"], 143)],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_a_stopped_render_leaves_no_file_and_no_process(
    number, more, code, start, long_film, tmp_path, own_cache
):
    """Ctrl-C reaches the whole process group, SIGTERM the command alone."""
    output, temporary = tmp_path / "out" / "film.mp4", tmp_path / "tmp"
    output.parent.mkdir()
    temporary.mkdir()
    process = start("render", long_film, "-o", output, "--jobs", 2, "--quality", "draft", *more,
                    TMPDIR=str(temporary))  # fmt: skip
    workers = workers_of(process)
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert (out, err) == ("", "error: interrupted\n")
    assert psutil.wait_procs(workers, timeout=20)[1] == []
    assert list(output.parent.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert list(own_cache.glob("unfinished/*")) == [], "no unfinished segment"
    with ContentStore(own_cache) as store:
        assert store.verify().damaged == ()
