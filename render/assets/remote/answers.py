"""What the API's answers mean: signed URLs, or a named error."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from pydantic import ValidationError

from render.assets.remote.config import KEY_VARIABLE, URL_VARIABLE, ApiConfig
from render.assets.remote.masking import shown_answer, shown_origin, shown_url
from render.assets.remote.retrying import RETRIED_STATUSES, asked_wait_seconds
from render.errors import (
    ApiError,
    ApiKeyRefused,
    ApiUnavailable,
    MalformedAnswer,
    NotFound,
    PaymentRequired,
    RateLimited,
    RequestRefused,
)
from schemas.signing import ErrorBody, SignResponse

_REDIRECTS: Final = range(300, 400)
_OWN_FAULTS: Final = range(500, 600)


@dataclass(frozen=True)
class Answer:
    """What came back for a request.

    Attributes:
        status: Of HTTP.
        headers: Names in any case, as httpx has them.
        body: As it came, cut at the limit.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class NoAnswer:
    """Nothing came back, or not all of it; `reason` says why."""

    reason: str


@dataclass(frozen=True)
class Failure:
    """A request that did not succeed.

    Attributes:
        error: What to raise when it is not tried again.
        asked_seconds: How long the API asks to wait, or None.
        tries: How often such a request is worth trying; None is as often as the policy says.
    """

    error: ApiError
    asked_seconds: float | None = None
    tries: int | None = None


def read_urls(answer: Answer | NoAnswer, config: ApiConfig) -> dict[str, str] | Failure:
    """Turn what came back for a signing request into URLs by key, or into what went wrong."""
    where = shown_url(config.sign_url)
    if isinstance(answer, NoAnswer):
        return Failure(
            ApiUnavailable(
                f"the API gives no answer: {answer.reason}",
                where=where,
                hint="check the network, and whether the API is up",
            )
        )
    if answer.status == HTTPStatus.OK:
        try:
            urls = SignResponse.model_validate_json(answer.body).urls
        except ValidationError as error:
            reason = _first_fault(error)
        else:
            return {unicodedata.normalize("NFC", key): url for key, url in urls.items()}
        # A proxy may cut an answer short without anybody noticing, so it is worth a second try.
        return Failure(_malformed(f"is not what it promises: {reason}", where), tries=2)
    if answer.status < HTTPStatus.BAD_REQUEST:
        return Failure(_malformed(_odd_success(answer), where), tries=1)
    return _refusal(answer, config, where)


def _refusal(answer: Answer, config: ApiConfig, where: str) -> Failure:
    """Turn an answer of 400 and above into its error."""
    body = _error_body(answer.body)
    kind, hint = _kind(answer.status, config)
    asked = asked_wait_seconds(answer.headers)
    said, code = "", None
    if body is not None:
        secrets = (config.key.get_secret_value(),) if config.key is not None else ()
        said, code = (
            shown_answer(body.error, secrets),
            body.code and shown_answer(body.code, secrets),
        )
        if asked is None and body.retry_after_seconds is not None:
            asked = asked_wait_seconds({"retry-after": f"{body.retry_after_seconds:.3f}"})
    is_quota = kind is RateLimited and body is not None and body.usage is not None
    is_retried = answer.status in RETRIED_STATUSES and not is_quota
    if is_quota:
        hint = "the quota starts anew next month"
    elif kind is RateLimited and asked is not None:
        hint = f"the API asks to wait {asked:.0f} s"
    message = f"the API answers {answer.status}" + (f": {said}" if said else "")
    error = kind(
        message,
        where=where,
        hint=hint,
        status=answer.status,
        code=code or None,
        retry_after_seconds=asked,
    )
    return Failure(error, asked, None if is_retried else 1)


def _kind(status: int, config: ApiConfig) -> tuple[type[ApiError], str]:
    """Return the class of error for a status, and what to do about it."""
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN if config.key is None:
            kind, hint = ApiKeyRefused, f"there is no API key: set {KEY_VARIABLE}"
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            kind = ApiKeyRefused
            hint = f"the key is from {config.key_source}; make one in the dashboard"
        case HTTPStatus.PAYMENT_REQUIRED:
            kind, hint = PaymentRequired, "settle it in the dashboard"
        case HTTPStatus.NOT_FOUND:
            kind, hint = NotFound, f"check the URL of the API ({URL_VARIABLE})"
        case HTTPStatus.TOO_MANY_REQUESTS:
            kind, hint = RateLimited, "try again later"
        case _ if status in _OWN_FAULTS or status in RETRIED_STATUSES:
            kind, hint = ApiUnavailable, "try again later"
        case _:
            kind, hint = RequestRefused, f"check the URL of the API ({URL_VARIABLE})"
    return kind, hint


def _malformed(what: str, where: str) -> MalformedAnswer:
    return MalformedAnswer(
        f"the API's answer {what}", where=where, hint=f"check the URL of the API ({URL_VARIABLE})"
    )


def _odd_success(answer: Answer) -> str:
    if answer.status not in _REDIRECTS:
        return f"has status {answer.status} instead of 200"
    # The key goes to the API and to nobody else, so a redirect is not followed.
    target = answer.headers.get("location", "")
    return f"sends us elsewhere ({answer.status})" + (f": {shown_origin(target)}" if target else "")


def _first_fault(error: ValidationError) -> str:
    """Say what is wrong with a body, without anything that is in it but keys."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    path = ".".join(shown_answer(str(part)) for part in first["loc"])
    if first["type"] == "json_invalid":
        return "it is no JSON"
    return f"{path or 'the whole'}: {first['msg']}"


def _error_body(body: bytes) -> ErrorBody | None:
    with suppress(ValidationError):
        return ErrorBody.model_validate_json(body)
    return None
