"""A few pictures kept beside the tests: what no typed picture can say.

`make golden [NAME=...]` writes them anew (WAVEMAKER_GOLDEN=update). When one differs, the picture
drawn and ten times the difference lie in out/test-failures/.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.frames.renderer import FrameRenderer
from tests.pictures import FONTS, composition, planned, scene

HERE = Path(__file__).parent
FAILURES = HERE.parents[1] / "out" / "test-failures"
UPDATE = os.environ.get("WAVEMAKER_GOLDEN") == "update"

MAX_BYTES = 20 * 1024
ROUNDING_LEVELS = 3
"""Two roundings of a code value; arithmetic of another processor may round the other way."""
SHIFTED_SHARE = 0.001
"""Share of the samples that may be further off: edges that another version of a library moves."""
AMPLIFIED = 10


def painting(width, height):
    """Smooth colours, a disc with a hard edge and thin lines."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    rgb = np.dstack([0.5 + 0.4 * np.sin(7 * x), 0.5 + 0.4 * np.cos(5 * y), 0.3 + 0.5 * x * y])
    rgb[(x - 0.7) ** 2 * (width / height) ** 2 + (y - 0.35) ** 2 < 0.05] = (0.95, 0.85, 0.2)
    rgb[height // 2 : height // 2 + 3] = rgb[:, width // 5 : width // 5 + 3] = (0.1, 0.1, 0.2)
    return np.rint(255 * rgb).astype(np.uint8)


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    Image.fromarray(painting(480, 360)).save(folder / "painting.png")
    return folder


SUNSET = {
    "type": "linear",
    "angle": 120,
    "stops": [
        {"offset": 0, "color": "#2b1055"},
        {"offset": 0.6, "color": "#d53369"},
        {"offset": 1, "color": "#ffcf71"},
    ],
}
TEXT = scene(
    {
        "type": "text",
        "spans": [{"text": "Slow "}, {"text": "mornings", "color": "#e2a55e"}],
        "role": "heading",
        "fontFamily": "Poppins",
        "fontSize": 30,
        "enter": None,
        "stroke": {"color": "#3b2417", "width": 3},
        "shadow": {"color": "#000000a0", "offsetX": 3, "offsetY": 4, "blur": 6},
        "background": {"color": "#f6efe6c0", "padding": 10, "cornerRadius": 12},
    },
    {
        "type": "text",
        "text": "taste better in Brooklyn",
        "fontSize": 12,
        "position": "bottom-right",
        "margin": 8,
        "enter": None,
    },
    background="#6a4a3a",
)
SHAPES = scene(
    {"type": "shape", "shape": "star", "fill": SUNSET, "size": {"width": 80, "height": 80},
     "position": {"x": 48, "y": 53}, "rotation": 12, "stroke": {"color": "white", "width": 3}},
    {"type": "shape", "fill": {**SUNSET, "type": "radial"}, "size": {"width": 66, "height": 48},
     "position": {"x": 128, "y": 35}, "cornerRadius": 16, "opacity": 0.8},
    {"type": "shape", "shape": "path", "path": "M0 30 C20 0 40 60 60 30 S100 0 100 30 L100 50 H0 Z",
     "fill": "#00bdf2", "size": {"width": 100, "height": 60}, "position": {"x": 118, "y": 84}},
    background=SUNSET | {"angle": 200},
)  # fmt: skip
CAMERA = scene(
    {"type": "image", "asset": "painting.png", "size": {"width": 150, "height": 110},
     "position": {"x": 100, "y": 66}, "rotation": -6, "cornerRadius": 18,
     "crop": {"x": 0.1, "y": 0.05, "width": 0.85, "height": 0.9},
     "motion": {"preset": "zoom-in", "amount": 0.4, "focalPoint": {"x": 0.7, "y": 0.3}}},
    frames=20, background="#e8e2d6",
)  # fmt: skip
PICTURES = {
    "text": ((TEXT,), 0),
    "shapes": ((SHAPES,), 0),
    "camera": ((CAMERA,), 13),
    "transition": (
        (
            scene(frames=10, asset="painting.png", motion="static"),
            SHAPES | {"durationFrames": 12, "transition": {
                "type": "slide", "durationFrames": 10, "easing": "linear"}},
        ),
        13,
    ),
}  # fmt: skip
SIZES = {"text": (224, 96), "shapes": (164, 98), "camera": (188, 128), "transition": (160, 92)}


@pytest.mark.parametrize("name", PICTURES)
def test_golden(name, assets):
    scenes, frame = PICTURES[name]
    document = composition(*scenes, size=SIZES[name])
    with FrameRenderer(FONTS, *SIZES[name]) as renderer:
        picture = renderer.rgb(planned(document, assets), frame)
    path = HERE / f"{name}.png"
    if UPDATE:
        Image.fromarray(picture).save(path, optimize=True)
    assert path.stat().st_size <= MAX_BYTES
    with Image.open(path) as kept:
        expected = np.asarray(kept.convert("RGB"))
    assert picture.shape == expected.shape
    difference = np.abs(picture.astype(int) - expected)
    share = float((difference > ROUNDING_LEVELS).mean())
    if share > SHIFTED_SHARE:
        FAILURES.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(FAILURES / f"{name}.png")
        amplified = np.minimum(AMPLIFIED * difference, 255).astype(np.uint8)
        Image.fromarray(amplified).save(FAILURES / f"{name}.difference.png")
    assert share <= SHIFTED_SHARE, (
        f"{share:.2%} of {name} differ by more than {ROUNDING_LEVELS} levels, {difference.max()} "
        f"at most; see {FAILURES / name}.png and .difference.png"
    )
