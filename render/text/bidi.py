"""Order the words of one line for the eye (UAX 9 on whole words; inside a word Skia does it)."""

from collections.abc import Iterable, Sequence


def visual_order(directions: Sequence[bool | None], *, right_to_left: bool) -> list[int]:
    """Return the indices of a line's items from left to right.

    Args:
        directions: Whether each item reads from right to left; None for what takes the direction
            of its surroundings (spaces, digits, signs).
        right_to_left: Direction of the paragraph.
    """
    levels = _levels(directions, base=int(right_to_left))
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


def _levels(directions: Sequence[bool | None], *, base: int) -> list[int]:
    """Return embedding levels: even reads to the right, odd to the left."""
    before = _carried(directions, base=base)
    after = _carried(directions[::-1], base=base)[::-1]
    # Between two directions the paragraph's own one rules.
    resolved = (
        one if one == other else bool(base) for one, other in zip(before, after, strict=True)
    )
    return [1 if backwards else 2 * base for backwards in resolved]


def _carried(directions: Iterable[bool | None], *, base: int) -> list[bool]:
    """Return each item's direction, or else that of the nearest one before it that has one."""
    carried: list[bool] = []
    for direction in directions:
        previous = carried[-1] if carried else bool(base)
        carried.append(previous if direction is None else direction)
    return carried
