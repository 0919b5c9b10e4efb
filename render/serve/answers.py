"""What a request is refused with: the API's shape, a JSON object with an `error`."""

from collections.abc import Mapping

from starlette.responses import JSONResponse


def refusal(status: int, error: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an answer that says what is wrong."""
    return JSONResponse({"error": error}, status, headers)
