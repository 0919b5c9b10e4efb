"""What the head of an answer to a download means, for a file of which a part may be there.

Pure functions from (what there is, what the server says) to what to do. The rule behind all of
them: bytes of two versions of a file are never put together. A part is only gone on with when the
server says which version it is (a strong ETag, or a date that cannot be doubted) and that it is
still that one; wherever something does not fit, the file is begun anew.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from render.assets.remote.retrying import RETRIED_STATUSES, asked_wait_seconds, read_date
from render.assets.remote.signing import user_agent
from render.assets.remote.verdicts import (
    Begun,
    Finished,
    GiveUp,
    Receive,
    Redirected,
    SignAgain,
    StartAnew,
    TryAgain,
    Verdict,
)

_PLAIN_ENCODINGS: Final = frozenset({"", "identity", "aws-chunked"})  # the last is S3's own affair
_MAX_VALIDATOR_CHARACTERS: Final = 256
_SETTLED: Final = timedelta(seconds=60)
_ETAG: Final = re.compile(r'"[\x21\x23-\x7e]*"')
_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
_UNSATISFIED: Final = re.compile(r"bytes \*/([0-9]{1,18})")
_DIGEST: Final = re.compile(r"\bsha-256=:?([A-Za-z0-9+/]{43}=)", re.IGNORECASE)
_SIGN_AGAIN: Final = frozenset({400, 401, 403, 410})
"""What storages answer to a URL that has expired: mostly 403, Google 400."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


def request_headers(begun: Begun) -> dict[str, str]:
    """Return the headers to ask with, for what is not there yet."""
    headers = {
        "Accept": "*/*",
        # Compressed bytes would be of no use: nothing is unpacked here, so no bomb goes off.
        "Accept-Encoding": "identity",
        # So that the end of the answer is the end of the connection, and more than was declared
        # is noticed.
        "Connection": "close",
        "User-Agent": user_agent(),
    }
    if begun.can_go_on:
        headers |= {"Range": f"bytes={begun.size_bytes}-", "If-Range": begun.validator}
    return headers


def judge(status: int, headers: Mapping[str, str], begun: Begun) -> Verdict:
    """Say what the head of an answer means.

    Args:
        status: Of HTTP.
        headers: Names in any case, as httpx has them.
        begun: What there is, as `request_headers` was told.
    """
    match status:
        case HTTPStatus.OK:
            verdict = _judge_whole(headers)
        case HTTPStatus.PARTIAL_CONTENT:
            verdict = _judge_part(headers, begun)
        case HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            verdict = _judge_no_part(headers, begun)
        case _ if status in _REDIRECTS and headers.get("location"):
            verdict = Redirected(headers["location"])
        case _ if status in _SIGN_AGAIN:
            verdict = SignAgain(f"the storage answers {status}")
        case _ if status in RETRIED_STATUSES:
            verdict = TryAgain(f"the storage answers {status}", asked_wait_seconds(headers))
        case _:
            is_missing = status == HTTPStatus.NOT_FOUND
            verdict = GiveUp(f"the storage answers {status}", is_missing=is_missing)
    return verdict


def _judge_whole(headers: Mapping[str, str]) -> Verdict:
    encoding = _encoding(headers)
    if encoding:
        return GiveUp(f"the storage sends the file compressed ({encoding})")
    length = _content_length(headers)
    if length is None and "transfer-encoding" not in headers:
        return GiveUp("the storage does not say how long the file is")
    begun = Begun(0, _validator(headers), length, _promised_sha256(headers))
    return Receive(begun, length)


def _judge_part(headers: Mapping[str, str], begun: Begun) -> Verdict:
    if not begun.can_go_on:
        return TryAgain("the storage sends a part that nobody asked for")
    match = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if match is None or _encoding(headers):
        return StartAnew("the storage sends a part without saying which")
    start, last, total = (int(number) for number in match.groups())
    said = _content_length(headers)
    fits = (
        start == begun.size_bytes <= last < total
        and begun.length_bytes == total
        and said in {None, last + 1 - start}
        and (said is not None or "transfer-encoding" in headers)
    )
    if not fits:
        return StartAnew("the storage sends another part than was asked for")
    # A part must name its version where the whole file did, so one that does not is of another.
    name = "etag" if begun.validator.startswith('"') else "last-modified"
    if headers.get(name, "" if name == "etag" else begun.validator).strip() != begun.validator:
        return StartAnew("the storage sends a part of another version")
    sha256 = begun.sha256 or _promised_sha256(headers)
    return Receive(replace(begun, sha256=sha256), last + 1)


def _judge_no_part(headers: Mapping[str, str], begun: Begun) -> Verdict:
    match = _UNSATISFIED.fullmatch(headers.get("content-range", "").strip())
    total = int(match[1]) if match else None
    if begun.can_go_on and begun.is_whole and total == begun.size_bytes:
        return Finished()
    return StartAnew("what is there is not a part of the file any more")


def _encoding(headers: Mapping[str, str]) -> str:
    """Return how the body is packed, "" when it is not."""
    encoding = headers.get("content-encoding", "").strip().lower()
    return "" if encoding in _PLAIN_ENCODINGS else encoding[:20]


def _content_length(headers: Mapping[str, str]) -> int | None:
    if "transfer-encoding" in headers:
        return None
    text = headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdecimal() else None


def _validator(headers: Mapping[str, str]) -> str:
    """Return what names the version of a file beyond doubt, "" when nothing does.

    A weak ETag stands for several versions, and so does a date of which the file may have changed
    twice in a second.
    """
    tag = headers.get("etag", "").strip()
    if tag:
        is_strong = len(tag) <= _MAX_VALIDATOR_CHARACTERS and _ETAG.fullmatch(tag)
        return tag if is_strong else ""
    text = headers.get("last-modified", "").strip()
    modified, now = read_date(text), read_date(headers.get("date", ""))
    if modified is None or now is None or len(text) > _MAX_VALIDATOR_CHARACTERS:
        return ""
    return text if now - modified >= _SETTLED and text.isascii() else ""


def _promised_sha256(headers: Mapping[str, str]) -> str:
    """Return the SHA-256 that a server states for the whole file, hex; "" when it states none."""
    match = _DIGEST.search(headers.get("repr-digest", "") or headers.get("digest", ""))
    plain = match[1] if match else headers.get("x-amz-checksum-sha256", "")
    try:
        digest = b64decode(plain, validate=True)
    except (Base64Error, ValueError):
        return ""
    return digest.hex() if len(digest) == 32 else ""  # noqa: PLR2004 - SHA-256
