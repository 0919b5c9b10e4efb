"""Which variants an original gets, which of them are there already, and where they lie.

The type is what the first bytes say, whatever the name says. Two originals whose variants would
have one name are a collision: the first in the order of paths gets it, but one whose variants are
there already keeps them against a newcomer.
"""

import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from render.assets.sniffing import HEAD_BYTES, guess_kind
from render.errors import AssetError, AssetUnreadable, OutputError, RenderError, VariantNameTaken
from render.variants.database import MANIFEST_NAME
from render.variants.manifest import KnownOriginal, KnownVariant
from render.variants.manifests import Manifests
from render.variants.originals import Original, as_asset_error
from render.variants.outcome import Kind, VariantOutcome
from render.variants.plan import Plan
from render.variants.profiles import BUILT_IN, Profile, images_of, videos_of
from render.variants.result import VariantResult
from render.variants.work import Work

_ITSELF: Final = "it is a variant itself"
_NO_PROFILE: Final[dict[Kind, str]] = {
    "image": "no profile is for pictures",
    "video": "no profile is for films",
}


class Triage:
    """Decides about originals, one by one.

    Args:
        profiles: The variants there are.
        output: The folder that variants go to; None is beside their originals.
        manifests: What was made before.
        force: Whether what is there is made again.
    """

    def __init__(
        self,
        profiles: Sequence[Profile],
        output: Path | None,
        manifests: Manifests,
        *,
        force: bool,
    ) -> None:
        self._by_kind: dict[Kind, tuple[Profile, ...]] = {
            "image": images_of(tuple(profiles)),
            "video": videos_of(tuple(profiles)),
        }
        self._fingerprints = {each.tail: each.fingerprint for each in profiles}
        self._tails = tuple({each.tail.casefold() for each in (*BUILT_IN, *profiles)})
        self._output = output
        self._manifests = manifests
        self._force = force

    def is_variant_name(self, name: str) -> bool:
        """Tell whether a file is called like a variant; those get no variants of their own."""
        folded = name.rpartition("/")[2].casefold()
        return folded.endswith(self._tails) and folded not in self._tails

    def compare(self, original: Original) -> VariantOutcome | None:
        """Return the outcome of an original that needs no work, None for one that may.

        No file is opened: this is what a rerun over a million does.
        """
        if original.error is not None:
            return unusable(original, original.error)
        try:
            return self._compare(original)
        except OutputError as error:
            return failed(original, error)

    def _compare(self, original: Original) -> VariantOutcome | None:
        manifest = self._manifests.of(original.home)
        if self.is_variant_name(original.name) or manifest.variant(original.path) is not None:
            return ignored(original, _ITSELF)
        known = manifest.original(original.path)
        if self._force or known is None or not is_current(known, original):
            return None
        if known.kind == "other":
            return None if original.is_named else ignored(original, known.note or "")
        kind = cast("Kind", known.kind)
        if all(self._is_there(original, *order) for order in self._orders(original, kind)):
            return self._nothing_to_make(original, kind)
        return None

    def settle(self, original: Original, plan: Plan) -> Work | VariantOutcome:
        """Return what is to be made of an original, or its outcome when there is nothing to make.

        What is to be made is claimed in the plan.
        """
        try:
            manifest = self._manifests.of(original.home)
            known = manifest.original(original.path)
            name = known.kind if known and is_current(known, original) else "other"
            name = _sniff(original) if name == "other" else name
            if name not in self._by_kind:
                return self._not_media(original, name)
            kind = cast("Kind", name)
            every = self._orders(original, kind)
            orders = tuple(
                (profile, Path(path))
                for profile, path in every
                if self._force or not self._is_there(original, profile, path)
            )
            if not orders:
                # It may have been moved: it is the owner of its variants from now on.
                there = [
                    (path, self._fingerprints[each.tail], _size_bytes(path) or 0)
                    for each, path in every
                ]
                manifest.record(original.path, known_now(original, kind), there)
                return self._nothing_to_make(original, kind)
            for _, path in every:
                self._check_free(original, path, plan)
        except RenderError as error:
            return unusable(original, error)
        for _, path in every:
            plan.claim(_claimed_name(original, path), original)
        return Work(original, kind, orders)

    def _orders(self, original: Original, kind: Kind) -> tuple[tuple[Profile, str], ...]:
        """Return by which profiles variants are made of an original, and where each lies.

        Text, not paths: this happens twice for each of a million originals.
        """
        whole = original.path if self._output is None else f"{self._output}/{original.name}"
        start = without_extension(whole)
        return tuple((each, start + each.tail) for each in self._by_kind[kind])

    def _is_there(self, original: Original, profile: Profile, path: str) -> bool:
        """Tell whether a variant was made of what the original is now, and still lies there."""
        known = self._manifests.of(original.home).variant(path)
        return (
            known is not None
            and known.fingerprint == self._fingerprints[profile.tail]
            and known.state == (original.size_bytes, original.mtime_ns)
            and not _is_of_another(known, original)
            and _size_bytes(path) == known.size_bytes
        )

    def _check_free(self, original: Original, path: str, plan: Plan) -> None:
        """Raise when a variant's name is another original's."""
        known = self._manifests.of(original.home).variant(path)
        owner = known.original if known is not None and _is_of_another(known, original) else None
        owner = owner or plan.claimed_by(_claimed_name(original, path))
        if owner is not None:
            raise VariantNameTaken(
                f"{Path(path).name} is made of {owner}",
                where=original.shown,
                hint="rename one of the two, or give each a folder of its own",
            )

    def _nothing_to_make(self, original: Original, kind: Kind) -> VariantOutcome:
        paths = tuple(Path(path) for _, path in self._orders(original, kind))
        if not paths:
            return ignored(original, _NO_PROFILE[kind], kind)
        return VariantOutcome(Path(original.shown), "unchanged", kind, paths)

    def _not_media(self, original: Original, name: str) -> VariantOutcome:
        """Return the outcome of a file that is neither picture nor film, whatever it is called."""
        if original.is_wanted:
            error = AssetUnreadable(
                f"this is {name}, neither a picture nor a film", where=original.shown
            )
            return failed(original, error)
        self._note_other(original, f"it is {name}")
        return ignored(original, f"it is {name}")

    def nothing(self, original: Original, reason: str) -> VariantOutcome:
        """Return the outcome of an original that turned out to be nothing to make variants of.

        Raises:
            OutputError: The manifest cannot be written.
        """
        if original.is_named:
            return failed(original, AssetUnreadable(reason, where=original.shown))
        self._note_other(original, reason)
        return ignored(original, reason)

    def note_made(self, work: Work, made: Sequence[VariantResult]) -> None:
        """Book what was made, so that it is not made again.

        Raises:
            OutputError: The manifest cannot be written.
        """
        original = work.original
        tails = {path: profile.tail for profile, path in work.orders}
        self._manifests.of(original.home).record(
            original.path,
            known_now(original, work.kind),
            [(str(v.path), self._fingerprints[tails[v.path]], v.size_bytes) for v in made],
        )

    def _note_other(self, original: Original, reason: str) -> None:
        """Book that nothing can be made of an original, so that nobody looks again."""
        manifest = self._manifests.of(original.home)
        manifest.record(original.path, known_now(original, "other", reason))


