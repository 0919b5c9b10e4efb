"""The camera, measured in frames as they are drawn at 1080p."""

import numpy as np
import pytest
from PIL import Image

from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from schemas.names import MOTION_PRESETS

DISC = (1150.0, 480.0)
"""Its centre in the source of 1920 x 1080."""

FRAMES = range(60, 76)
MOVING = sorted(set(MOTION_PRESETS) - {"static"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A grey disc with an antialiased edge, and white pictures of many sizes."""
    folder = tmp_path_factory.mktemp("pictures")
    rows, columns = np.mgrid[:1080, :1920] + 0.5
    inside = np.clip(120.5 - np.hypot(columns - DISC[0], rows - DISC[1]), 0, 1)
    disc = np.rint(30 + 210 * inside).astype(np.uint8)
    Image.fromarray(np.dstack([disc] * 3)).save(folder / "disc.png")
    return folder


def timeline_of(folder, motion, asset="disc.png", frames=150, **fields):
    """Plan a picture under a camera."""
    scene = {
        "id": "s", "durationFrames": frames, "background": "#f00",
        "layers": [{"type": "image", "asset": asset, "motion": motion, **fields}],
    }  # fmt: skip
    said = {"id": "c", "totalDurationFrames": frames, "scenes": [scene]}
    said |= {"width": 1920, "height": 1080} if asset == "disc.png" else {"width": 160, "height": 90}
    return prepare(said, RenderOptions(assets=folder))


def centres(prepared):
    """Return where the disc's centre lies in output pixels, frame by frame."""
    with FrameRenderer(prepared.fonts, 1920, 1080) as renderer:
        for frame in FRAMES:
            light = renderer.frame(prepared.timeline, frame).y.astype(np.float64)
            light -= light[0, 0]
            down, across = light.sum(axis=1), light.sum(axis=0)
            x = across @ (np.linspace(0, 1919, 1920) + 0.5) / across.sum()
            yield x, down @ (np.linspace(0, 1079, 1080) + 0.5) / down.sum()


@pytest.mark.parametrize("easing", ["linear", "easeInOutSine"])
@pytest.mark.parametrize("preset", MOVING)
def test_every_movement_is_smooth_to_a_hundredth_of_a_pixel(preset, easing, folder):
    """RMS of what a disc's acceleration is besides the planned one, in px/frame²."""
    prepared = timeline_of(folder, {"preset": preset, "amount": 0.12, "easing": easing})
    (layer,) = prepared.timeline.scenes[0].layers
    windows = [layer.content.camera.window(frame, 150) for frame in FRAMES]
    planned = np.array(
        [
            ((DISC[0] - w.x) * 1920 / w.width, (DISC[1] - w.y) * 1080 / w.height)
            for w in windows
        ]
    )  # fmt: skip
    found = np.array(list(centres(prepared)))
    assert np.hypot(*np.diff(planned, axis=0).T).max() > 0.02, "it hardly moves"
    astray = np.diff(found - planned, 2, axis=0)
    assert np.sqrt((astray**2).sum(axis=1).mean()) < 0.01
    if easing == "linear" and "zoom" not in preset and preset != "ken-burns":
        acceleration = np.diff(found, 2, axis=0)
        assert np.sqrt((acceleration**2).sum(axis=1).mean()) < 0.01


def test_no_movement_ever_shows_what_lies_behind_the_picture(folder):
    dice = np.random.default_rng(7)
    for number in range(48):
        size = tuple(int(side) for side in np.rint(2 ** dice.uniform(4, 10, 2)))
        if not 1 / 6 < size[0] / size[1] < 6:
            continue
        name = f"white-{number}.png"
        Image.new("RGB", size, "white").save(folder / name)
        motion = {
            "preset": str(dice.choice(MOVING)),
            "amount": round(float(dice.choice([0.01, 0.06, 0.3, 1.0])), 3),
            "focalPoint": {
                "x": round(float(dice.random()), 3),
                "y": round(float(dice.random()), 3),
            },
        }
        prepared = timeline_of(folder, motion, name, frames=7)
        with FrameRenderer(prepared.fonts, 160, 90) as renderer:
            for frame in (0, 3, 6):
                picture = renderer.frame(prepared.timeline, frame)
                assert picture.y.min() >= 233, (size, motion, frame)
                assert abs(picture.cr.astype(int) - 128).max() <= 2, (size, motion, frame)
