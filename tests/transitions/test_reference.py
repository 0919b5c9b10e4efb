"""The table of transitions in the reference says what is drawn."""

from pathlib import Path

import pytest

from render.transitions import TRANSITIONS
from schemas.names import DIRECTIONS, TRANSITION_TYPES
from tests.canvas.patches import same
from tests.transitions.stage import drawn, pair

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "format.md").read_text()
SECTION = PAGE.split("## Transitions\n")[1].split("\n## ")[0]
TABLE = [line.strip("|").split("|") for line in SECTION.splitlines() if line.startswith("| ")]
ROWS = {kind.strip(): direction.strip() for kind, _, direction in TABLE}
del ROWS["type"]


def test_every_type_is_in_the_table():
    assert sorted(ROWS) == sorted(TRANSITION_TYPES)


@pytest.mark.parametrize("kind", sorted(TRANSITIONS))
def test_directions_are_said_where_they_mean_something_and_the_default_is_the_one_drawn(kind):
    says = ROWS[kind]
    assert bool(says) == TRANSITIONS[kind].has_directions
    default = says.rsplit("; ", 1)[-1]
    if default in DIRECTIONS:
        a, b = pair((32, 18))
        moved = drawn(kind, a, b, 0.4, default, pace=0.1)
        assert same(drawn(kind, a, b, 0.4, pace=0.1), moved)
    else:
        assert default in ("", "in the middle")
