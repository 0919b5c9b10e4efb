"""`POST /assets/sign`: keys to signed URLs, by the same rules as the API."""

import hmac
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from render.serve.answers import refusal
from render.serve.folder import ServedFolder
from render.serve.gate import MAX_BODY_BYTES, TOO_LONG
from render.serve.links import LinkSigner
from schemas.signing import SignRequest, SignResponse
from schemas.variant_keys import variant_keys

_NO_STORE: Final = {"Cache-Control": "no-store"}


async def answer_sign(
    request: Request, folder: ServedFolder, signer: LinkSigner, api_key: str | None
) -> Response:
    """Turn a sign request into its answer: 200, 400, 401 or 413.

    Args:
        request: Still unread.
        folder: Where keys are looked up.
        signer: What makes links.
        api_key: What the client must know; None lets everybody ask.
    """
    if not _is_allowed(request, api_key):
        challenge = {"WWW-Authenticate": "Bearer"}
        return refusal(401, "Missing or invalid Authorization header or API key", challenge)
    # A form of a page elsewhere can be sent here by a browser, but not as JSON.
    if _media_type(request) != "application/json":
        return refusal(400, "Content-Type must be application/json")
    body = await _read(request)
    if body is None:
        return refusal(413, TOO_LONG)
    try:
        asked = SignRequest.model_validate_json(body)
    except ValidationError as error:
        return refusal(400, _first_problem(error))
    urls = await run_in_threadpool(_urls, asked, folder, signer, _base_url(request))
    return JSONResponse(SignResponse(urls=urls).model_dump(mode="json"), headers=_NO_STORE)


def _is_allowed(request: Request, api_key: str | None) -> bool:
    if api_key is None:
        return True
    given = request.headers.getlist("authorization")
    if len(given) != 1:
        return False
    scheme, _, token = given[0].partition(" ")
    same = hmac.compare_digest(token.strip().encode(), api_key.encode())
    return same and scheme.lower() == "bearer"


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read(request: Request) -> bytes | None:
    """Return the body, None for one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in problem["loc"])
    return f"{place.lstrip('.')}: {problem['msg']}".removeprefix(": ")


def _urls(
    asked: SignRequest, folder: ServedFolder, signer: LinkSigner, base_url: str
) -> dict[str, str]:
    """Return the URLs of all keys and their variants that have a file."""
    return {key: base_url + signer.link(key) for key in _with_variants(asked) if folder.has(key)}


def _with_variants(asked: SignRequest) -> Iterator[str]:
    for key in asked.keys:
        yield key
        yield from variant_keys(key)


def _base_url(request: Request) -> str:
    return f"http://{request.headers['host'].lower()}"
