"""Texts without a colour can be read on whatever lies behind them, measured on the pixels."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from render.frames.renderer import FrameRenderer
from render.layers.text import TextContent
from render.legibility import make_legible
from render.legibility.choice import luminances
from render.style.contrast import luminance
from render.text.spec import plain_color
from tests.pictures import FONTS, composition, planned, scene

SIZE = (1080, 1920)
PALETTES = [
    {"text": "#fbf1e2", "background": "#160d0c", "primary": "#2a1710", "accent": "#f0944d"},
    {"text": "#ffffff", "background": "#f6efe6", "primary": "#3b2417", "accent": "#00bdf2"},
    {"text": "#101820", "background": "#f2f2f0", "primary": "#d8d2c4", "accent": "#c8102e"},
]


def picture(kind, seed):
    """A random picture as a photograph may be: large shapes, gradients, light beside dark."""
    dice = np.random.default_rng(seed)
    grid = {"soft": 3, "busy": 24, "fine": 60}[kind]
    low = dice.random((grid, grid, 3)) ** dice.choice([0.3, 1.0, 3.0])
    image = Image.fromarray(np.uint8(255 * low))
    return image.resize((270, 480), Image.Resampling.BICUBIC)


def film(folder, kind, seed, language, palette):
    picture(kind, seed).save(folder / "behind.png")
    layers = [
        {"type": "text", "role": "heading", "text": "Slow mornings taste better"},
        {"type": "text", "role": "body", "text": "Water, fire and a little patience."},
        {"type": "text", "role": "label", "text": "Brooklyn"},
    ]
    style = {"motionLanguage": language, "colorPalette": palette}
    document = composition(
        scene(*layers, asset="behind.png", frames=90), size=SIZE, style=style
    )  # fmt: skip
    timeline = planned(document, folder)
    return replace(timeline, scenes=make_legible(timeline, FONTS).scenes)


def worst_contrasts(timeline, frame):
    """For each text the ratio that 95 % of what lies behind it reach, on drawn pixels."""
    (only,) = timeline.scenes
    texts = [layer for layer in only.layers if isinstance(layer.content, TextContent)]
    free = [layer for layer in texts if layer.content.spec.background is None]
    bare = tuple(layer for layer in only.layers if layer not in texts)
    under = replace(timeline, scenes=(replace(only, layers=bare),))
    with FrameRenderer(FONTS, 540, 960) as renderer:
        drawn = renderer.rgb(under, frame).astype(float)
    for layer in free:
        place = layer.placement
        rows = slice(int(place.top / 2), int((place.top + place.height) / 2))
        columns = slice(int(place.left / 2), int((place.left + place.width) / 2))
        behind = luminances(drawn[rows, columns].reshape(-1, 3))
        own = luminance(plain_color(layer.content.spec.runs[0].fill))
        ratios = (np.maximum(behind, own) + 0.05) / (np.minimum(behind, own) + 0.05)
        size = layer.content.spec.runs[0].size_px
        yield size, layer.content.spec.runs[0].weight, float(np.percentile(ratios, 5))


@pytest.mark.parametrize("kind", ["soft", "busy", "fine"])
@pytest.mark.parametrize("seed", range(4))
def test_every_text_over_a_random_picture_has_the_contrast_it_needs(kind, seed, tmp_path):
    language = ["cinematic", "dynamic", "elegant", "calm"][seed]
    timeline = film(tmp_path, kind, 100 + seed, language, PALETTES[seed % 3])
    found = [each for frame in (45, 89) for each in worst_contrasts(timeline, frame)]
    assert len(found) == 6
    for size, weight, ratio in found:
        needed = 3.0 if size >= 48 and weight >= 600 else 4.5
        assert ratio >= 0.95 * needed, (size, weight, ratio)


def test_a_choice_is_found_again_and_is_the_same(tmp_path, monkeypatch):
    first = film(tmp_path, "busy", 7, "cinematic", PALETTES[0])
    looks = []
    monkeypatch.setattr(FrameRenderer, "rgb", lambda *_args: looks.append(1))
    assert film(tmp_path, "busy", 7, "cinematic", PALETTES[0]) == first
    assert not looks, "it was not looked at again"


def test_on_a_plain_background_the_palette_has_the_ink_and_nothing_is_drawn(monkeypatch):
    monkeypatch.setattr(FrameRenderer, "rgb", lambda *_args: 1 / 0)
    style = {"colorPalette": PALETTES[1], "motionLanguage": "calm"}
    document = composition(
        scene({"type": "text", "text": "Dark on cream"}, frames=60), size=SIZE, style=style
    )  # fmt: skip
    timeline = make_legible(planned(document), FONTS)
    (layer,) = timeline.scenes[0].layers
    assert layer.content.spec.runs[0].fill == (0x3B, 0x24, 0x17, 255)


def test_a_colour_that_is_said_stays_and_gets_no_veil(tmp_path):
    picture("busy", 3).save(tmp_path / "behind.png")
    said = {"type": "text", "text": "Mine", "color": "#808080"}
    style = {"motionLanguage": "calm"}
    document = composition(scene(said, asset="behind.png", frames=60), size=SIZE, style=style)
    timeline = planned(document, tmp_path)
    assert make_legible(timeline, FONTS) == timeline


def test_a_veil_lies_below_every_text_of_a_block(tmp_path):
    timeline = film(tmp_path, "busy", 100, "elegant", PALETTES[0])
    kinds = [layer.path == "veil" for layer in timeline.scenes[0].layers]
    texts = [isinstance(layer.content, TextContent) for layer in timeline.scenes[0].layers]
    assert any(kinds)
    assert max(i for i, veil in enumerate(kinds) if veil) < texts.index(True)
