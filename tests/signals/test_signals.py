"""Asked to end, a command ends, tidies up, and its exit code says who asked."""

import os
import signal
from contextlib import ExitStack

import numpy as np
import pytest

from render.cli.signals import cancelled_by, stoppable
from tests.signals.runs import WAYS, Workshop, sweep


def stop_and_tidy_up(number):
    with stoppable(), ExitStack() as tidying_up:
        tidying_up.callback(signal.raise_signal, signal.SIGINT)
        tidying_up.callback(signal.raise_signal, signal.SIGTERM)
        signal.raise_signal(number)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_each_signal_has_its_exit_code_and_the_next_ones_do_not_disturb(number, code):
    before = {each: signal.getsignal(each) for each in (2, 15, 1)}
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            stop_and_tidy_up(number)
        signal.raise_signal(signal.SIGINT)  # and while it says why it ends
        assert cancelled_by(caught.value).exit_code == code
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_what_a_library_makes_of_a_signal_is_still_the_signal():
    """Being imported, native modules turn it into an ImportError, Pydantic into a SchemaError."""
    before = {each: signal.getsignal(each) for each in (2, 15, 1)}
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            turn_into_another_error(signal.SIGTERM)
        assert cancelled_by(caught.value).exit_code == 143
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def turn_into_another_error(number):
    with stoppable():
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt:
            raise ImportError("initialization failed") from None


def test_what_is_ignored_stays_so_and_all_is_put_back():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_command_stops_in_time_and_leaves_nothing(tmp_path):
    workshop = Workshop(tmp_path, scenes=16, pictures=8)
    moments = np.random.default_rng(int.from_bytes(os.urandom(4)))
    for command, way in (
        ("render", "SIGINT five times"),
        ("render", "SIGHUP to all"),
        ("variants", "SIGTERM, SIGINT"),
        ("variants", "stdout closed"),
    ):
        ending = workshop.run(command, way, float(moments.uniform(0.2, 0.9)))
        assert ending.wrong == [], ending.name


@pytest.mark.soak
def test_two_hundred_stops(tmp_path):
    endings = list(sweep(Workshop(tmp_path), 200, seed=1))
    assert {ending.name: ending.wrong for ending in endings if ending.wrong} == {}
    assert len(endings) == 20 * len(WAYS)
