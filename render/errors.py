"""The tree of errors. Everything that can go wrong for a user is one of these.

RenderError                    exit 1, "failed"
├── UsageError                 exit 2, the arguments make no sense
├── CompositionError           exit 3, the composition is invalid; carries every problem found
│   └── LimitExceeded          exit 3, it asks for more than the limits allow
├── AssetError                 exit 4; several at once are in its `problems`
│   ├── AssetMissing           no file for a key
│   ├── AssetKeyRefused        the key leaves the asset root or is malformed
│   ├── AssetUnreadable        the file is there and cannot be decoded
│   ├── AssetDamaged           the bytes that came are not what was promised
│   ├── AssetTooLarge          a download passes the limits
│   ├── AddressRefused         a URL or address that is not to be talked to
│   └── DownloadFailed         the bytes could not be had, however often it was tried
├── ApiError                   exit 1, the hosted API did not do its part
│   ├── ApiKeyRefused          401, 403; or there is no key
│   ├── PaymentRequired        402, no credits
│   ├── NotFound               404, this is not the API
│   ├── RateLimited            429, for longer than is waited; the quota
│   ├── ApiUnavailable         5xx, no connection, no answer in time
│   ├── RequestRefused         any other 4xx
│   └── MalformedAnswer        an answer that is not what the API promises
├── FontError                  exit 3, a font or a glyph that nobody has
├── OutputError                exit 1, the output cannot be written (read-only folder)
│   ├── VariantNameTaken       exit 1, two originals would have variants of one name
│   └── DiskFull               exit 1, no space or no quota is left; nothing else will fit either
├── WorkerDied                 exit 1, a worker process died twice on the same task
├── WorkerHung                 exit 1, a worker process gave no sign of life for too long
├── VerificationError          exit 1, the finished file is not what was asked for
└── Cancelled                  exit 130, the user or the caller stopped the render
    ├── Terminated             exit 143, SIGTERM did
    └── HungUp                 exit 129, SIGHUP did: the terminal was closed
"""

from dataclasses import dataclass
from typing import ClassVar


class RenderError(Exception):
    """Base of all errors a user can cause or meet.

    Args:
        message: What is wrong, one sentence without a full stop at the end.
        where: A JSON path with line and column (`scenes[2].name (line 31, column 18)`), an asset
            key or a file path. None when the error has no single place.
        hint: What to do about it, one sentence. None when there is nothing sensible to say.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross from worker processes to the parent: keyword-only arguments need this.
        return (_rebuild, (type(self), self.message, self.where, self.hint))


def _rebuild(
    kind: type[RenderError], message: str, where: str | None, hint: str | None
) -> RenderError:
    return kind(message, where=where, hint=hint)


class UsageError(RenderError):
    """Arguments that make no sense together or alone."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a composition, or one warning about it.

    Attributes:
        path: JSON path from the composition's root, `scenes[2].layers[0].fontSize`; "" is the root.
        message: What is wrong.
        hint: The fix, or None.
        line: 1-based line in the source text, or None when there is no text.
        column: 1-based column in characters, or None.
        severity: "error", "warning" or "info".
        code: Stable kebab-case name of the kind of problem, `unknown-key`.
        expected: What would have been right, `cover, contain or fill`; None where the message
            says it or nothing in particular was expected.
    """

    path: str
    message: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    severity: str = "error"
    code: str = "invalid"
    expected: str | None = None

    @property
    def where(self) -> str:
        """The place in words: path, line and column."""
        place = f" (line {self.line}, column {self.column})" if self.line is not None else ""
        return f"{self.path or 'composition'}{place}"


class CompositionError(RenderError):
    """The composition is invalid. `problems` holds all of them, the message summarises."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.problems = problems

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_invalid, (type(self), self.message, self.where, self.hint, self.problems))


def _rebuild_invalid(
    kind: type[CompositionError],
    message: str,
    where: str | None,
    hint: str | None,
    problems: tuple[Problem, ...],
) -> CompositionError:
    return kind(message, where=where, hint=hint, problems=problems)


