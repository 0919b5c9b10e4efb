"""A name that one process downloads while all others wait for it.

    downloads/abcd...ef.lock       held as long as somebody downloads
    downloads/abcd...ef.partial    the bytes so far
    downloads/abcd...ef.json       what is needed to go on: etag, length; and which boot wrote it

Bytes are only gone on with when their facts are there, so facts come first. After a restart of the
machine they are dropped: a power cut may leave holes in a file that was not flushed.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self, cast

from render.closing import Closing
from render.errors import AssetDamaged, Cancelled
from render.storage.atomic import flush, output_error, unfinished_file
from render.storage.digest import sha256_file
from render.storage.locks import open_locked
from render.storage.notes import identity

if TYPE_CHECKING:
    from render.storage.content import ContentStore, StoredContent

_POLL_SECONDS: Final = 0.05


class Cancel(Protocol):
    """Says whether to stop; a `threading.Event` will do."""

    def is_set(self) -> bool:
        """Tell whether to stop."""
        ...


class Claim(Closing):
    """A name that is ours to download until the `with` block ends.

    Attributes:
        found: The file, when somebody finished it before us; and after `commit`.
        partial: Where to append the bytes. What is in it already belongs to `facts`; empty or not
            there when `facts` is empty.
    """

    found: "StoredContent | None"
    partial: Path

    def __init__(
        self, store: "ContentStore", name: str, kind: str, descriptor: int, *, fresh: bool
    ) -> None:
        self._store = store
        self._name = name
        self._kind = kind
        self._descriptor: int | None = descriptor
        own = store.root / "downloads" / identity(kind, name)
        self._lock_path = own.with_suffix(".lock")
        self._facts_path = own.with_suffix(".json")
        self.partial = own.with_suffix(".partial")
        self._facts: dict[str, object] = {}
        self.found = None if fresh else store.find(name, kind)
        if self.found is None:
            self._facts = self._kept_facts()
            if not self._facts:
                self.partial.unlink(missing_ok=True)

    @classmethod
    def open(cls, store: "ContentStore", name: str, kind: str, *, fresh: bool) -> Self | None:
        """Take a name, or return None while somebody else has it.

        Raises:
            OutputError: The cache cannot be written.
        """
        path = store.root / "downloads" / f"{identity(kind, name)}.lock"
        descriptor = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = open_locked(path)
            return None if descriptor is None else cls(store, name, kind, descriptor, fresh=fresh)
        except BaseException as error:
            if descriptor is not None:
                os.close(descriptor)
            if isinstance(error, OSError):
                raise output_error(store.root, error) from error
            raise

    @property
    def facts(self) -> dict[str, object]:
        """What was noted about the bytes in `partial`; empty when there are none."""
        return dict(self._facts)

    def save_facts(self, facts: Mapping[str, object]) -> None:
        """Note what is needed to go on later, before the bytes it is about.

        Args:
            facts: JSON values, at least one.

        Raises:
            OutputError: The cache cannot be written.
        """
        record = {"boot": _boot(), "kind": self._kind, "name": self._name, "facts": dict(facts)}
        place = self._store.root / "unfinished" / self._facts_path.name
        try:
            with unfinished_file(place) as unfinished:
                unfinished.write_text(json.dumps(record), "ascii")
                unfinished.replace(self._facts_path)
        except OSError as error:
            raise output_error(self._facts_path, error) from error
        self._facts = dict(facts)

    def restart(self, facts: Mapping[str, object]) -> None:
        """Throw the bytes away and begin again, with new facts.

        Raises:
            OutputError: The cache cannot be written.
        """
        try:
            # Facts go first and come last: at no moment do they stand beside bytes of others.
            self._facts_path.unlink(missing_ok=True)
            self.partial.unlink(missing_ok=True)
            self.partial.touch()
        except OSError as error:
            raise output_error(self.partial, error) from error
        self._facts = {}
        if facts:
            self.save_facts(facts)

    def commit(
        self, sha256: str | None = None, facts: Mapping[str, object] | None = None
    ) -> "StoredContent":
        """Make the bytes in `partial` the file of the name.

        Args:
            sha256: What the bytes must be, hex; None takes them as they are.
            facts: What to note beside the file; None is the claim's facts.

        Raises:
            AssetDamaged: They are others; they have been thrown away.
            OutputError: The cache cannot be written.
        """
        try:
            digest = sha256_file(self.partial)
            if sha256 is not None and digest != sha256.lower():
                self.restart({})
                raise AssetDamaged(
                    "the bytes are not what was promised",
                    hint=f"their SHA-256 is {digest}, not {sha256}",
                )
            flush(self.partial)
        except OSError as error:
            raise output_error(self.partial, error) from error
        kept = self._facts if facts is None else facts
        self.found = self._store.adopt(self.partial, self._name, self._kind, facts=kept)
        with suppress(OSError):
            self._facts_path.unlink(missing_ok=True)
        return self.found

    def close(self) -> None:
        """Let others have the name; the bytes so far stay."""
        if self._descriptor is None:
            return
        with suppress(OSError):
            self._lock_path.unlink()  # while it is ours: a lock on a removed file does not count
        os.close(self._descriptor)
        self._descriptor = None

    def _kept_facts(self) -> dict[str, object]:
        """Return the facts of the bytes that are there; empty if they are of no use."""
        with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
            record = json.loads(self._facts_path.read_bytes())
            if (record["boot"], record["kind"], record["name"]) == (
                _boot(), self._kind, self._name,
            ) and self.partial.is_file():  # fmt: skip
                return dict(cast("dict[str, object]", record["facts"]))
        return {}


def wait_for_claim(
    store: "ContentStore", name: str, kind: str, *, cancel: Cancel | None, fresh: bool
) -> Claim:
    """Ask for a name until it is ours.

    Raises:
        Cancelled: `cancel` was set.
        OutputError: The cache cannot be written.
    """
    while (claim := Claim.open(store, name, kind, fresh=fresh)) is None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("the download was stopped")
        time.sleep(_POLL_SECONDS)
    return claim


@cache
def _boot() -> str:
    """Return what changes with every start of the machine, or nothing where nobody says."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return ""
