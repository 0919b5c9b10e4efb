"""Where segments are kept: the user's cache, or a folder that goes with the render."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from render.errors import OutputError
from render.segments.cache import SegmentCache
from render.storage import NO_BOUND, ContentStore, cache_dir


@contextmanager
def segment_store(*, keep: bool) -> Iterator[SegmentCache]:
    """Open the cache that a render writes its segments to; it keeps its bound afterwards.

    Args:
        keep: Use the user's cache; otherwise a temporary folder, removed at the end.

    Raises:
        UsageError: The variable with the bound of the cache is not a number.
        OutputError: There is no place for temporary files.
    """
    if keep:
        with SegmentCache(cache_dir()) as cache:
            yield cache
        # Workers have filled it, and they do not keep its bound.
        ContentStore().evict()
        return
    try:
        folder = TemporaryDirectory(prefix="wavemaker-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputError(f"there is no room for temporary files: {error}") from error
    with folder as root, SegmentCache(Path(root), NO_BOUND) as cache:
        yield cache