class LimitExceeded(CompositionError):
    """The composition asks for more frames, pixels or layers than the limits allow."""


class AssetError(RenderError):
    """Something is wrong with an asset; `where` is its key.

    Args:
        message, where, hint: As for every error.
        problems: When several assets are concerned, one error for each; the message lists them.
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        problems: tuple[RenderError, ...] = (),
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.problems = problems

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_asset, (type(self), self.message, self.where, self.hint, self.problems))


def _rebuild_asset(
    kind: type[AssetError],
    message: str,
    where: str | None,
    hint: str | None,
    problems: tuple[RenderError, ...],
) -> AssetError:
    return kind(message, where=where, hint=hint, problems=problems)


class AssetMissing(AssetError):
    """No file exists for a key."""


class AssetKeyRefused(AssetError):
    """A key that is malformed or would leave the asset root."""


class AssetUnreadable(AssetError):
    """A file that exists and cannot be read or decoded."""


class AssetDamaged(AssetError):
    """A file that arrived with other bytes than were promised."""


class AssetTooLarge(AssetError):
    """A download that passes the limits; what had come of it is thrown away."""


class AddressRefused(AssetError):
    """A URL, or an address behind a name, that is not to be talked to."""


class DownloadFailed(AssetError):
    """The bytes of an asset could not be had, however often it was tried."""


class ApiError(RenderError):
    """The hosted API did not do its part; `where` is the URL that was asked.

    Args:
        message, where, hint: As for every error.
        status: The HTTP status, or None when there was no answer.
        code: The machine-readable code in the answer, `CREDITS_OWED`, or None.
        retry_after_seconds: How long the API asks to wait, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        status: int | None = None,
        code: str | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.status = status
        self.code = code
        self.retry_after_seconds = retry_after_seconds

    def __reduce__(self) -> tuple[object, ...]:
        about = (self.status, self.code, self.retry_after_seconds)
        return (_rebuild_api, (type(self), self.message, self.where, self.hint, about))


def _rebuild_api(
    kind: type[ApiError],
    message: str,
    where: str | None,
    hint: str | None,
    about: tuple[int | None, str | None, float | None],
) -> ApiError:
    status, code, retry_after_seconds = about
    return kind(
        message,
        where=where,
        hint=hint,
        status=status,
        code=code,
        retry_after_seconds=retry_after_seconds,
    )


class ApiKeyRefused(ApiError):
    """The API does not take the key, or there is none."""


class PaymentRequired(ApiError):
    """The account behind the key has to pay first."""


class NotFound(ApiError):
    """The API knows no such address: most likely its URL is wrong."""


class RateLimited(ApiError):
    """The API asks to wait longer than is waited, or the quota is used up."""


class ApiUnavailable(ApiError):
    """The API answers with an error of its own, or not at all."""


class RequestRefused(ApiError):
    """The API finds fault with the request."""


class MalformedAnswer(ApiError):
    """The API's answer is not what it promises."""


class FontError(RenderError):
    """A font, or a glyph, that no registered font has."""

    exit_code = 3


class OutputError(RenderError):
    """The output cannot be written."""


class VariantNameTaken(OutputError):
    """Another original has variants of the same name: `a.png` and `a.jpg` in one folder."""


class DiskFull(OutputError):
    """There is no space, or no quota, left for the output; nothing else will fit either."""


class WorkerDied(RenderError):
    """A worker process died twice on the same task."""


class WorkerHung(RenderError):
    """A worker process gave no sign of life for too long and was ended."""


class VerificationError(RenderError):
    """The finished file is not what was asked for."""


class Cancelled(RenderError):
    """The render was stopped on request."""

    exit_code = 130


class Terminated(Cancelled):
    """SIGTERM asked the command to end."""

    exit_code = 143


class HungUp(Cancelled):
    """SIGHUP did: the terminal it ran in was closed."""

    exit_code = 129
