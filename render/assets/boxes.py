"""The outermost boxes of an MP4: where its index lies, and where its media."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

HEAD_BYTES: Final = 8
MAX_BOXES: Final = 10_000
"""No real file has more outermost boxes, but for fragments of live streams."""


class Box(NamedTuple):
    """A box: its four letters, and the byte it begins at."""

    name: bytes
    at: int


def outer_boxes(path: Path) -> Iterator[Box]:
    """Yield an MP4's outermost boxes, a bounded number of them."""
    end = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        for _ in range(MAX_BOXES):
            if at >= end:
                return
            file.seek(at)
            head = file.read(2 * HEAD_BYTES)
            size = int.from_bytes(head[:4])
            yield Box(head[4:8], at)
            if size == 1:  # it is written after the name, in 64 bits
                size = int.from_bytes(head[8:])
            if size < HEAD_BYTES:  # 0 is "to the end"
                return
            at += size


def starts_fast(path: Path) -> bool:
    """Tell whether a player finds an MP4's index before its media."""
    found = [box.name for box in outer_boxes(path) if box.name in {b"moov", b"mdat"}]
    return found[:1] == [b"moov"]
