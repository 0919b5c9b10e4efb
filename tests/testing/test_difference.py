"""CIEDE2000 gives the published numbers; the blur forgives edges and nothing else."""

import numpy as np
import pytest

from render.testing.difference import ciede2000, compare

SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""From the table of Sharma, Wu and Dalal (2005)."""


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_the_formula_gives_the_published_numbers(first, second, expected):
    for one, other in ((first, second), (second, first)):
        found = ciede2000(np.array(one, float), np.array(other, float))
        assert float(found) == pytest.approx(expected, abs=5e-5)


def test_a_level_is_not_seen_and_a_dot_is():
    picture = np.full((60, 80, 3), 120, np.uint8)
    picture[20:40, 20:60] = (200, 60, 40)
    assert compare(picture, picture).worst == 0
    assert compare(picture, picture + 1).worst < 1
    dotted = picture.copy()
    dotted[10:13, 70:73] = 255
    away = compare(picture, dotted)
    assert away.worst > 6
    assert abs(away.at_px[0] - 71) <= 1
    assert abs(away.at_px[1] - 11) <= 1


def test_pictures_of_other_sizes_are_refused():
    with pytest.raises(ValueError, match="size"):
        compare(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 6, 3), np.uint8))
