"""Easings by name: the contract of the whole table, and numbers from the standards."""

from itertools import pairwise
from math import inf, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.animation.easing import easing
from schemas.easing import read_easing
from schemas.names import EASINGS

OVERSHOOTING = {
    f"ease{way}{family}" for way in ("In", "Out", "InOut") for family in ("Back", "Elastic")
}
STEPPING = {"step-start", "step-end"}
FUNCTIONS = (
    "cubic-bezier(0.2, 0, 0, 1)",
    "cubic-bezier(0.68, -0.6, 0.32, 1.6)",
    "steps(1)",
    "steps(4)",
    "steps(7, jump-none)",
    "spring(1, 120, 14)",
    "spring(1, 100, 20)",
    "spring(2, 50, 90)",
    "spring(1, 100, 1)",
    "spring(0.001, 100000, 0.5)",
)
SAMPLES = [n / 120 for n in range(121)]


@pytest.mark.parametrize("name", [*EASINGS, *FUNCTIONS])
def test_every_easing_runs_from_0_to_1(name):
    ease = easing(name)
    assert ease(0.0) == pytest.approx(0, abs=1e-9)
    assert ease(1.0) == pytest.approx(1, abs=1e-9)
    values = [ease(x) for x in SAMPLES]
    assert all(-inf < value < inf for value in values)


@pytest.mark.parametrize("name", sorted(set(EASINGS) - OVERSHOOTING))
def test_easings_that_do_not_overshoot_stay_in_bounds(name):
    values = [easing(name)(x) for x in SAMPLES]
    assert min(values) >= -1e-9
    assert max(values) <= 1 + 1e-9


@pytest.mark.parametrize("name", sorted(OVERSHOOTING))
def test_back_and_elastic_do_overshoot(name):
    values = [easing(name)(x) for x in SAMPLES]
    assert min(values) < -0.02 or max(values) > 1.02


@pytest.mark.parametrize("name", sorted({*EASINGS} - STEPPING))
def test_easings_are_continuous(name):
    values = [easing(name)(n / 4000) for n in range(4001)]
    steps = [abs(b - a) for a, b in pairwise(values)]
    # The steepest are circ, whose slope has no bound at one end (sqrt(2 / 4000) = 0.022).
    assert max(steps) < 0.025


@pytest.mark.parametrize("family", ["Sine", "Quad", "Cubic", "Quart", "Quint", "Expo", "Circ",
                                    "Back", "Elastic", "Bounce"])  # fmt: skip
def test_out_is_in_backwards_and_in_out_is_symmetric(family):
    into, out, both = (easing(f"ease{way}{family}") for way in ("In", "Out", "InOut"))
    for x in SAMPLES:
        assert out(x) == pytest.approx(1 - into(1 - x), abs=1e-9)
        assert both(x) == pytest.approx(1 - both(1 - x), abs=1e-9)


KNOWN = [
    # The keywords' curves (CSS Easing Functions Level 2), solved to four digits.
    ("ease", 0.25, 0.4085),
    ("ease", 0.5, 0.8024),
    ("ease", 0.75, 0.9605),
    ("ease-in", 0.25, 0.0935),
    ("ease-in", 0.5, 0.3154),
    ("ease-in", 0.75, 0.6219),
    ("ease-out", 0.25, 0.3781),
    ("ease-out", 0.5, 0.6846),
    ("ease-out", 0.75, 0.9065),
    ("ease-in-out", 0.25, 0.1292),
    ("ease-in-out", 0.5, 0.5),
    ("ease-in-out", 0.75, 0.8708),
    ("cubic-bezier(0, 0, 1, 1)", 0.3, 0.3),
    ("cubic-bezier(0.25, 0.1, 0.25, 1)", 0.25, 0.4085),
    # easings.net.
    ("easeInSine", 0.5, 0.29289),
    ("easeInQuad", 0.5, 0.25),
    ("easeOutCubic", 0.5, 0.875),
    ("easeInOutCubic", 0.25, 0.0625),
    ("easeInQuart", 0.5, 0.0625),
    ("easeOutQuint", 0.5, 0.96875),
    ("easeInExpo", 0.5, 0.03125),
    ("easeOutExpo", 0.1, 0.5),
    ("easeInCirc", 0.6, 0.2),
    ("easeInBack", 0.5, -0.0876975),
    ("easeInOutBack", 0.25, -0.0996818),
    ("easeOutElastic", 0.5, 1 + 2**-5 * sin((5 - 0.75) * 2 * pi / 3)),
    ("easeInOutElastic", 0.25, -(2**-5) * sin((5 - 11.125) * 2 * pi / 4.5) / 2),
    ("easeOutBounce", 0.5, 0.765625),
]


