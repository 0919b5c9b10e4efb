"""The part of a file that is here, on disk and in numbers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from render.assets.remote.contents import check_media, content_fault, has_known_mark
from render.assets.remote.verdicts import Begun
from render.assets.sniffing import HEAD_BYTES
from render.errors import AssetTooLarge, AssetUnreadable
from render.storage import Claim
from render.storage.atomic import output_error

OnBytes = Callable[[int, int | None, int], None]
"""Told how much of a file is here, how long it is (None: not known), and how much has just come."""


class PartialFile:
    """What a claim has of a file, and the only one to write to it.

    What is on disk always belongs to the version that is noted beside it.

    Args:
        key: The asset's.
        claim: Where it is kept.
        max_bytes: The largest it may become.
        on_bytes: Told whenever it changes.
    """

    def __init__(self, key: str, claim: Claim, max_bytes: int, on_bytes: OnBytes) -> None:
        self._key = key
        self._claim = claim
        self._max_bytes = max_bytes
        self._on_bytes = on_bytes
        try:
            size_bytes = claim.partial.stat().st_size
        except OSError:
            size_bytes = 0
        self.begun = Begun.read(claim.facts, size_bytes)
        self._is_known = False
        self._tell(0)

    def start_anew(self, begun: Begun) -> None:
        """Throw away what there is.

        Args:
            begun: What is known of what will come; its size is 0.

        Raises:
            AssetTooLarge: It is known to be too much.
            OutputError: The cache cannot be written.
        """
        self._claim.restart(begun.facts)
        self.begun = begun
        self._is_known = False
        self._tell(0)
        self._check_length()

    def go_on(self, begun: Begun) -> None:
        """Note what more is known of the file that what there is belongs to.

        Raises:
            AssetTooLarge: It is known to be too much.
            OutputError: The cache cannot be written.
        """
        if begun != self.begun:
            self._claim.save_facts(begun.facts)
            self.begun = begun
        self._check_length()

    @contextmanager
    def appending(self) -> Iterator[Callable[[bytes], None]]:
        """Yield what to call with every piece.

        Raises:
            AssetTooLarge: It becomes too much.
            AssetUnreadable: It turns out to be nothing that the key can be.
            OutputError: The disk is full, or the like.
        """
        try:
            file = self._claim.partial.open("ab", buffering=0)
        except OSError as error:
            raise output_error(self._claim.partial, error) from error
        with file:

            def append(piece: bytes) -> None:
                if self.begun.size_bytes + len(piece) > self._max_bytes:
                    raise self._too_large()
                rest = memoryview(piece)
                try:
                    while rest:
                        rest = rest[file.write(rest) :]
                except OSError as error:
                    raise output_error(self._claim.partial, error) from error
                self.begun = replace(self.begun, size_bytes=self.begun.size_bytes + len(piece))
                self._tell(len(piece))
                if self.begun.size_bytes >= HEAD_BYTES:
                    self.check_content()

            yield append

    def end_here(self) -> None:
        """Note that nothing more will come, where only the end told how long the file is."""
        self.begun = replace(self.begun, length_bytes=self.begun.size_bytes)
        self._tell(0)

    def check_content(self) -> None:
        """Refuse a file that is nothing the key can be, and throw it away.

        Raises:
            AssetUnreadable: So it is.
        """
        if self._is_known:
            return
        fault = content_fault(self._key, self._head())
        if fault is not None:
            raise self._no_asset(fault)
        self._is_known = True

    def check_whole(self) -> None:
        """Refuse a file that is nothing the key can be, now that it is whole. May take a while.

        Raises:
            AssetUnreadable: So it is.
        """
        self.check_content()
        if not has_known_mark(self._head()):
            try:
                check_media(self._claim.partial, self._key)
            except AssetUnreadable:
                raise self._no_asset("bytes that no demuxer knows") from None

    def _head(self) -> bytes:
        try:
            with self._claim.partial.open("rb") as file:
                return file.read(HEAD_BYTES)
        except OSError as error:
            raise output_error(self._claim.partial, error) from error

    def _no_asset(self, what: str) -> AssetUnreadable:
        self._claim.restart({})
        return AssetUnreadable(
            f"the storage sends {what}, not a picture, film or sound",
            where=self._key,
            hint="upload the file again; what came is not kept",
        )

    def _check_length(self) -> None:
        if (self.begun.length_bytes or 0) > self._max_bytes:
            raise self._too_large()

    def _too_large(self) -> AssetTooLarge:
        self._claim.restart({})
        length = self.begun.length_bytes
        return AssetTooLarge(
            "the file is too large" + (f": {length:,} bytes" if length else ""),
            where=self._key,
            hint=f"the limit is {self._max_bytes:,} bytes",
        )

    def _tell(self, received: int) -> None:
        self._on_bytes(self.begun.size_bytes, self.begun.length_bytes, received)
