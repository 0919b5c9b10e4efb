"""Text that is no JSON, or JSON that no composition should be: refused, with its place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.document import parse_composition
from render.document.encoding import decode
from render.document.json_text import SyntaxFault, scan
from render.errors import CompositionError, LimitExceeded
from tests.document.documents import errors_of

# text, line, column, a part of the message, a part of the hint
SYNTAX = [
    ("", 1, 1, "is empty", "{}"),
    ("   \n\t ", 2, 3, "is empty", None),
    ("{", 1, 2, "ends inside an object", "line 1, column 1"),
    ("[", 1, 2, "ends inside a list", "line 1, column 1"),
    ('{"a": [1, 2', 1, 12, "ends inside a list", "line 1, column 7"),
    ('{\n "a": {\n  "b": 1', 3, 9, "ends inside an object", "line 2, column 7"),
    ('{"a"', 1, 5, "expected a colon", None),
    ('{"a":', 1, 6, "ends inside an object", None),
    ('{"a" 1}', 1, 6, "expected a colon", None),
    ('{"a"; 1}', 1, 5, "expected a colon", None),
    ('{"a":1,}', 1, 7, "comma before", "remove the comma"),
    ('{"a":[1,2,]}', 1, 10, "comma before", "remove the comma"),
    ('{"a":[1,\n2,\n]}', 2, 2, "comma before", "remove the comma"),
    ('{,"a":1}', 1, 2, "expected a key", "one too many"),
    ('{"a":1,,"b":2}', 1, 8, "expected a key", "one too many"),
    ('{"a":[1,,2]}', 1, 9, "expected a value", "one too many"),
    ('{"a":1 "b":2}', 1, 8, "expected a comma", "a comma is missing"),
    ('{"a":1\n "b":2}', 2, 2, "expected a comma", "a comma is missing"),
    ('{"a":[1 2]}', 1, 9, "expected a comma", "a comma is missing"),
    ('{"a":[1,2}', 1, 10, "expected a comma", "one too many"),
    ('{"a":{"b":1]', 1, 12, "expected a comma", "one too many"),
    ('{"a":1}}', 1, 8, "more after the end", "one too many"),
    ('{"a":1} {"b":2}', 1, 9, "more after the end", None),
    ("[]]", 1, 3, "more after the end", None),
    ("{'a': 1}", 1, 2, "expected a key", "double quotes"),
    ("{\"a\": 'x'}", 1, 7, "expected a value", "double quotes"),
    ('{"a": \u201cx\u201d}', 1, 7, "expected a value", "straight double quotes"),
    ("{a: 1}", 1, 2, "expected a key", 'write "a"'),
    ("{1: 1}", 1, 2, "expected a key", None),
    ('// note\n{"a":1}', 1, 1, "expected a value", "no comments"),
    ('{"a":1, /* note */ "b":2}', 1, 9, "expected a key", "no comments"),
    ('{"a":1 // note\n}', 1, 8, "expected a comma", "no comments"),
    ('# note\n{"a":1}', 1, 1, "expected a value", "no comments"),
    ('{"a":"abc', 1, 6, "no closing quote", None),
    ('{"a":"abc\n}', 1, 10, "line break", "\\n"),
    ('{"a":"tab\there"}', 1, 10, "control character", "\\t"),
    ('{"a":"nul\0here"}', 1, 10, "control character", None),
    ('{"a":"\\x41"}', 1, 7, "backslash", "\\\\"),
    ('{"a":"C:\\path"}', 1, 9, "backslash", "\\\\"),
    ('{"a":"\\u12"}', 1, 8, "backslash", None),
    ('{"a\nb":1}', 1, 4, "line break", None),
    ('{"ключ":1 x}', 1, 11, "expected a comma", None),
    ("\ufeff\ufeff{}", 1, 1, "expected a value", None),
    ("@", 1, 1, "expected a value", None),
    ("<html>", 1, 1, "expected a value", None),
]

# a value, a part of the message, a part of the hint; each stands in line 2 of {\n "a": VALUE}
VALUES = [
    ("NaN", "NaN is not a number", "write a number"),
    ("nan", "nan is not a number", None),
    ("Infinity", "Infinity is not a number", None),
    ("-Infinity", "-Infinity is not a number", None),
    ("+inf", "+inf is not a number", None),
    ("1e999", "too large", None),
    ("-1e999", "too large", None),
    ("1" * 5000, "too large", None),
    ("99999999999999999999", "too large", None),
    ("-9223372036854775809", "too large", None),
    ("01", '"01" is not a number', "do not begin with 0"),
    ("-012", "is not a number", "do not begin with 0"),
    ("+1", '"+1" is not a number', "do not begin with +"),
    (".5", '".5" is not a number', "digits on both sides"),
    ("5.", '"5." is not a number', "digits on both sides"),
    ("0x1F", "is not a number", None),
    ("1_000", "is not a number", None),
    ("1.2.3", "is not a number", None),
    ("1e", "is not a number", None),
    ("10px", "is not a number", "unit"),
    ("2s", "is not a number", "unit"),
    ("True", "True is not known", "in JSON it is true"),
    ("None", "None is not known", "in JSON it is null"),
    ("undefined", "undefined is not known", "null"),
    ("hello", "is not a value", "double quotes"),
    ('"\\ud800"', "surrogate", None),
    ('"x\\udc00y"', "surrogate", None),
    ('"\\udc00\\ud800"', "surrogate", None),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), SYNTAX)
def test_the_first_fault_of_the_text_is_named_with_its_place(text, line, column, message, hint):
    (error,) = errors_of(text)
    assert (error.line, error.column) == (line, column)
    assert message in error.message
    assert hint is None or hint in (error.hint or "")
    assert error.code == "syntax"


@pytest.mark.parametrize(("value", "message", "hint"), VALUES)
def test_a_value_that_json_does_not_have_is_named_with_its_place(value, message, hint):
    (error,) = [each for each in errors_of(f'{{\n "a": {value}}}') if each.code != "missing"]
    assert (error.path, error.line, error.column) == ("a", 2, 7)
    assert message in error.message
    assert hint is None or hint in (error.hint or "")


def test_faults_that_do_not_stop_the_reading_are_all_named_at_once():
    errors = errors_of('{"id": NaN, "scenes": [01, {"id": "\\ud800"}], "id": 1e999}')
    places = [(each.path, each.column) for each in errors]
    for place in [("id", 8), ("scenes[0]", 24), ("scenes[1].id", 35), ("id", 47), ("id", 53)]:
        assert place in places
    assert not any("got null" in each.message for each in errors), "a fault is told once"


def test_a_repeated_key_is_an_error_at_the_second_one_and_names_the_first():
    (error,) = [e for e in errors_of('{"id": 1,\n\n "id": 2}') if e.code == "duplicate-key"]
    assert (error.path, error.line, error.column) == ("id", 3, 2)
    assert "first in line 1" in error.message


def test_a_repeated_key_is_found_however_it_is_escaped():
    errors = errors_of('{"id": "a", "\\u0069d": "b"}')
    assert "duplicate-key" in [each.code for each in errors]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 65 + "]" * 65])
def test_depth_is_limited(text):
    with pytest.raises(LimitExceeded) as caught:
        parse_composition(text)
    assert "64 deep" in str(caught.value)
    assert caught.value.problems[0].code == "limit"


def test_64_levels_are_read():
    assert scan("[" * 64 + "]" * 64).root


def test_size_is_limited_before_anything_is_read():
    with pytest.raises(LimitExceeded, match="8,000,000"):
        parse_composition(b" " * 8_000_001)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_32_are_refused_by_name(encoding):
    with pytest.raises(CompositionError, match="UTF-16") as caught:
        parse_composition('{"id": "c"}'.encode(encoding))
    assert caught.value.hint == "save it as UTF-8"


def test_bytes_that_are_no_utf_8_are_refused_with_their_place():
    with pytest.raises(CompositionError) as caught:
        parse_composition('{\n "é": "'.encode() + b'\xe9"}')
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 8)
    assert "0xe9" in problem.message


@pytest.mark.parametrize("source", [b"\xef\xbb\xbf[]", "\ufeff[]", b"[]", "[]"])
def test_a_byte_order_mark_is_fine_and_shifts_no_column(source):
    assert decode(source) == "[]"


def test_half_a_surrogate_in_a_python_text_is_refused():
    errors = errors_of('{"id": "\ud800"}')
    assert "surrogate" in [each.code for each in errors]


def test_a_pair_of_escaped_surrogates_is_one_character():
    assert scan('["\\ud83d\\ude00"]').root == ["\N{GRINNING FACE}"]


def test_lines_end_in_every_way_and_columns_count_characters():
    (error,) = errors_of('{\r\n"a": 1,\r"éé": 2,\n"b" 3}')
    assert (error.line, error.column) == (4, 5)


def test_a_message_never_carries_what_would_move_a_terminal():
    name = "\\u001b[31m\\u202e" + "x" * 500
    for error in errors_of(f'{{"{name}": 1, "fps": "{name}", "id": 3}}'):
        shown = str(error) + error.where
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert len(error.message) < 200


VALID = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(
    VALID.filter(lambda v: "\\ud" not in json.dumps(v)),
    st.sampled_from([None, 1]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_valid_json_is_read_as_the_standard_library_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    scanned = scan(text)
    assert scanned.root == json.loads(text)
    assert not scanned.faults


@given(VALID, st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_damaged_json_gives_faults_and_never_another_error(value, data):
    text = json.dumps(value, ensure_ascii=False)
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 3)))
    damaged = text[:at] + data.draw(
        st.text(st.sampled_from('{}[]",:\\x1e- /N\n\ud800'), max_size=3)
    )
    damaged += text[end:]
    try:
        scanned = scan(damaged)
        faults = scanned.faults
    except SyntaxFault as stop:
        scanned, faults = None, stop.faults
    assert all(0 <= fault.offset <= len(damaged) for fault in faults)
    assert faults or scanned
    if not faults:
        assert scanned.root == json.loads(damaged)
