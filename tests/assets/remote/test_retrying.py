from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.assets.remote.retrying import RetryPolicy, asked_wait_seconds

POLICY = RetryPolicy()


def seeded(seed):
    return np.random.default_rng(seed).random


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("27", 27),
        (" 27 ", 27),
        ("0", 0),
        ("1.5", 1.5),
        ("1000000000", 1e9),
        ("9" * 400, 1e9),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("1_0", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Monday, 23-Nov-26 12:00:30 GMT", 30),
        ("Mon Nov 23 12:00:30 2026", 30),
        ("Mon, 23 Nov 2026 11:59:00 GMT", 0),
        ("Mon, 23 Nov 9999 12:00:00 GMT", 1e9),
        ("Mon, 99 Nov 2026 12:00:00 GMT", None),
        ("Mon, 23 Nov 99999999999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_all_its_shapes(text, seconds):
    assert asked_wait_seconds({"retry-after": text}, NOON) == seconds


def test_a_date_counts_from_the_date_of_the_answer_not_from_a_clock_that_is_wrong():
    headers = {
        "retry-after": "Mon, 23 Nov 2026 15:00:10 GMT",
        "date": "Mon, 23 Nov 2026 15:00:00 GMT",
    }
    assert asked_wait_seconds(headers, NOON) == 10


def test_without_the_header_nothing_is_asked():
    assert asked_wait_seconds({}, NOON) is None


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read_or_left(text, date):
    seconds = asked_wait_seconds({"retry-after": text, "date": date}, NOON)
    assert seconds is None or 0 <= seconds <= 1e9


@settings(max_examples=40)
@given(st.integers(1, 4), st.floats(0.001, 120), st.integers(0, 2**32))
def test_a_wait_that_is_asked_for_is_kept_and_lengthened_by_a_fifth_at_most(failures, asked, seed):
    wait = POLICY.wait_seconds(failures, asked, seeded(seed))
    assert wait is not None
    assert asked <= wait <= asked * 1.2


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(0, 2**32))
def test_waits_grow_up_to_the_cap(failures, seed):
    policy = RetryPolicy(tries=100, first_wait_seconds=0.5, max_wait_seconds=20)
    wait = policy.wait_seconds(failures, None, seeded(seed))
    cap = min(0.5 * 2 ** (failures - 1), 20)
    assert wait is not None
    assert cap / 2 <= wait <= cap


def test_there_are_only_so_many_tries_and_none_after_too_long_a_wait():
    dice = seeded(1)
    assert POLICY.wait_seconds(4, None, dice) is not None
    assert POLICY.wait_seconds(5, None, dice) is None
    assert POLICY.wait_seconds(1, 120.1, dice) is None


@pytest.mark.parametrize("asked", [None, 0.0, 60.0])
def test_many_clients_that_fail_together_do_not_come_back_together(asked):
    waits = [POLICY.wait_seconds(3, asked, seeded(seed)) or 0 for seed in range(32)]
    window = 60 * 0.2 if asked else 1.0
    assert max(waits) - min(waits) >= window / 2


def test_the_same_dice_give_the_same_waits():
    first, second = (
        [POLICY.wait_seconds(n, None, d) for n in (1, 2, 3)] for d in map(seeded, (7, 7))
    )
    assert first == second
