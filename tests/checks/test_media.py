"""The checks that look at media: their examples, and the places they name."""

from dataclasses import replace

import pytest

from render.checks import Config, check_source, load
from render.checks.examples import completed
from render.checks.registry import RULES
from render.options import RenderOptions

load()
WITH_MEDIA = [check for rule in RULES if rule.needs == "assets" for check in rule.checks]
UNTESTED = {"media-note", "not-drawn-yet", "note"}  # nothing is sure to have one
SETTINGS = {"safe-zone": {"platform": "tiktok"}}


def found(example, media, check):
    config = replace(
        Config(),
        severities={check.id: "warning"},
        changed={name: values for name, values in SETTINGS.items() if name == check.id},
    )
    options = RenderOptions(assets=media)
    return check_source(completed(example).encode(), "-", config, media=options).problems


@pytest.mark.parametrize("check", WITH_MEDIA, ids=lambda check: check.id)
def test_the_bad_example_has_the_fault_and_no_other(check, media):
    if check.id in UNTESTED or check.id == "unused-asset":
        pytest.skip("there is no example of it")
    assert [each.code for each in found(check.bad, media, check)] == [check.id]


@pytest.mark.parametrize("check", WITH_MEDIA, ids=lambda check: check.id)
def test_the_good_example_has_none(check, media):
    if check.id == "unused-asset":
        pytest.skip("every file of the folder would have to be used")
    assert [each.code for each in found(check.good, media, check)] == []


def test_a_missing_asset_is_told_where_it_is_named_with_what_was_meant(media):
    source = (
        b'{"id": "c", "totalDurationFrames": 9, "scenes": [\n {"id": "s", "durationFrames": 9,\n'
    )
    source += b'  "asset": "assets/phto.png"}]}'
    (problem,) = check_source(source, "-", Config(), media=RenderOptions(assets=media)).problems
    assert (problem.code, problem.line, problem.column) == ("asset-missing", 3, 12)
    assert problem.hint == "did you mean assets/photo.png?"


def test_files_that_nothing_uses_are_found_when_asked_for(media):
    source = completed('{"type": "image", "asset": "assets/photo.png"}').encode()
    config = Config(severities={"unused-asset": "info"})
    problems = check_source(source, "-", config, media=RenderOptions(assets=media)).problems
    assert {each.severity for each in problems} == {"info"}
    named = " ".join(each.message for each in problems)
    assert "assets/music.wav" in named
    assert "assets/photo.png" not in named
