"""Draw lists: kept sprites, isolated lists, masks."""

import numpy as np
import pytest

from render.canvas.affine import Affine
from render.canvas.ops import Draw, Fill, Isolate
from render.canvas.paint import SpriteStore, paint
from render.canvas.picture import HALF, new_transparent
from render.canvas.verbs import mask_out
from tests.canvas.patches import (
    BOTH,
    NAMES,
    Given,
    copy_of,
    film,
    furthest,
    glass,
    noise,
    photo,
    same,
)

both = pytest.mark.parametrize("subsampling", BOTH, ids=NAMES)


def painted(*ops, size=(32, 24), subsampling=HALF, seed=0):
    target = photo(*size, subsampling, seed)
    paint(ops, target, SpriteStore(None))
    return target


def store(capacity_bytes):
    return SpriteStore(None, capacity_bytes)


def sources(count, side=16, **fields):
    asked = []
    return [Given(str(n), photo(side, side), asked=asked, **fields) for n in range(count)], asked


def test_a_sprite_is_made_once_while_it_is_kept():
    (one, two), asked = sources(2)
    kept = store(10**6)
    assert kept.get(one) is kept.get(one)
    kept.get(two)
    kept.get(Given("0", photo(16, 16), asked=asked))  # an equal source is the same sprite
    assert asked == ["0", "1"]


def test_the_least_recently_used_sprite_goes_first():
    (one, two, three), asked = sources(3)
    kept = store(2 * one.picture.size_bytes)
    for source in (one, two, one, three, one, two):
        kept.get(source)
    assert asked == ["0", "1", "2", "1"]


def test_what_is_kept_stays_within_its_bound():
    many, _ = sources(40)
    bound = 5 * many[0].picture.size_bytes + 7
    kept = store(bound)
    for source in many:
        kept.get(source)
        assert sum(sprite.size_bytes for sprite in kept._kept.values()) <= bound
        assert kept._kept_bytes == sum(sprite.size_bytes for sprite in kept._kept.values())
    assert len(kept._kept) == 5


def test_a_sprite_larger_than_the_bound_is_drawn_and_not_added_up():
    many, _ = sources(3, side=64)
    kept = store(100)
    for source in many:
        assert kept.get(source) is source.picture
    assert len(kept._kept) == 1


def test_decoded_frames_do_not_push_stills_out():
    (still,), asked = sources(1)
    frames, _ = sources(50, side=64, transient=True)
    kept = store(still.picture.size_bytes)
    kept.get(still)
    for frame in frames:
        kept.get(frame)
    assert len(kept._recent) == 3
    kept.get(still)
    assert asked == ["0"]


def test_a_held_frame_is_decoded_once_even_beside_another_clip():
    (held,), asked = sources(1, transient=True)
    others, _ = sources(10, transient=True)
    kept = store(10**6)
    for other in others:
        kept.get(held)
        kept.get(other)
    assert asked == ["0"]


@both
def test_a_fill_covers_all_that_was_there(subsampling):
    a = painted(Fill(10, 200, 90), subsampling=subsampling, seed=1)
    b = painted(Fill(10, 200, 90), subsampling=subsampling, seed=2)
    assert same(a, b)


def given_glass(name, color, subsampling, alpha=None):
    alpha = noise(20, 16, 1, 1)[:, :, 0] if alpha is None else alpha
    return Given(name, glass(color, alpha, subsampling))


@both
def test_equal_lists_paint_equal_pictures_whatever_was_painted_before(subsampling):
    def ops():
        red = given_glass("red", (200, 20, 30), subsampling)
        return (
            Fill(40, 50, 60),
            Draw(red, Affine.translation(3.3, 4.1), 0.8),
            Isolate((Draw(red, Affine.rotation(30)),), 0.5),
        )

    sprites = SpriteStore(None)
    again, fresh = photo(32, 24, subsampling), photo(32, 24, subsampling, seed=5)
    paint((Draw(given_glass("blue", (0, 0, 255), subsampling), Affine()),), again, sprites)
    paint(ops(), again, sprites)
    paint(ops(), fresh, SpriteStore(None))
    assert ops() == ops()
    assert same(again, fresh)


