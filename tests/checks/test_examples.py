"""The examples of every check: something is found in the bad one, and nothing in the good one."""

import pytest

from render.checks import CHECKS, Config, check_source, load
from render.checks.examples import completed
from render.checks.registry import RULES

load()
ALONE = [check for rule in RULES if rule.needs != "assets" for check in rule.checks]


def found_in(example):
    return [each.code for each in check_source(completed(example).encode(), "-", Config()).problems]


@pytest.mark.parametrize("check", ALONE, ids=lambda check: check.id)
def test_the_bad_example_has_the_fault_and_no_other(check):
    assert found_in(check.bad) == [check.id]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_the_good_example_has_none(check):
    assert found_in(check.good) == []
