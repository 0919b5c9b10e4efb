"""Text to plain values whose places are known.

The standard library's reader accepts NaN, 1e999, repeated keys and lone surrogates, has no limit of
depth but the interpreter's, and does not say where values stand. This one refuses all that, names
the place of each fault, and goes on behind faults that do not confuse the rest.
"""

import re
from dataclasses import dataclass, field
from json import JSONDecodeError
from json.decoder import scanstring  # pyright: ignore[reportAttributeAccessIssue] - the stubs leave it out
from math import isinf
from typing import NoReturn

from render.document.places import Fault, Places, Step
from render.errors import LimitExceeded, Problem
from render.limits import MAX_DEPTH
from schemas.wording import quoted

_SPACE = re.compile(r"[ \t\n\r]*")
_KEY = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')
_SCALAR = (
    r'(?:"([^"\\\x00-\x1f]*)"|(-?(?:0|[1-9][0-9]{0,17}))(?![0-9A-Za-z_.+-])|(true|false|null)\b)'
    r"[ \t\n\r]*(?:,[ \t\n\r]*(?![ \t\n\r}\]])|(?=END))"
)
# A text without escapes, a whole number or a word, with the comma behind it: most of any document
# in one match instead of four, which halves the time of all reading.
_SIMPLE_MEMBER = re.compile(_SCALAR.replace("END", "}"))
_SIMPLE_ITEM = re.compile(_SCALAR.replace("END", "]"))
_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+-])")
_WORD = re.compile(r"[+-]?[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER_LIKE = re.compile(r"[+-]?\.?[0-9][0-9A-Za-z_.+-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_OTHER_WORDS = {
    "True": "true",
    "False": "false",
    "TRUE": "true",
    "FALSE": "false",
    "None": "null",
    "nil": "null",
    "NULL": "null",
    "undefined": "null",
}
_NOT_NUMBERS = ("nan", "infinity", "inf")
_INTEGER_BITS = 63
_INTEGER_DIGITS = 19


@dataclass
class Scanned:
    """A document as plain values.

    Attributes:
        root: Dicts, lists, texts, numbers, booleans and None.
        places: Where each of them stands.
        faults: What is wrong, none of which stopped the reading; such values are replaced by None.
    """

    root: object
    places: Places
    faults: list[Fault] = field(default_factory=list)


class SyntaxFault(Exception):
    """The text cannot be read on from here."""

    def __init__(self, fault: Fault, places: Places, before: list[Fault]) -> None:
        super().__init__(fault.message)
        self.faults = [*before, fault]
        self.places = places


def scan(text: str) -> Scanned:
    """Read JSON.

    Raises:
        SyntaxFault: The text is no JSON; it holds all faults up to there.
        LimitExceeded: Values lie too deep inside one another.
    """
    return _Scanner(text).document()


def _simple_value(simple: re.Match[str]) -> object:
    text, number, word = simple.groups()
    if text is not None:
        return text
    return int(number) if number else _WORDS[word]


class _Scanner:
    """One reading of one text. Methods take an offset and return a value and the offset behind."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Places(text)
        self._faults: list[Fault] = []
        self._keys: list[Step] = []
        self._open: list[int] = []

    def document(self) -> Scanned:
        for found in _SURROGATE.finditer(self._text):
            self._fault(found.start(), "half of a surrogate pair is no character", "surrogate")
        at = self._skip(0)
        if at == len(self._text):
            self._stop(at, "the composition is empty", "write at least {} with its fields")
        self._places.root_offset = at
        root, at = self._value(at)
        at = self._skip(at)
        if at < len(self._text):
            self._stop(at, "there is more after the end of the composition", self._hint_at(at))
        return Scanned(root, self._places, self._faults)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _value(self, at: int) -> tuple[object, int]:
        first = self._text[at : at + 1]
        if first == '"':
            return self._string(at)
        if first == "{":
            return self._object(at)
        if first == "[":
            return self._list(at)
        number = _NUMBER.match(self._text, at)
        if number:
            return self._number(number), number.end()
        return self._word(at)

    def _object(self, at: int) -> tuple[dict[str, object], int]:
        self._enter(at)
        members: dict[str, object] = {}
        starts: dict[str, tuple[int, int]] = {}
        text, keys, read_simple = self._text, self._keys, _SIMPLE_MEMBER.match
        at = self._skip(at + 1)
        while text[at : at + 1] != "}":
            key, key_at, value_at = self._key(at)
            keys[-1] = key
            simple = read_simple(text, value_at)
            if simple:
                value, at = _simple_value(simple), simple.end()
            else:
                value, at = self._value(value_at)
                at = self._next(at, "}")
            if key in starts:
                self._repeated(key, key_at, starts[key][0])
            members[key] = value
            starts[key] = (key_at, value_at)
        self._places.members[id(members)] = starts
        self._leave()
        return members, at + 1

    def _repeated(self, key: str, at: int, first_at: int) -> None:
        line, _ = self._places.line_column(first_at)
        message = f"the key {quoted(key)} is there twice, first in line {line}"
        self._fault(at, message, "duplicate-key", "remove one of them")

    def _key(self, at: int) -> tuple[str, int, int]:
        plain = _KEY.match(self._text, at)
        if plain:
            return plain[1], at, plain.end()
        if self._text[at : at + 1] != '"':
            self._stop_at_key(at)
        key, end = self._string(at)
        colon = self._skip(end)
        if self._text[colon : colon + 1] != ":":
            self._stop(colon, f"expected a colon after the key {quoted(key)}", self._hint_at(colon))
        return key, at, self._skip(colon + 1)

    def _list(self, at: int) -> tuple[list[object], int]:
        self._enter(at)
        items: list[object] = []
        starts: list[int] = []
        text, keys, read_simple = self._text, self._keys, _SIMPLE_ITEM.match
        at = self._skip(at + 1)
        while text[at : at + 1] != "]":
            starts.append(at)
            simple = read_simple(text, at)
            if simple:
                value, at = _simple_value(simple), simple.end()
            else:
                keys[-1] = len(items)
                value, at = self._value(at)
                at = self._next(at, "]")
            items.append(value)
        self._places.items[id(items)] = starts
        self._leave()
        return items, at + 1

    def _enter(self, at: int) -> None:
        self._open.append(at)
        self._keys.append("")
        if len(self._open) > MAX_DEPTH:
            line, column = self._places.line_column(at)
            message = f"values lie more than {MAX_DEPTH} deep inside one another"
            problem = Problem("", message, line=line, column=column, code="limit")
            raise LimitExceeded(message, where=problem.where, problems=(problem,))

    def _leave(self) -> None:
        self._open.pop()
        self._keys.pop()

    def _next(self, at: int, end: str) -> int:
        """Return the offset of the next member, or of `end`."""
        at = self._skip(at)
        here = self._text[at : at + 1]
        if here == end:
            return at
        if here != ",":
            what = "object" if end == "}" else "list"
            if here == "":
                self._stop_unclosed(at, what)
            hint = self._hint_at(at) or "a comma is missing before this"
            self._stop(at, f"expected a comma or {quoted(end)} in this {what}", hint)
        after = self._skip(at + 1)
        if self._text[after : after + 1] == end:
            self._stop(at, f"there is a comma before {quoted(end)}", "remove the comma")
        return after

    def _string(self, at: int) -> tuple[str, int]:
        plain = _STRING.match(self._text, at)
        if plain:
            return plain[1], plain.end()
        try:
            value, end = scanstring(self._text, at + 1, True)  # noqa: FBT003 - its only signature
        except JSONDecodeError as error:
            self._stop_in_string(at, error)
        if _SURROGATE.search(value):
            self._fault(at, "half of a surrogate pair is no character", "surrogate")
            value = _SURROGATE.sub("\ufffd", value)
        return value, end

    def _number(self, number: re.Match[str]) -> object:
        written = number[0]
        if number[1] is None and number[2] is None:
            if len(written) <= _INTEGER_DIGITS or int(written[:40]).bit_length() <= _INTEGER_BITS:
                return int(written)
        else:
            value = float(written)
            if not isinf(value):
                return value
        self._fault(number.start(), f"the number {written[:20]}… is too large", "number")
        return None

    def _word(self, at: int) -> tuple[object, int]:
        found = _WORD.match(self._text, at)
        if found is None:
            return self._malformed(at)
        word = found[0]
        if word in _WORDS:
            return _WORDS[word], found.end()
        if word.lstrip("+-").lower() in _NOT_NUMBERS:
            self._fault(at, f"{word} is not a number", "number", "write a number")
        elif word in _OTHER_WORDS:
            hint = f"in JSON it is {_OTHER_WORDS[word]}"
            self._fault(at, f"{word} is not known", "syntax", hint)
            return _WORDS[_OTHER_WORDS[word]], found.end()
        else:
            self._fault(
                at, f"{quoted(word)} is not a value", "syntax", "put texts in double quotes"
            )
        return None, found.end()

    def _malformed(self, at: int) -> tuple[object, int]:
        found = _NUMBER_LIKE.match(self._text, at)
        if found is None:
            here = self._text[at : at + 1]
            if here == "":
                self._stop_unclosed(at, "value")
            hint = self._hint_at(at)
            self._stop(at, f"expected a value, got {quoted(here)}", hint)
        written = found[0]
        hint = None
        if re.fullmatch(r"-?0[0-9.]+", written):
            hint = "numbers do not begin with 0"
        elif written.startswith("+"):
            hint = "numbers do not begin with +"
        elif re.match(r"-?\.|.*\.\Z", written):
            hint = "a point has digits on both sides"
        elif re.fullmatch(r"[0-9.]+(?:px|s|ms|f|em|deg)", written):
            hint = "put numbers with a unit in double quotes, or leave out the unit"
        self._fault(at, f"{quoted(written)} is not a number", "number", hint)
        return None, found.end()

    def _hint_at(self, at: int) -> str | None:
        """Return what to do about characters that other languages have and JSON has not."""
        here = self._text[at : at + 2]
        if here in ("//", "/*") or here[:1] == "#":
            return "JSON has no comments"
        if here[:1] in ("'", "`", "\u201c", "\u201d"):
            return 'texts are in straight double quotes: "..."'
        if here[:1] in ("}", "]", ","):
            return f"{quoted(here[:1])} is one too many, or something before it is missing"
        return None

    def _stop_at_key(self, at: int) -> NoReturn:
        if at >= len(self._text):
            self._stop_unclosed(at, "object")
        word = _WORD.match(self._text, at)
        hint = f'write "{word[0][:40]}"' if word else self._hint_at(at)
        self._stop(at, "expected a key in double quotes", hint)

    def _stop_unclosed(self, at: int, what: str) -> NoReturn:
        opened = self._open[-1] if self._open else 0
        line, column = self._places.line_column(opened)
        kind = "list" if self._text[opened : opened + 1] == "[" else "object"
        self._stop(
            at,
            f"the composition ends inside {'an' if kind == 'object' else 'a'} {kind}"
            if what != "text"
            else "the composition ends inside a text",
            f"the {kind} opened in line {line}, column {column} is never closed",
        )

    def _stop_in_string(self, at: int, error: JSONDecodeError) -> NoReturn:
        if error.msg.startswith("Unterminated"):
            line_end = self._text.find("\n", at)
            self._stop(
                at,
                "this text has no closing quote",
                None if line_end < 0 else 'end it with ", and write line breaks as \\n',
            )
        if error.msg.startswith("Invalid control"):
            self._stop(
                error.pos,
                "a text holds a line break or another control character",
                "write line breaks as \\n and tabs as \\t",
            )
        self._stop(
            error.pos,
            "a backslash is followed by something it does not go with",
            "write a backslash itself as \\\\",
        )

    def _fault(self, at: int, message: str, code: str, hint: str | None = None) -> None:
        self._faults.append(Fault(at, tuple(self._keys), message, hint, code))

    def _stop(self, at: int, message: str, hint: str | None) -> NoReturn:
        fault = Fault(at, tuple(key for key in self._keys if key != ""), message, hint, "syntax")
        raise SyntaxFault(fault, self._places, self._faults)
