"""A command whose files fail leaves the old output or the new one, and says what happened."""

import pytest

from tests.faults.injection import ERRORS, KILL, KINDS, strace


@pytest.mark.soak
@pytest.mark.skipif(strace() is None, reason="needs strace")
@pytest.mark.parametrize("errors", [ERRORS, (KILL,)], ids=["fails", "kills"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_failing_call_tears_loses_or_leaves_anything(kind, errors, tmp_path):
    workshop = KINDS[kind](tmp_path)
    wrong = {}
    for fault in workshop.faults(seed=0, count=100, errors=errors):
        found = workshop.attempt(fault)[1]
        if found:
            wrong[fault.injection] = found
    assert wrong == {}
