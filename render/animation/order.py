"""Which of several parts moves first."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Order:
    """The order in which parts take turns; several parts may share one.

    Attributes:
        name: forward, backward, center (from the middle outwards), edges (from both ends inwards)
            or random.
        seed: Of random.
    """

    name: str = "forward"
    seed: int = 0

    def turn(self, part: int, parts: int) -> int:
        """Return how many turns a part waits.

        Args:
            part: Counted from 0.
            parts: How many there are.
        """
        match self.name:
            case "backward":
                return parts - 1 - part
            case "center":
                return self.last_turn(parts) - min(part, parts - 1 - part)
            case "edges":
                return min(part, parts - 1 - part)
            case "random":
                return _shuffled(parts, self.seed)[part]
            case _:
                return part

    def last_turn(self, parts: int) -> int:
        """Return the turn of those that wait longest."""
        return (parts - 1) // (2 if self.name in ("center", "edges") else 1)


FORWARD = Order()


@lru_cache(_KEPT)
def _shuffled(parts: int, seed: int) -> tuple[int, ...]:
    """Return the turn of every part: the same on every machine."""

    def lot(part: int) -> bytes:
        return blake2b(f"{seed} {part}".encode(), digest_size=8).digest()

    drawn = sorted(range(parts), key=lot)
    turns = [0] * parts
    for turn, part in enumerate(drawn):
        turns[part] = turn
    return tuple(turns)
