"""Every defect that is planted is found, and nothing is found in a good film."""

import pytest

from render import RenderOptions, render_composition
from render.verify import verify_film
from tests.end_to_end.films import ROOT
from tests.verify.broken import FAULTS, break_film, document, render_good

OFTEN = {
    "a frame dropped, the rest moved up",
    "a frame doubled, the rest moved down",
    "sound 40 ms late in the samples",
    "pixels of another matrix",
    "no colour tags",
    "clipped sound",
    "a black hole",
    "a frozen second",
    "flashes",
}
"""Looked for every time; the rest by `make soak`, and by the test of the command."""


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


@pytest.mark.parametrize(
    "name",
    [name if name in OFTEN else pytest.param(name, marks=pytest.mark.soak) for name in FAULTS],
)
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


SAMPLES = ("type-only-square", "subway-espresso-vertical", "brooklyn-coffee")


@pytest.mark.soak
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_found_in_the_samples(name, tmp_path):
    composition = ROOT / "samples" / name / "composition.json"
    film = tmp_path / "film.mp4"
    render_composition(composition, film, RenderOptions(resolution="480p", quality="draft"))
    assert verify_film(film, composition).findings == ()
    assert verify_film(film).defects == ()
