"""Affine maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.canvas.affine import IDENTITY, Affine

numbers = st.floats(-1000, 1000)
maps = st.builds(Affine, *[st.floats(-10, 10)] * 4, numbers, numbers)


def close(a: Affine, b: Affine) -> bool:
    return np.allclose(a.as_matrix(), b.as_matrix(), atol=1e-6)


@given(maps, maps, numbers, numbers)
def test_a_product_applies_the_inner_map_first(outer, inner, x, y):
    assert (outer @ inner).point(x, y) == pytest.approx(outer.point(*inner.point(x, y)), abs=1e-5)


@given(maps)
def test_the_inverse_undoes_a_map(matrix):
    if abs(matrix.determinant) < 0.01:
        return
    assert close(matrix @ matrix.inverse(), IDENTITY)
    assert close(matrix.inverse() @ matrix, IDENTITY)


def test_a_degenerate_map_has_no_inverse():
    with pytest.raises(ZeroDivisionError):
        Affine.scaling(1, 0).inverse()


def test_rotation_is_clockwise_where_y_points_down():
    assert Affine.rotation(90).point(1, 0) == pytest.approx((0, 1))
    assert Affine.rotation(720) == IDENTITY


def test_about_keeps_its_point():
    assert Affine.rotation(37).about(5, 7).point(5, 7) == pytest.approx((5, 7))
    assert Affine.scaling(2).about(5, 7).point(6, 7) == pytest.approx((7, 7))


def test_bounds_hold_all_corners_of_a_turned_rectangle():
    assert Affine.rotation(90).bounds(4, 2) == pytest.approx((-2, 0, 0, 4))


def test_the_largest_scale_is_the_longer_axis():
    assert (Affine.rotation(30) @ Affine.scaling(2, 3)).largest_scale == pytest.approx(3)
