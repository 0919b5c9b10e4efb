"""`wavemaker validate`."""

import json

GOOD = {"id": "c", "totalDurationFrames": 5, "scenes": [{"id": "s", "durationFrames": 5}]}
ODD = GOOD | {"colour": "red"}
BAD = '{"id": "c",\n "fps": 0,\n "totalDurationFrames": 5,\n "scenes": []}'


def test_a_valid_file_is_said_so_on_stderr(wavemaker, write):
    path = write(GOOD)
    result = wavemaker("validate", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{path}: valid\n"


def test_every_problem_is_shown_with_line_column_and_fix(wavemaker, write):
    result = wavemaker("validate", write(BAD))
    assert result.exit_code == 3
    path = f"{result.stderr.split(' --> ')[1].split(':')[0]}"
    assert result.stderr.startswith("error[range]: expected 1 to 240 frames a second, got the nu")
    assert f' --> {path}:2:9  fps\n  |\n2 |  "fps": 0,\n  |         ^\n' in result.stderr
    assert f" --> {path}:4:12  scenes\n" in result.stderr
    assert result.stderr.endswith("composition.json: invalid, 2 errors\n")


def test_warnings_leave_a_file_valid_unless_strict(wavemaker, write):
    path = write(ODD)
    lax = wavemaker("validate", path)
    assert lax.exit_code == 0
    assert 'warning[unknown-key]: the key "colour" is not known' in lax.stderr
    assert lax.stderr.endswith("composition.json: valid, 1 warning\n")
    strict = wavemaker("validate", path, "--strict")
    assert strict.exit_code == 3
    assert 'error[unknown-key]: the key "colour"' in strict.stderr


def test_several_files_are_all_checked_whatever_comes_of_the_first(wavemaker, write, tmp_path):
    bad, good, none = write(BAD, "bad.json"), write(GOOD, "good.json"), tmp_path / "none.json"
    result = wavemaker("validate", bad, good)
    assert result.exit_code == 3
    assert "bad.json: invalid" in result.stderr
    assert "good.json: valid" in result.stderr
    result = wavemaker("validate", none, bad, good)
    assert result.exit_code == 2
    assert f"error: {none}: there is no such composition file" in result.stderr
    assert "bad.json: invalid" in result.stderr
    assert "good.json: valid" in result.stderr


def test_json_has_one_entry_a_file(wavemaker, write, tmp_path):
    paths = [write(BAD, "bad.json"), write(ODD, "odd.json"), tmp_path / "none.json"]
    result = wavemaker("validate", *paths, "--json")
    assert result.exit_code == 2
    assert result.stderr == ""
    bad, odd, none = json.loads(result.stdout)
    assert [bad["valid"], odd["valid"], none["valid"]] == [False, True, False]
    assert [bad["file"], odd["file"], none["file"]] == [str(path) for path in paths]
    first = bad["problems"][0]
    assert (first["path"], first["line"], first["column"]) == ("fps", 2, 9)
    assert first["severity"] == "error"
    assert {"message", "hint", "code"} <= set(first)
    assert [problem["severity"] for problem in odd["problems"]] == ["warning"]
    assert none["problems"][0]["code"] == "unreadable"


def test_standard_input_is_read(wavemaker):
    assert wavemaker("validate", "-", input=json.dumps(GOOD)).exit_code == 0
    result = wavemaker("validate", "-", "--json", input=BAD)
    assert result.exit_code == 3
    assert json.loads(result.stdout)[0]["file"] == "-"


def test_the_apis_envelope_is_read(wavemaker, write):
    assert wavemaker("validate", write({"composition_id": "x", "composition": GOOD})).exit_code == 0


def test_a_folder_and_a_file_that_is_no_text_are_refused_in_words(wavemaker, tmp_path):
    (tmp_path / "noise.json").write_bytes(bytes(range(256)))
    folder = wavemaker("validate", tmp_path)
    noise = wavemaker("validate", tmp_path / "noise.json")
    assert (folder.exit_code, noise.exit_code) == (2, 3)
    assert "error: " in folder.stderr
    assert "error[encoding]: " in noise.stderr


def test_nothing_in_a_document_can_steer_the_terminal(wavemaker, write):
    evil = "\x1b[31m\u202egnp.exe\x07"
    result = wavemaker("validate", write(GOOD | {evil: 1, "fps": evil}))
    assert result.exit_code == 3
    assert "\\u001b[31m\\u202egnp.exe\\u0007" in result.stderr
    assert not {"\x1b", "\u202e", "\x07"} & set(result.stderr)


def test_a_file_name_that_is_no_unicode_is_no_obstacle(wavemaker, write, tmp_path):
    path = tmp_path / "\udcff.json"
    try:
        write(GOOD).rename(path)
    except OSError:
        return  # a file system that takes none such
    for more in ([], ["--json"]):
        assert wavemaker("validate", path, *more).exit_code == 0
