"""The manifests of a run: one for an output folder, else one for each folder that was named."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from render.closing import Closing
from render.storage.atomic import output_error
from render.variants.database import MANIFEST_NAME
from render.variants.manifest import Manifest

_MOST_OPEN: Final = 8


class Manifests(Closing):
    """Opens manifests as they are needed; a context manager that closes them.

    Args:
        single: The manifest for everything, or None: each folder's own.
        is_read_only: Nothing is written.
        on_notice: Told when a damaged one was replaced.
    """

    def __init__(
        self,
        single: Path | None,
        *,
        is_read_only: bool,
        on_notice: Callable[[str], None],
    ) -> None:
        self._single = single
        self._is_read_only = is_read_only
        self._on_notice = on_notice
        self._open: OrderedDict[str, Manifest] = OrderedDict()

    def close(self) -> None:
        """Close those that are open."""
        while self._open:
            _, manifest = self._open.popitem()
            manifest.close()

    def of(self, home: str) -> Manifest:
        """Return the manifest of a folder.

        Raises:
            OutputError: It can neither be opened nor made.
        """
        if self._single is not None:
            home = ""
        manifest = self._open.get(home)
        if manifest is None:
            if len(self._open) >= _MOST_OPEN:
                _, oldest = self._open.popitem(last=False)
                oldest.close()
            path = self._single or Path(home, MANIFEST_NAME)
            manifest = self._open[home] = Manifest(
                path, is_read_only=self._is_read_only, on_notice=self._on_notice
            )
        self._open.move_to_end(home)
        return manifest

    def open_single(self) -> None:
        """Open the manifest for everything now, if there is one: a run without it is no run.

        Raises:
            OutputError: It can neither be opened nor made.
        """
        if self._single is None:
            return
        if not self._is_read_only:
            try:
                self._single.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise output_error(self._single, error) from error
        self.of("")
