"""Order the words of one line for the eye (UAX 9 on whole words; inside a word Skia does it)."""

from collections.abc import Sequence


def visual_order(directions: Sequence[bool | None], *, right_to_left: bool) -> list[int]:
    """Return the indices of a line's items from left to right.

    Args:
        directions: Whether each item reads from right to left; None for what takes the direction
            of its surroundings (spaces, digits, signs).
        right_to_left: Direction of the paragraph.
    """
    base = int(right_to_left)
    levels = [_level(directions, index, base) for index in range(len(directions))]
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


def _level(directions: Sequence[bool | None], index: int, base: int) -> int:
    own = directions[index]
    if own is None:
        before = next((d for d in reversed(directions[:index]) if d is not None), bool(base))
        after = next((d for d in directions[index + 1 :] if d is not None), bool(base))
        own = before if before == after else bool(base)
    if own:
        return 1
    return 2 if base else 0
