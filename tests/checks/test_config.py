"""What a team decides about the checks, and what is wrong with what it wrote."""

import pytest

from render.checks import check_source, config_for
from render.errors import UsageError

TINY = (
    b'{"id": "c", "totalDurationFrames": 90, "colour": 1, "scenes": [{"id": "s", '
    b'"durationFrames": 90, "layers": [{"type": "text", "text": "A", "fontSize": 20}]}]}'
)


def found(folder, name="film.json", **how):
    problems = check_source(TINY, str(folder / name), config_for(folder), **how).problems
    return {each.code: each.severity for each in problems}


def configured(folder, text, name="wavemaker.toml"):
    (folder / name).write_text(text)
    return folder


def test_without_a_config_every_check_has_its_own_severity(tmp_path):
    assert found(tmp_path) == {"unknown-key": "warning", "text-size": "warning"}


def test_severities_are_set_and_checks_turned_off(tmp_path):
    configured(tmp_path, '[checks]\nunknown-key = "off"\ntext-size = "error"\n')
    assert found(tmp_path) == {"text-size": "error"}


def test_a_table_in_pyproject_says_the_same(tmp_path):
    text = '[tool.wavemaker.checks]\ntext-size = {severity = "info", percent = 2.5}\n'
    configured(tmp_path, text, "pyproject.toml")
    assert found(tmp_path) == {"unknown-key": "warning", "text-size": "info"}


def test_thresholds_are_set(tmp_path):
    configured(tmp_path, "[checks]\ntext-size = {percent = 1.5}\n")
    assert found(tmp_path) == {"unknown-key": "warning"}


def test_the_nearest_config_upwards_counts(tmp_path):
    configured(tmp_path, '[checks]\nunknown-key = "off"\n')
    inside = tmp_path / "films" / "spring"
    inside.mkdir(parents=True)
    assert found(inside) == {"text-size": "warning"}
    configured(tmp_path / "films", "[checks]\n")
    assert found(inside) == {"unknown-key": "warning", "text-size": "warning"}


def test_a_pyproject_of_others_is_passed_over(tmp_path):
    configured(tmp_path, '[checks]\nunknown-key = "off"\n')
    inside = tmp_path / "package"
    inside.mkdir()
    configured(inside, "[tool.ruff]\nline-length = 100\n", "pyproject.toml")
    assert found(inside) == {"text-size": "warning"}


def test_checks_are_left_out_for_some_files(tmp_path):
    configured(tmp_path, '[ignore]\n"drafts/*.json" = ["unknown-key"]\n"b.json" = "text-size"\n')
    (tmp_path / "drafts").mkdir()
    assert found(tmp_path, "drafts/a.json") == {"text-size": "warning"}
    assert found(tmp_path, "b.json") == {"unknown-key": "warning"}
    assert found(tmp_path, "c.json") == {"unknown-key": "warning", "text-size": "warning"}


def test_strict_makes_warnings_errors(tmp_path):
    configured(tmp_path, 'strict = true\n[checks]\ntext-size = "info"\n')
    assert found(tmp_path) == {"unknown-key": "error", "text-size": "info"}


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('[checks]\nunknwon-key = "off"\n', 2, 'no check "unknwon-key"', 'mean "unknown-key"?'),
        ('[checks]\ncontrast = "eror"\n', 2, "error, warning, info or off", 'mean "error"?'),
        ("[checks]\n# one\ncontrast = 3\n", 3, "a severity such as", None),
        ("[checks]\ncontrast = {rato = 3}\n", 2, 'no setting "rato"', 'mean "ratio"?'),
        ('[checks]\ncontrast = {ratio = "high"}\n', 2, "a number of at least 0", None),
        ("[checks]\ncontrast = {ratio = -1}\n", 2, "a number of at least 0", None),
        ("[checks]\nsafe-zone = {platform = 3}\n", 2, "is a text", None),
        ('[checks]\nsyntax = "off"\n', 2, "cannot be changed", "can be rendered"),
        ('[cheks]\ncontrast = "off"\n', 1, 'no setting "cheks"', 'mean "checks"?'),
        ('strict = "yes"\n', 1, "true or false", None),
        ('checks = "off"\n', 1, "is a table", None),
        ('[ignore]\n"a.json" = ["contrst"]\n', 2, 'no check "contrst"', 'mean "contrast"?'),
        ('[ignore]\n"a.json" = 3\n', 2, "a list of texts", None),
        ("fonts = 3\n", 1, "a list of texts", None),
        ("assets = 3\n", 1, "is a folder", None),
        ("[checks\n", None, "cannot be read", "TOML"),
        ("", None, None, None),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, line, message, hint):
    configured(tmp_path, text)
    if message is None:
        assert config_for(tmp_path).path is not None
        return
    with pytest.raises(UsageError) as caught:
        config_for(tmp_path)
    assert message in caught.value.message
    assert hint is None or hint in caught.value.hint
    where = tmp_path / "wavemaker.toml"
    assert caught.value.where == (f"{where}:{line}" if line else str(where))
    assert caught.value.exit_code == 2


def test_a_config_that_is_no_text_is_an_error_in_words(tmp_path):
    (tmp_path / "wavemaker.toml").write_bytes(bytes(range(256)))
    with pytest.raises(UsageError, match="the config cannot be read"):
        config_for(tmp_path)
