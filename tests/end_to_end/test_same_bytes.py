"""The same bytes for any number of workers, twice, and after being killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from PIL import Image

from tests.end_to_end.films import ROOT, wavemaker, write_json


@pytest.fixture
def composition(tmp_path):
    noise = Image.effect_noise((480, 320), 60).convert("RGB")
    noise.save(tmp_path / "noise.png")
    scenes = [
        {
            "id": f"s{n}",
            "durationFrames": 24,
            "asset": "noise.png",
            "motion": {"preset": "zoom-in", "amount": 0.2},
            "layers": [
                {
                    "type": "text",
                    "text": f"Scene {n}",
                    "role": "heading",
                    "enter": {"preset": "rise", "by": "word"},
                }
            ],
            "transition": {"type": "crossfade", "durationFrames": 6},
        }
        for n in range(6)
    ]
    said = {"id": "c", "fps": 30, "totalDurationFrames": 144, "scenes": scenes}
    return write_json(tmp_path / "composition.json", said)


def render(composition, output, cache, *more):
    done = wavemaker(
        "render",
        composition,
        "-o",
        output,
        "--resolution",
        "480p",
        "--json",
        *more,
        WAVEMAKER_CACHE_DIR=str(cache),
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_worker_two_workers_and_a_second_time_give_the_same_bytes(composition, tmp_path):
    one = render(composition, tmp_path / "1.mp4", tmp_path / "one", "--jobs", 1)
    two = render(composition, tmp_path / "2.mp4", tmp_path / "two", "--jobs", 2)
    again = render(composition, tmp_path / "3.mp4", tmp_path / "two", "--jobs", 2)
    without = render(composition, tmp_path / "4.mp4", tmp_path / "none", "--no-cache")
    assert one["sha256"] == two["sha256"] == again["sha256"] == without["sha256"]
    assert (one["segments_reused"], two["segments_reused"]) == (0, 0)
    assert again["segments_reused"] == again["segments"] > 5
    assert without["segments_reused"] == 0


def test_a_killed_render_is_continued_and_gives_the_same_bytes(composition, tmp_path):
    whole = render(composition, tmp_path / "whole.mp4", tmp_path / "other")
    cache, output = tmp_path / "cache", tmp_path / "out.mp4"
    command = ["-m", "render.cli", "render", composition, "-o", output, "--resolution", "480p"]
    process = subprocess.Popen(
        [sys.executable, *map(str, command), "--jobs", "1"],
        cwd=ROOT,
        env=os.environ | {"WAVEMAKER_CACHE_DIR": str(cache)},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while not list(cache.glob("names/segments/*/*.json")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not output.exists()
    report = render(composition, output, cache)
    assert report["sha256"] == whole["sha256"]
    assert report["segments_reused"] >= 1
    assert sorted(path.name for path in tmp_path.glob("*.mp4")) == ["out.mp4", "whole.mp4"]
