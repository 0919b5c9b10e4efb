"""The contract of the whole table of effects: what every kind keeps."""

import tracemalloc

import numpy as np
import pytest

from render.canvas.affine import Affine
from render.canvas.picture import FULL, HALF
from render.effects import EFFECTS
from schemas.names import EFFECT_TYPES
from tests.canvas.patches import film, furthest, same
from tests.effects.stage import KINDS, applied, flat, idle, opaque, translucent

SIZES = [(32, 18), (18, 32), (20, 25), (5, 3), (2, 2), (1, 1), (1, 9), (9, 2)]
STRONG = {"amount": 1.0, "softness": 0.5, "scale": 0.5}

each = pytest.mark.parametrize("kind", KINDS)
sampled = pytest.mark.parametrize("subsampling", [FULL, HALF], ids=["4:4:4", "4:2:0"])
full_or_glass = pytest.mark.parametrize("made", [opaque, translucent], ids=["opaque", "glass"])


def parts(picture):
    coverage = (picture.coverage, picture.chroma_coverage)
    return [*picture.planes, *(plane for plane in coverage if plane is not None)]


def test_every_effect_of_the_format_is_drawn_and_no_other():
    assert set(EFFECTS) == set(EFFECT_TYPES)


@sampled
@full_or_glass
@each
def test_nothing_of_it_changes_nothing(kind, made, subsampling):
    for size in SIZES:
        picture = made(size, subsampling)
        shown = applied(kind, picture, **idle(kind))
        pairs = zip(parts(shown), parts(picture), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs)


@full_or_glass
@each
def test_it_depends_on_its_arguments_alone_and_leaves_the_picture_as_it_is(kind, made):
    for size in SIZES:
        picture, before = made(size), made(size)
        once = applied(kind, picture, frame=7)
        again = applied(kind, picture, frame=7)
        assert all(np.array_equal(a, b) for a, b in zip(parts(once), parts(again), strict=True))
        assert same(picture, before)


@sampled
@each
def test_it_keeps_the_size_and_every_level_within_its_coverage(kind, subsampling):
    for size in SIZES:
        shown = applied(kind, translucent(size, subsampling), **STRONG)
        assert (shown.width_px, shown.height_px) == size
        assert shown.coverage is not None
        assert (shown.y.astype(int) <= shown.coverage.astype(int) * 236 // 255 + 2).all()
        for chroma in (shown.cb, shown.cr):
            assert (chroma.astype(int) <= shown.chroma_coverage.astype(int) + 2).all()


@each
def test_only_what_is_about_edges_changes_coverage(kind):
    picture = translucent((24, 16))
    shown = applied(kind, picture, **({"threshold": 1.0} if kind == "chromaKey" else {}))
    kept = np.array_equal(shown.coverage, picture.coverage)
    assert kept == (kind not in ("blur", "pixelate", "chromaKey"))


@each
def test_what_is_not_there_stays_away(kind):
    """A picture without any coverage has nothing to show afterwards."""
    shown = applied(kind, translucent((1, 1)), **STRONG)
    assert shown.coverage.max() == shown.y.max() == shown.cb.max() == 0


@each
def test_bright_and_dark_pictures_keep_legal_levels(kind):
    for level in ((235, 128, 128), (16, 128, 128), (120, 240, 16)):
        shown = applied(kind, film(20, 12, color=level), **STRONG)
        assert shown.y.min() >= 15
        assert shown.y.max() <= 236


@each
def test_it_does_something(kind):
    screen = {"color": (0, 255, 0)} if kind == "chromaKey" else {}
    picture = opaque((32, 18)) if kind != "chromaKey" else flat((10, 240, 20))
    shown = applied(kind, picture, **screen)
    moved = [not np.array_equal(a, b) for a, b in zip(shown.planes, picture.planes, strict=True)]
    assert any(moved) or shown.coverage is not None


@each
def test_a_little_of_it_changes_little(kind):
    """Keyframes may begin at nothing: no effect jumps in."""
    picture = film(32, 24, color=(120, 100, 150))
    if EFFECTS[kind].radius_by_amount:
        near = {"radius": 0.02}
    else:
        near = {"amount": EFFECTS[kind].neutral + 0.01}
    assert furthest(applied(kind, picture, **near), picture) <= 3


@each
def test_layers_anywhere_on_the_canvas_are_drawn(kind):
    """Boxes that are turned, larger than the picture, or far away from it."""
    picture = opaque((20, 12))
    for box in (
        Affine.rotation(30),
        Affine.translation(-500, 300),
        Affine.scaling(40),
        Affine.scaling(0.01),
    ):
        shown = applied(kind, picture, box=box)
        assert shown.y.shape == picture.y.shape


@each
def test_it_takes_and_keeps_little_memory(kind):
    picture = opaque((960, 540))
    applied(kind, picture, frame=1)
    tracemalloc.start()
    for frame in (1, 2):
        applied(kind, picture, frame=frame)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 14 * picture.size_bytes
    assert kept < picture.size_bytes / 2
