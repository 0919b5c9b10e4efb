"""A render whose files fail leaves the old output or the new one, and says what happened."""

import pytest

from tests.faults.injection import Workshop, strace


@pytest.mark.soak
@pytest.mark.skipif(strace() is None, reason="needs strace")
def test_no_failing_call_tears_loses_or_leaves_anything(tmp_path):
    workshop = Workshop(tmp_path)
    wrong = {}
    for fault in workshop.faults(seed=0, count=150):
        found = workshop.attempt(fault)[1]
        if found:
            wrong[fault.injection] = found
    assert wrong == {}
