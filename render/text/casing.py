"""Change of case as CSS has it."""

from unicodedata import name, normalize

_TONOS = "\u0301\u0342\u0300\u0345\u0313\u0314"


def transformed(text: str, transform: str, before: str = "") -> str:
    """Change the case of a text.

    Args:
        text: One run.
        transform: uppercase, lowercase, capitalize; others change nothing.
        before: The text in front of it; a run that begins inside a word is not capitalised.
    """
    match transform:
        case "uppercase":
            return _upper(text)
        case "lowercase":
            return text.lower()
        case "capitalize":
            return _capitalized(text, before)
        case _:
            return text


def _upper(text: str) -> str:
    """Return capitals; Greek ones bear no accents."""
    if not any("\u0370" <= c <= "\u03ff" or "\u1f00" <= c <= "\u1fff" for c in text):
        return text.upper()
    parts: list[str] = []
    greek = False
    for character in normalize("NFD", text):
        if character in _TONOS and greek:
            continue
        if character.isalpha():
            greek = name(character, "").startswith("GREEK")
        parts.append(character)
    return normalize("NFC", "".join(parts)).upper()


def _capitalized(text: str, before: str) -> str:
    parts: list[str] = []
    inside = bool(before) and _goes_on(before[-1])
    for character in text:
        parts.append(character if inside else character.title())
        inside = _goes_on(character) or (inside and not character.isspace())
    return "".join(parts)


def _goes_on(character: str) -> bool:
    """Tell whether a word has begun: a quotation mark in front of one is not part of it."""
    return character.isalnum() or character in "'\u2019"
