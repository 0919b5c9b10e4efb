"""Counting what has come, for whoever watches."""

from collections.abc import Callable, Iterable

from render.assets.remote.events import FetchProgress
from render.assets.remote.partial import OnBytes


class Tally:
    """How far a fetch is.

    Args:
        assets_total: How many are wanted.
        clock: Seconds, of any beginning.
    """

    def __init__(self, assets_total: int, clock: Callable[[], float]) -> None:
        self.assets_done = self.assets_cached = self.assets_failed = 0
        self.bytes_received = 0
        self._assets_total = assets_total
        self._clock = clock
        self._began: float | None = None
        self._sizes: dict[str, tuple[int, int | None]] = {}

    def expect(self, keys: Iterable[str]) -> None:
        """Say which files have to come."""
        self._sizes |= dict.fromkeys(keys, (0, None))

    def drop(self, key: str) -> None:
        """Say that a file need not come, or will not."""
        self._sizes.pop(key, None)

    def watching(self, key: str) -> OnBytes:
        """Return what to tell how much of a file is here."""

        def on_bytes(size_bytes: int, length_bytes: int | None, received: int) -> None:
            self._sizes[key] = (size_bytes, length_bytes)
            self.bytes_received += received
            if received and self._began is None:
                self._began = self._clock()

        return on_bytes

    def progress(self) -> FetchProgress:
        """Return how far it is now."""
        done = sum(size for size, _ in self._sizes.values())
        lengths = [length for _, length in self._sizes.values() if length is not None]
        total = sum(lengths) if len(lengths) == len(self._sizes) else None
        elapsed = 0.0 if self._began is None else self._clock() - self._began
        rate = self.bytes_received / elapsed if elapsed > 0 else None
        left = max(0, total - done) / rate if rate and total is not None else None
        return FetchProgress(
            assets_done=self.assets_done,
            assets_cached=self.assets_cached,
            assets_failed=self.assets_failed,
            assets_total=self._assets_total,
            bytes_done=done,
            bytes_total=total,
            bytes_per_second=rate,
            seconds_left=left,
        )
