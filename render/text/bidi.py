"""Which way text runs: the levels of UAX 9 and the order of a line for the eye.

Marks of direction (LRM, RLM, ALM) count; embeddings and isolates do not, they are taken for
neutral characters.
"""
# ruff: noqa: RUF001 these look-alikes are meant

from collections.abc import Sequence
from unicodedata import bidirectional

_BRACKETS = (
    "()[]{}⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫⟬⟭"
    "〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣"
)
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_MOST_OPEN = 63  # what UAX 9 allows
_STRONG = frozenset(("L", "R", "AL"))
_NUMBERS = frozenset(("EN", "AN"))
_EMBEDDING = ("L", "R")


def resolve_levels(clusters: Sequence[str], *, right_to_left: bool) -> list[int]:
    """Return the embedding level of each cluster of a paragraph; odd ones run to the left.

    Args:
        clusters: Grapheme clusters, spaces included.
        right_to_left: Direction of the paragraph.
    """
    base = int(right_to_left)
    types = _weak(_first_types(clusters), base)
    _resolve_brackets(clusters, types, base)
    _resolve_neutrals(types, base)
    return [_level(kind, base) for kind in types]


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's items from left to right (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order


def first_direction(clusters: Sequence[str]) -> bool | None:
    """Return whether the first letter reads from right to left; None without letters."""
    for cluster in clusters:
        kind = bidirectional(cluster[0])
        if kind in _STRONG:
            return kind != "L"
    return None


def _first_types(clusters: Sequence[str]) -> list[str]:
    return [bidirectional(cluster[0]) or "L" for cluster in clusters]


def _weak(types: list[str], base: int) -> list[str]:
    """Apply rules W1 to W7."""
    strong = before = _EMBEDDING[base]
    for index, kind in enumerate(types):
        if kind == "NSM":  # W1
            kind = types[index] = before  # noqa: PLW2901 the rules rewrite in place
        if kind == "EN" and strong == "AL":  # W2
            types[index] = "AN"
        elif kind in _STRONG:
            strong = kind
        before = types[index]
    types = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        around = {types[index - 1], types[index + 1]}
        if len(around) == 1 and (
            (types[index] == "ES" and around == {"EN"})
            or (types[index] == "CS" and around <= _NUMBERS)
        ):
            types[index] = types[index - 1]
    _join_terminators(types)
    strong = _EMBEDDING[base]
    for index, kind in enumerate(types):
        if kind in {"ES", "ET", "CS"}:  # W6
            types[index] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            types[index] = "L"
    return types


def _join_terminators(types: list[str]) -> None:
    """Apply rule W5: signs such as % and € go with the number they stand at."""
    index = 0
    while index < len(types):
        end = index
        while end < len(types) and types[end] in {"ET", "BN"}:
            end += 1
        before = types[index - 1] if index else ""
        after = types[end] if end < len(types) else ""
        if end > index and "EN" in {before, after}:
            types[index:end] = ["EN"] * (end - index)
        index = max(end, index + 1)


def _direction(kind: str) -> str | None:
    return "R" if kind in {"R", *_NUMBERS} else "L" if kind == "L" else None


def _resolve_brackets(clusters: Sequence[str], types: list[str], base: int) -> None:
    """Apply rule N0: a pair of brackets takes one direction."""
    embedding = _EMBEDDING[base]
    for first, last in _pairs(clusters, types):
        inside = {_direction(kind) for kind in types[first + 1 : last]}
        if embedding in inside:
            types[first] = types[last] = embedding
        elif inside - {None}:
            before = next((_direction(k) for k in reversed(types[:first]) if _direction(k)), None)
            other = _EMBEDDING[1 - base]
            types[first] = types[last] = other if before == other else embedding


def _pairs(clusters: Sequence[str], types: Sequence[str]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, (cluster, kind) in enumerate(zip(clusters, types, strict=True)):
        if kind != "ON":
            continue
        if cluster[0] in _CLOSING:
            if len(opened) == _MOST_OPEN:
                return []
            opened.append((_CLOSING[cluster[0]], index))
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == cluster[0]:
                pairs.append((opened[depth][1], index))
                del opened[depth:]
                break
    return sorted(pairs)


def _resolve_neutrals(types: list[str], base: int) -> None:
    """Apply rules N1 and N2: what has no direction takes that of what stands around it."""
    embedding = _EMBEDDING[base]
    index = 0
    while index < len(types):
        end = index
        while end < len(types) and _direction(types[end]) is None:
            end += 1
        before = (_direction(types[index - 1]) if index else None) or embedding
        after = (_direction(types[end]) if end < len(types) else None) or embedding
        for neutral in range(index, end):
            types[neutral] = before if before == after else embedding
        index = max(end, index + 1)


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)
