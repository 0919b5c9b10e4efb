"""What the end-to-end tests share: read a finished MP4, run the command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def luma_frames(path):
    """Yield the luma plane of every frame of an MP4, in the order of showing."""
    with av.open(path) as container:
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            yield rows[:, : frame.width].copy()


def rgb_frames(path):
    """Yield every frame as (h, w, 3) uint8 sRGB, converted by BT.709."""
    with av.open(path) as container:
        for frame in container.decode(video=0):
            options = {"src_colorspace": "ITU709", "dst_colorspace": "ITU709"}
            yield frame.reformat(format="rgb24", **options).to_ndarray()


def samples(path):
    """Return the sound of an MP4 as (n, channels) float32, priming left out."""
    with av.open(path) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(blocks, axis=1).T


def write_json(path, composition):
    path.write_text(json.dumps(composition))
    return path


def wavemaker(*arguments, **environment):
    """Run the command and return the finished process; its output is text."""
    return subprocess.run(
        [sys.executable, "-m", "render.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=300,
    )
