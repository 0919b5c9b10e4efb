"""`wavemaker format`, `schema` and `explain`, and the options of `validate`."""

import json
from pathlib import Path

import pytest

from render.document import canonical_text, parse_composition
from schemas.generate import generated_files

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*/composition.json"))
LOOSE = """{"composition_id": "x", "composition": {"id": "c", "duration_in_frames": 9,
 "$schema": "s",
 "scenes": [{"id": "s", "durationInFrames": 9.0, "elements": [{"type": "title", "content": "A",
 "alignment": "centre", "position": "top-center", "mine": 1, "enter": "fadeIn"}]}]}}"""


def test_format_writes_canonical_keys_and_names_in_the_same_envelope(wavemaker, write):
    path = write(LOOSE)
    assert wavemaker("format", path).exit_code == 0
    after = json.loads(path.read_text())
    assert after["composition_id"] == "x"
    assert after["composition"]["totalDurationFrames"] == 9
    (layer,) = after["composition"]["scenes"][0]["layers"]
    assert layer == {
        "type": "text", "text": "A", "align": "center", "position": "top", "mine": 1,
        "enter": {"preset": "fade"},
    }  # fmt: skip
    assert next(iter(after["composition"])) == "$schema"
    again = wavemaker("format", path)
    assert "unchanged" in again.stderr


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_formatting_changes_no_meaning_and_twice_is_once(path):
    source = path.read_bytes()
    once = canonical_text(source)
    assert parse_composition(once).composition == parse_composition(source).composition
    assert canonical_text(once) == once
    assert max(map(len, once.splitlines())) <= 118


def test_format_check_and_diff_change_nothing(wavemaker, write):
    path = write(LOOSE)
    check, diff = wavemaker("format", path, "--check"), wavemaker("format", path, "--diff")
    assert (check.exit_code, diff.exit_code) == (1, 1)
    assert "not in canonical form" in check.stderr
    assert '+          "align": "center"' in diff.stdout or '"align": "center"' in diff.stdout
    assert path.read_text() == LOOSE
    assert wavemaker("format", "-", input=LOOSE).stdout == canonical_text(LOOSE)


def test_format_leaves_what_is_invalid_and_does_the_rest(wavemaker, write):
    bad, good = write('{"id": 3}', "bad.json"), write(LOOSE, "good.json")
    result = wavemaker("format", bad, good, bad.parent / "none.json")
    assert result.exit_code == 2
    assert bad.read_text() == '{"id": 3}'
    assert good.read_text() == canonical_text(LOOSE)
    assert "left as it is" in result.stderr


def test_schema_is_the_checked_in_one(wavemaker, tmp_path):
    (text,) = [text for path, text in generated_files().items() if path.suffix == ".json"]
    result = wavemaker("schema")
    assert json.loads(result.stdout) == json.loads(text)
    assert wavemaker("schema", "-o", tmp_path / "s.json").exit_code == 0
    assert (tmp_path / "s.json").read_text() == result.stdout


FILM = """{"id": "c", "totalDurationFrames": 60,
 "style": {"colorPalette": {"accent": "#e2a55e"}, "typography": {"headingFont": "Poppins"},
  "motionLanguage": "elegant"},
 "scenes": [{"id": "s", "durationFrames": 60, "layers": [
  {"type": "text", "role": "heading", "text": "Hello", "color": "$accent",
   "opacity": 0.9}]}]}"""


def test_explain_says_where_every_value_comes_from(wavemaker, write):
    result = wavemaker("explain", write(FILM), "30", "--json")
    assert result.exit_code == 0
    scene, *_, text = json.loads(result.stdout)["layers"]
    assert scene["what"] == "scene s"
    values = {each["name"]: (each["value"], each["origin"]) for each in text["values"]}
    assert values["text"] == ("Hello", "written in line 5")
    assert values["opacity"] == ("0.9", "written in line 6")
    assert values["scale"] == ("1", "default")
    assert values["fontFamily"][1] == "style.typography.headingFont, written in line 2"
    assert values["color"][0] == "#e2a55e"
    assert "written in line 5 as $accent" in values["color"][1]
    assert values["enter"][1] == "motion language elegant, written in line 3"


def test_explain_of_a_frame_that_is_not_there_is_a_usage_error(wavemaker, write):
    result = wavemaker("explain", write(FILM), "60")
    assert result.exit_code == 2
    assert "frames 0 to 59" in result.stderr


def test_validate_takes_patterns(wavemaker, write, tmp_path):
    write(FILM, "a.json"), write('{"id": 3}', "b.json")
    result = wavemaker("validate", tmp_path / "*.json", "--format", "json")
    assert result.exit_code == 3
    assert [each["valid"] for each in json.loads(result.stdout)] == [True, False]
    assert wavemaker("validate", tmp_path / "*.toml").exit_code == 2


def test_validate_with_media_looks_for_them_beside_the_file(wavemaker, write):
    path = write(FILM.replace('"layers"', '"asset": "assets/a.png", "layers"'))
    assert wavemaker("validate", path).exit_code == 0
    result = wavemaker("validate", path, "--media")
    assert result.exit_code == 3
    assert "error[asset-missing]" in result.stderr


def test_validate_reads_the_config_it_is_given(wavemaker, write, tmp_path):
    (tmp_path / "other.toml").write_text('[checks]\nunknown-key = "error"\n')
    path = write(FILM.replace('"id": "c"', '"id": "c", "colour": 1'))
    assert wavemaker("validate", path).exit_code == 0
    assert wavemaker("validate", path, "--config", tmp_path / "other.toml").exit_code == 3
    (tmp_path / "other.toml").write_text("[checks]\nunknown-kay = 3\n")
