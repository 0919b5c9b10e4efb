"""How values of a document are named in messages: in plain English and safe to print."""

_SHOWN_CHARACTERS = 48
_EXACT_INTEGERS = 2**53
# Directional overrides would let a document rewrite the terminal line it is quoted in.
_BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x2028, 0x2029}


def quoted(text: str) -> str:
    """Return the text in double quotes, shortened, with nothing in it that moves a terminal."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    if shown.isprintable() and '"' not in shown and "\\" not in shown:
        return f'"{shown}"'
    return '"' + "".join(_printable(character) for character in shown) + '"'


def _printable(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return "\\" + character
    if code < 0x20 or 0x7F <= code < 0xA0 or code in _BIDI_CONTROLS or 0xD800 <= code < 0xE000:  # noqa: PLR2004 - the C0, C1 and surrogate blocks of Unicode
        return f"\\u{code:04x}"
    return character


def described(value: object) -> str:
    """Return what a JSON value is, to go after "got": `the text "abc"`, `the number 3`."""
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        return _described_number(value)
    kinds: dict[type, str] = {list: "a list", tuple: "a list", dict: "an object"}
    return kinds.get(type(value), f"a {type(value).__name__}")


def _described_number(number: float) -> str:
    if isinstance(number, int) and abs(number) >= 10**_SHOWN_CHARACTERS:
        return "a number of very many digits"
    whole = isinstance(number, float) and number.is_integer() and abs(number) < _EXACT_INTEGERS
    return f"the number {int(number) if whole else number}"


def listed(names: tuple[str, ...]) -> str:
    """Return names as a phrase: `a, b or c`."""
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "or"
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def refusal(code: str, message: str, *, hint: str | None = None, **facts: object) -> Exception:
    """Return the error that a validator raises, in words that are final.

    Args:
        code: Stable name of the kind of problem.
        message: What is wrong, without a full stop.
        hint: The fix.
        facts: What the reader of the error may use: `names` that were possible, the name `given`,
            and `at`, the rest of the path to the fault inside the value.
    """
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - workers never refuse anything

    context = {"message": message, "hint": hint, **facts}
    return PydanticCustomError(code, "{message}", context)  # pyright: ignore[reportArgumentType] - the type wants a literal, the code is one at every call
