"""Bytes to text."""

import codecs

from render.document.places import Places
from render.errors import CompositionError, LimitExceeded, Problem
from render.limits import MAX_JSON_BYTES


def decode(source: bytes | str) -> str:
    """Return the text of a document, without a byte order mark.

    Raises:
        CompositionError: The bytes are not UTF-8.
        LimitExceeded: There are too many.
    """
    if len(source) > MAX_JSON_BYTES:
        raise LimitExceeded(
            f"the composition has {len(source):,} bytes, the limit is {MAX_JSON_BYTES:,}",
            hint="media belong into files beside the composition, referred to by key",
        )
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    wide = source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    if wide or b"\0" in source[:4]:
        raise _not_text("the composition is UTF-16 or UTF-32", 1, 1)
    try:
        return source.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        body = source.removeprefix(codecs.BOM_UTF8)
        before = body[: error.start].decode("utf-8")
        line, column = Places(before).line_column(len(before))
        byte = body[error.start]
        raise _not_text(f"byte 0x{byte:02x} is not UTF-8", line, column) from error


def _not_text(message: str, line: int, column: int) -> CompositionError:
    hint = "save it as UTF-8"
    problem = Problem("", message, hint, line=line, column=column, code="encoding")
    return CompositionError(message, where=problem.where, hint=hint, problems=(problem,))
