"""Whether what was downloaded is what a key of that name can be."""

from pathlib import PurePosixPath
from typing import Final

from render.assets.sniffing import guess_kind

_TEXTS: Final = frozenset({".ass", ".cube", ".json", ".lrc", ".srt", ".ssa", ".txt", ".vtt"})
_DRAWINGS: Final = frozenset({"an SVG drawing", "an XML document"})


def content_fault(key: str, head: bytes) -> str | None:
    """Say what a file is when it is nothing to render from, None when it is fine.

    Pictures and media are known by their content, whatever they are called. Texts (captions,
    tables of colours) and drawings have nothing that marks them, so there the name has to agree:
    otherwise every error page would do.

    Args:
        key: The asset's.
        head: `HEAD_BYTES` from the start of the file, or all of it.
    """
    guess = guess_kind(head)
    if guess.kind != "refused":
        return None
    extension = PurePosixPath(key).suffix.lower()
    is_expected = (extension in _TEXTS and guess.name == "a text file") or (
        extension == ".svg" and guess.name in _DRAWINGS
    )
    return None if is_expected else guess.name
