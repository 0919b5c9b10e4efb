"""What was made lately, kept while it fits: least recently used first out."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Keeps values by name up to a number of bytes; the latest is kept even if larger.

    Args:
        capacity_bytes: Bound on all values together.
        size_bytes: Tells how much memory a value takes.
    """

    def __init__(self, capacity_bytes: int, size_bytes: Callable[[Value], int]) -> None:
        self._capacity_bytes = capacity_bytes
        self._size_bytes = size_bytes
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._kept_bytes = 0

    def get(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a name, made if it is not kept."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        value = self._kept[name] = make()
        self._kept_bytes += self._size_bytes(value)
        while self._kept_bytes > self._capacity_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= self._size_bytes(dropped)
        return value
