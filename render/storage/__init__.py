"""Files on disk: the cache, and how a file is written whole or not at all."""

from render.storage.atomic import check_writable, sweep_unfinished, write_atomically
from render.storage.claims import Claim
from render.storage.content import ContentStore, StoredContent
from render.storage.digest import sha256_file
from render.storage.folders import write_folder_atomically
from render.storage.places import NO_BOUND, cache_dir, max_cache_bytes

__all__ = [
    "NO_BOUND",
    "Claim",
    "ContentStore",
    "StoredContent",
    "cache_dir",
    "check_writable",
    "max_cache_bytes",
    "sha256_file",
    "sweep_unfinished",
    "write_atomically",
    "write_folder_atomically",
]
