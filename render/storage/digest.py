"""What a file is, by its bytes."""

import hashlib
from pathlib import Path


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 lower-case hex digits.

    Raises:
        OSError: The file cannot be read. The caller knows whether it is an asset or an output.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
