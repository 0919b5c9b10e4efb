"""What was found, in every format."""

import json
from xml.etree import ElementTree as ET

import pytest

from render.checks import Config, check_source
from render.checks.reports import FORMATS, report
from render.checks.reports import text as text_report

BROKEN = """\
{
\t"id": "c", "totalDurationFrames": 90, "titel": "a, b: 100%",
  "scenes": [{"id": "s", "durationFrames": 90, "layers": [
    {"type": "image", "asset": "assets/a.png", "fit": "covr"}]}]
}
"""
GOOD = '{"id": "c", "totalDurationFrames": 9, "scenes": [{"id": "s", "durationFrames": 9}]}'


@pytest.fixture
def files():
    return [
        check_source(BROKEN.encode(), "films/bad, one.json", Config()),
        check_source(GOOD.encode(), "films/good.json", Config()),
    ]


def test_text_points_at_the_place(files):
    lines = ["".join(part.text for part in line) for line in text_report.write(files[0])]
    assert lines == [
        'warning[unknown-key]: the key "titel" is not known',
        " --> films/bad, one.json:2:40  titel",
        "  |",
        '2 | \t"id": "c", "totalDurationFrames": 90, "titel": "a, b: 100%",',
        "  | \t" + " " * 38 + "^" * 7,
        '  = help: did you mean "title"?',
        "",
        'error[unknown-name]: there is no fit "covr"',
        " --> films/bad, one.json:4:55  scenes[0].layers[0].fit",
        "  |",
        '4 |     {"type": "image", "asset": "assets/a.png", "fit": "covr"}]}]',
        "  | " + " " * 54 + "^" * 6,
        "  = expected: cover, contain, fill, none, scale-down or blur",
        '  = help: did you mean "cover"?',
        "",
        "films/bad, one.json: invalid, 1 error, 1 warning",
    ]


def test_a_long_line_is_cut_around_the_place():
    source = '{"id": "c", "title": "AAA", "totalDurationFrames": 9, "fsp": 3, "x-a": "AAA", '
    source = source.replace("AAA", "a" * 300) + '"scenes": [{"id": "s", "durationFrames": 9}]}'
    checked = check_source(source.encode(), "a.json", Config())
    lines = ["".join(part.text for part in line) for line in text_report.write(checked)]
    assert all(len(line) < 120 for line in lines)
    assert lines[3][lines[4].index("^") :].startswith('"fsp"')


def test_json_has_one_entry_a_file(files):
    bad, good = json.loads(report("json", files))
    assert (bad["file"], bad["valid"], good["valid"]) == ("films/bad, one.json", False, True)
    problem = bad["problems"][1]
    assert problem == {
        "path": "scenes[0].layers[0].fit",
        "message": 'there is no fit "covr"',
        "hint": 'did you mean "cover"?',
        "line": 4,
        "column": 55,
        "severity": "error",
        "code": "unknown-name",
        "expected": "cover, contain, fill, none, scale-down or blur",
    }
    assert good["problems"] == []


def test_github_gets_one_command_a_problem_escaped(files):
    warning, error = report("github", files).splitlines()
    assert warning == (
        "::warning file=films/bad%2C one.json,line=2,col=40,endColumn=46,title=unknown-key::"
        'titel: the key "titel" is not known (did you mean "title"?)'
    )
    assert error.startswith("::error file=films/bad%2C one.json,line=4,col=55,endColumn=60,")


def test_sarif_names_rule_place_and_level(files):
    document = json.loads(report("sarif", files))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    first, second = run["results"]
    assert (first["level"], second["level"]) == ("warning", "error")
    assert rules[second["ruleIndex"]] == second["ruleId"] == "unknown-name"
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "films/bad%2C%20one.json"
    assert place["region"] == {"startLine": 4, "startColumn": 55, "endColumn": 61}


def test_junit_has_one_test_a_file_that_fails_when_it_is_invalid(files):
    suite = ET.fromstring(report("junit", files).encode()).find("testsuite")  # noqa: S314 - ours
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    bad, good = suite.findall("testcase")
    assert "did you mean" in bad.find("failure").text
    assert list(good) == []


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_nothing_found_and_odd_characters_are_no_obstacle(form, files):
    odd = check_source(b'{"id": "\\u0000\\ud800\\u202e", "\x1b[31m": 1}', "\udcff\n.json", Config())
    text = report(form, [odd, files[1]])
    text.encode("utf-8", "surrogateescape")
    assert "\x1b" not in text
    assert report(form, []) is not None
