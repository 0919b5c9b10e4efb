"""Which of several parts moves first."""

import pytest

from render.animation.order import Order
from render.layers.movement import PlannedAnimation, PlannedLoop
from schemas.names import STAGGER_ORDERS


def turns(name, parts, seed=0):
    order = Order(name, seed)
    return [order.turn(part, parts) for part in range(parts)]


def test_every_order_has_its_own_way():
    assert turns("forward", 5) == [0, 1, 2, 3, 4]
    assert turns("backward", 5) == [4, 3, 2, 1, 0]
    assert turns("center", 5) == [2, 1, 0, 1, 2]
    assert turns("center", 4) == [1, 0, 0, 1]
    assert turns("edges", 5) == [0, 1, 2, 1, 0]
    assert turns("edges", 4) == [0, 1, 1, 0]


def test_random_gives_every_part_its_turn_and_another_seed_another_order():
    assert sorted(turns("random", 30)) == list(range(30))
    assert turns("random", 30) == turns("random", 30)
    assert len({tuple(turns("random", 30, seed)) for seed in range(20)}) == 20
    assert turns("random", 6, 1) == [2, 4, 1, 5, 3, 0]  # on every machine


@pytest.mark.parametrize("name", STAGGER_ORDERS)
@pytest.mark.parametrize("parts", [1, 2, 3, 10])
def test_a_movement_is_over_when_its_last_part_is(name, parts):
    assert max(turns(name, parts)) == Order(name).last_turn(parts)
    assert min(turns(name, parts)) == 0
    move = PlannedAnimation("fade", 6, 2, "linear", None, "word", 4, Order(name))
    end = move.total_frames(parts)
    entering = [[move.presence_entering(f, p, parts) for p in range(parts)] for f in (end - 1, end)]
    leaving = [[move.presence_leaving(f, p, parts) for p in range(parts)] for f in (end - 1, end)]
    for before, after in (entering, leaving):
        assert set(after) == {1.0}
        assert min(before) < 1
    assert move.presence_entering(2, turns(name, parts).index(0), parts) == 0
    assert move.presence_entering(3, turns(name, parts).index(0), parts) > 0


@pytest.mark.parametrize("name", STAGGER_ORDERS)
def test_what_comes_first_goes_first(name):
    move = PlannedAnimation("fade", 4, 0, "linear", None, "word", 3, Order(name))
    came = [next(f for f in range(99) if move.presence_entering(f, p, 7) > 0) for p in range(7)]
    went = [next(f for f in range(99) if move.presence_leaving(f, p, 7) > 0) for p in range(7)]
    assert [came.index(c) for c in sorted(came)] == [went.index(w) for w in sorted(went)[::-1]]


def test_a_loop_starts_with_the_first_of_its_order():
    loop = PlannedLoop("wave", 12, stagger_frames=2, order=Order("center"))
    assert [loop.phase(3, part, 5) > 0 for part in range(5)] == [False, True, True, True, False]
