"""Every defect that is planted is found, and nothing is found in a good film."""

import pytest

from render import RenderOptions
from render.verify import verify_film
from tests.verify.broken import FAULTS, break_film, document, render_good


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Render the good film once."""
    return render_good(tmp_path_factory.mktemp("good"))


def found(report):
    return {one.id for one in report.findings}


def verified(film, good, *, alone=False):
    options = RenderOptions(assets=good.parent)
    return verify_film(film, None if alone else document(), options)


def test_nothing_is_found_in_a_good_film(good):
    report = verified(good, good)
    assert report.findings == ()
    assert report.sound.late_seconds == 0


def test_a_good_film_alone_gives_notes_at_most(good):
    report = verified(good, good, alone=True)
    assert report.defects == ()
    assert {one.id for one in report.findings} == {"still"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_defect_is_found(name, good, tmp_path):
    fault = FAULTS[name]
    film = break_film(name, good, tmp_path)
    report = verified(film, good)
    ids = found(report)
    assert set(fault.expected) <= ids, report.findings
    allowed = {*fault.expected, *fault.also, "sound-length"}
    assert ids <= allowed, report.findings
    if fault.frame is not None:
        first = min(one.frames[0] for one in report.findings if one.frames)
        assert abs(first - fault.frame) <= 1, report.findings
    if fault.alone:
        assert set(fault.alone) <= found(verified(film, good, alone=True))
