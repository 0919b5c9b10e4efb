"""What is closed at the end of a `with` block."""

from types import TracebackType
from typing import Self


class Closing:
    """Closes itself when its `with` block ends, however that ends."""

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Writing(Closing):
    """A file that is finished when its `with` block ends well, and given up when it raises."""

    def abandon(self) -> None:
        """Close the file as it is: its content no longer matters."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()
