import inspect
import pickle

import pytest

from render import errors
from render.errors import (
    ApiError,
    AssetError,
    AssetMissing,
    CompositionError,
    Problem,
    RateLimited,
    RenderError,
)

CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
KINDS = [kind for kind in CLASSES if issubclass(kind, RenderError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_comes_through_a_process_border_as_it_was(kind):
    error = kind("it broke", where="assets/a.png", hint="mend it")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(back) is kind
    assert str(back) == "assets/a.png: it broke (mend it)"


@pytest.mark.parametrize(
    ("error", "names"),
    [
        (CompositionError("bad", problems=(Problem("fps", "no"),)), ["problems"]),
        (RateLimited("wait", status=429, code="X", retry_after_seconds=27.0), ["code", "status"]),
        (RateLimited("wait", retry_after_seconds=27.0), ["retry_after_seconds"]),
    ],
)
def test_what_an_error_carries_comes_through_as_well(error, names):
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert [getattr(back, name) for name in names] == [getattr(error, name) for name in names]


def test_several_problems_with_assets_come_through_together():
    missing = AssetMissing("gone", where="a.png", hint="make it")
    back = pickle.loads(pickle.dumps(AssetError("2 are gone", problems=(missing, missing))))  # noqa: S301
    assert [str(each) for each in back.problems] == [str(missing)] * 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_tree_in_the_documentation_names_every_error_with_its_exit_code(kind):
    lines = (errors.__doc__ or "").splitlines()
    names = {line.strip("│├└─ ").split(" ")[0]: line for line in lines}
    assert kind.__name__ in names
    if "exit" in names[kind.__name__]:
        assert f"exit {kind.exit_code}" in names[kind.__name__]


def test_the_api_failing_is_no_fault_of_an_asset():
    assert not issubclass(ApiError, AssetError)