def without_extension(path: str) -> str:
    """Return a path without what `pathlib` calls its suffix."""
    start = path.rfind("/") + 1
    dot = path.rfind(".")
    return path[:dot] if start < dot < len(path) - 1 else path


def known_now(original: Original, kind: str, note: str | None = None) -> KnownOriginal:
    """Return what is known of an original in its present state."""
    return KnownOriginal(original.size_bytes, original.mtime_ns, kind, note)


def unusable(original: Original, error: RenderError) -> VariantOutcome:
    """Return the outcome of an original that cannot be used; in a folder it may be anything."""
    if original.is_wanted or not isinstance(error, AssetError):
        return failed(original, error)
    return ignored(original, error.message)


def failed(original: Original, error: RenderError) -> VariantOutcome:
    """Return the outcome of an original of which nothing was made."""
    return VariantOutcome(Path(original.shown), "failed", error=error)


def ignored(original: Original, reason: str, kind: Kind | None = None) -> VariantOutcome:
    """Return the outcome of what is no original."""
    return VariantOutcome(Path(original.shown), "ignored", kind, reason=reason)


def is_current(known: KnownOriginal, original: Original) -> bool:
    """Tell whether an original still is what is known of it."""
    state = known.size_bytes, known.mtime_ns
    return state == (original.size_bytes, original.mtime_ns)


def _is_of_another(known: KnownVariant, original: Original) -> bool:
    """Tell whether a variant belongs to another original that is still there.

    One that is gone was moved or removed: its variants are anybody's.
    """
    return known.original != original.path and os.path.lexists(known.original)


def _size_bytes(path: str) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - see `_orders`
    except OSError:
        return None


def _sniff(original: Original) -> str:
    """Return "image", "video", or the name of what it is instead.

    Raises:
        AssetUnreadable: It cannot be read.
    """
    try:
        # Not blocking: since it was found, a pipe may have taken its place.
        descriptor = os.open(original.path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            head = os.read(descriptor, HEAD_BYTES)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise as_asset_error(original.shown, error) from error
    guess = guess_kind(head)
    return {"image": "image", "container": "video"}.get(guess.kind, guess.name)


def _claimed_name(original: Original, path: str) -> str:
    """Return a name that two variants share when they are one file."""
    if _folds_names(original.home):
        return unicodedata.normalize("NFC", path).casefold()
    return path


@lru_cache(maxsize=256)
def _folds_names(folder: str) -> bool:
    """Tell whether `A` and `a` are one name in a folder with a manifest, as on most Macs."""
    return os.path.lexists(f"{folder}/{MANIFEST_NAME.upper()}")
