"""Small stand-ins for large assets: `_800w.jpg` for a still, `_preview.mp4` for a clip."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from render.assets.folder import Resolver
from render.document.asset_uses import AssetUse
from render.errors import AssetMissing
from schemas.variant_keys import PROXY_SUFFIXES, MediaKind, variant_keys

_SUFFIXES: Final[Mapping[MediaKind, tuple[str, ...]]] = {
    kind: (suffix,) for kind, suffix in PROXY_SUFFIXES.items()
}
_SHOWN_BY: Final = frozenset({"Scene", "ImageLayer", "VideoLayer"})
_OPAQUE: Final = (".jpg", ".jpeg", ".jfif", ".heic", ".heif", ".bmp", ".mp4", ".m4v", ".mts")
"""What cannot be transparent. A proxy never is: in place of a logo it would be a coloured box."""


def proxy_keys(uses: Iterable[AssetUse]) -> dict[str, str]:
    """Return the keys that a proxy may stand in for: key -> the proxy's key.

    A scene's own picture fills the canvas, so a proxy may stand in for any; elsewhere only for
    formats without transparency.

    Args:
        uses: Every use of every key: one that needs the original keeps it everywhere.
    """
    allowed: dict[str, bool] = {}
    for use in uses:
        opaque = use.kind == "Scene" or use.key.lower().endswith(_OPAQUE)
        allowed[use.key] = allowed.get(use.key, True) and use.kind in _SHOWN_BY and opaque
    found = {key: variant_keys(key, _SUFFIXES) for key, fits in allowed.items() if fits}
    return {key: variants[0] for key, variants in found.items() if variants}


class Proxies:
    """A resolver that gives the proxy of a key where there is one, else the original.

    Args:
        originals: Finds both.
        keys: Proxy's key of each key that may have one (`proxy_keys`).
    """

    def __init__(self, originals: Resolver, keys: Mapping[str, str]) -> None:
        self._originals = originals
        self._keys = keys

    def resolve(self, key: str) -> Path:
        """Return the absolute path of the proxy's file, or of the original's.

        Raises:
            AssetError: As the resolver behind it, for the original.
        """
        if key in self._keys:
            try:
                return self._originals.resolve(self._keys[key])
            except AssetMissing:
                pass  # nobody has made it: the original shows the same
        return self._originals.resolve(key)