@both
def test_an_isolated_list_at_full_opacity_is_the_list(subsampling):
    ops = (
        Draw(given_glass("red", (200, 20, 30), subsampling), Affine.translation(2, 2)),
        Draw(Given("photo", photo(8, 8, subsampling)), Affine.translation(8.5, 3.25)),
    )
    isolated = painted(Isolate(ops), subsampling=subsampling)
    assert furthest(isolated, painted(*ops, subsampling=subsampling)) <= 2


@both
def test_isolated_layers_fade_as_one(subsampling):
    """Two opaque squares over each other at half opacity: the lower one never shows through."""
    red, blue = (Given(c, painted_square(c, subsampling)) for c in ("red", "blue"))
    ops = (Draw(red, Affine.translation(4, 4)), Draw(blue, Affine.translation(8, 4)))
    target = film(32, 24, subsampling)
    paint((Isolate(ops, 0.5),), target, SpriteStore(None))
    alone = film(32, 24, subsampling)
    paint((Draw(blue, Affine.translation(8, 4), 0.5),), alone, SpriteStore(None))
    assert np.abs(target.y[4:12, 8:16].astype(int) - alone.y[4:12, 8:16]).max() <= 1


def painted_square(name, subsampling):
    color = {"red": (255, 0, 0), "blue": (0, 0, 255)}[name]
    return glass(color, np.full((8, 8), 255), subsampling)


@both
@pytest.mark.parametrize("place", [(0, 0), (6, 4), (-5, -3), (7, 5), (24, 18)])
def test_a_mask_shows_the_list_inside_and_nothing_outside(subsampling, place):
    ops = (
        Fill(90, 60, 20),
        Draw(given_glass("red", (200, 20, 30), subsampling), Affine.translation(2.5, 2)),
    )
    mask = Draw(Given("mask", glass(0, np.full((10, 12), 255), subsampling)),
                Affine.translation(*place))  # fmt: skip
    masked = painted(Isolate(ops, 1.0, mask), subsampling=subsampling)
    direct, before = painted(*ops, subsampling=subsampling), painted(subsampling=subsampling)
    rows, columns = np.mgrid[:24, :32]
    inside = (
        (columns >= place[0])
        & (columns < place[0] + 12)
        & (rows >= place[1])
        & (rows < place[1] + 10)
    )
    assert np.abs(masked.y.astype(int) - direct.y)[inside].max(initial=0) <= 1
    assert np.array_equal(masked.y[~inside], before.y[~inside])


@both
def test_a_soft_mask_mixes_by_its_coverage(subsampling):
    alpha = np.tile(np.rint(np.linspace(0, 255, 32)), (24, 1))
    mask = Draw(Given("mask", glass(255, alpha, subsampling)), Affine())
    target = film(32, 24, subsampling, (16, 128, 128))
    paint((Isolate((Fill(255, 255, 255),), 1.0, mask),), target, SpriteStore(None))
    expected = 16 + 219 * alpha[0] / 255
    assert np.abs(target.y - expected).max() <= 1


@both
def test_a_mask_beside_the_canvas_hides_everything(subsampling):
    mask = Draw(Given("mask", painted_square("red", subsampling)), Affine.translation(99, 0))
    masked = painted(Isolate((Fill(1, 2, 3),), 1.0, mask), subsampling=subsampling)
    assert same(masked, painted(subsampling=subsampling))


@both
def test_isolated_lists_may_hold_isolated_lists(subsampling):
    square = Given("red", painted_square("red", subsampling))
    inner = Isolate((Draw(square, Affine.translation(4, 4)),), 0.5)
    target, flat = film(32, 24, subsampling), film(32, 24, subsampling)
    paint((Isolate((inner,), 0.5),), target, SpriteStore(None))
    paint((Draw(square, Affine.translation(4, 4), 0.25),), flat, SpriteStore(None))
    assert furthest(target, flat) <= 2


def test_odd_canvases_can_be_isolated_and_masked():
    mask = Draw(Given("mask", painted_square("red", HALF)), Affine.translation(20, 14))
    masked = painted(Isolate((Fill(255, 255, 255),), 1.0, mask), size=(23, 17))
    assert (masked.y[14:, 20:] == 235).all()


def test_only_a_picture_with_coverage_can_be_masked():
    with pytest.raises(ValueError, match="coverage"):
        mask_out(film(8, 6), new_transparent(8, 6))


def test_a_mask_without_coverage_masks_nothing():
    own = new_transparent(8, 6)
    own.fill((100, 110, 120))
    before = copy_of(own)
    mask_out(own, film(8, 6))
    assert same(own, before)