@pytest.mark.parametrize(("name", "x", "value"), KNOWN)
def test_known_values(name, x, value):
    assert easing(name)(x) == pytest.approx(value, abs=6e-5)


@given(
    st.floats(0, 1), st.floats(-2, 3), st.floats(0, 1), st.floats(-2, 3), st.floats(0.001, 0.999)
)
def test_a_bezier_point_lies_on_its_curve(x1, y1, x2, y2, t):
    x = 3 * (1 - t) ** 2 * t * x1 + 3 * (1 - t) * t * t * x2 + t**3
    y = 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3
    slope = 3 * (1 - t) ** 2 * x1 + 6 * (1 - t) * t * (x2 - x1) + 3 * t * t * (1 - x2)
    if slope < 1e-3 or not 0 < x < 1:
        return  # y is hardly determined by x there
    assert easing.__wrapped__(f"cubic-bezier({x1},{y1},{x2},{y2})")(x) == pytest.approx(y, abs=1e-6)


def steps_of(name, count=12):
    return [round(easing(name)(n / count), 6) for n in range(count + 1)]


def test_steps_jump_where_css_says():
    third, quarter, half = 0.333333, 0.25, 0.5
    assert steps_of("steps(3)", 6) == [0, 0, third, third, 0.666667, 0.666667, 1]
    assert steps_of("steps(3, start)", 6) == [third, third, 0.666667, 0.666667, 1, 1, 1]
    assert steps_of("steps(3, jump-start)", 6) == steps_of("steps(3, start)", 6)
    assert steps_of("steps(3, jump-none)", 6) == [0, 0, half, half, 1, 1, 1]
    assert steps_of("steps(3, jump-both)", 6) == [quarter, quarter, half, half, 0.75, 0.75, 1]


@pytest.mark.parametrize("count", [3, 7, 29, 100, 997])
def test_a_step_begins_on_its_frame_and_not_one_later(count):
    ease = easing(f"steps({count})")
    assert [round(ease(n / count) * count) for n in range(count)] == list(range(count))


@given(st.floats(0.01, 100), st.floats(0.1, 10_000), st.floats(0.01, 1000))
def test_a_spring_is_settled_when_it_is_over(mass, stiffness, damping):
    ratio = damping / (2 * (stiffness * mass) ** 0.5)
    ease = easing.__wrapped__(f"spring({mass},{stiffness},{damping})")
    values = [ease(x) for x in SAMPLES]
    assert all(-0.01 <= value <= 2.01 for value in values)
    if ratio > 0.05:
        assert ease(0.999999) == pytest.approx(1, abs=0.002), "a jump at the end"
    if ratio >= 1:
        assert values == sorted(values)
        assert max(values) <= 1


def test_a_weak_spring_swings_and_a_stiff_one_does_not():
    assert max(easing("spring(1, 100, 5)")(x) for x in SAMPLES) > 1.3
    assert max(easing("spring(1, 100, 25)")(x) for x in SAMPLES) <= 1


@pytest.mark.parametrize(
    "written",
    ["easeOutCubic", "ease-in-out", "EASE_IN", "steps(4)", "steps(4, start)", "steps(2, jump-none)",
     "steps(3, jump-both)", "cubic-bezier(.17,.67,.83,.67)", "spring(1, 100, 0)",
     "spring(1,170,26)", "spring(999999, 0.000001, 999999)", [0.2, 0, 0, 1]],
)  # fmt: skip
def test_whatever_the_format_reads_can_be_played(written):
    ease = easing(read_easing(written))
    assert ease(1.0) == 1
    assert abs(ease(0.5)) < 3


@pytest.mark.parametrize(
    "name", ["", "easy", "steps()", "steps(a)", "cubic-bezier(1,2,3)", "spring(1)"]
)
def test_what_is_no_easing_is_a_value_error(name):
    with pytest.raises(ValueError, match=r"easing|values|convert|literal"):
        easing(name)
