"""The application: two routes, and JSON for whatever else is asked."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from render.serve.answers import refusal
from render.serve.files import answer_file
from render.serve.folder import ServedFolder
from render.serve.gate import Gate
from render.serve.hosts import HostRule
from render.serve.links import FILES, LinkSigner
from render.serve.sign import answer_sign


def folder_app(
    folder: ServedFolder, signer: LinkSigner, rule: HostRule, *, api_key: str | None
) -> Starlette:
    """Return the ASGI application that signs and serves a folder.

    Args:
        folder: What is served.
        signer: Makes and checks links.
        rule: The names the server may be called by.
        api_key: What a client must know to sign, or None when everybody may.
    """

    async def sign(request: Request) -> Response:
        return await answer_sign(request, folder, signer, api_key)

    async def file(request: Request) -> Response:
        return await answer_file(request, folder, signer)

    app = Starlette(
        routes=[
            Route("/assets/sign", sign, methods=["POST"]),
            Route(FILES + "{key:path}", file, methods=["GET"]),  # and so HEAD
        ],
        middleware=[Middleware(Gate, rule=rule)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    app.router.redirect_slashes = False
    return app


def _refused(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    what = {404: "there is nothing here", 405: "this method is not supported here"}
    headers = error.headers if isinstance(error, HTTPException) else None
    return refusal(status, what.get(status, "the request was refused"), headers)


def _failed(_request: Request, _error: Exception) -> Response:
    return refusal(500, "unexpected internal failure")
