"""Where a command takes things from: the same options for every command, declared once."""

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from render.cli.options import (
    AllowHost,
    ApiUrl,
    Assets,
    Fonts,
    Proxy,
    api_config,
)

if TYPE_CHECKING:
    from render.assets.remote import ApiConfig
    from render.options import RenderOptions


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What a command was told about where things come from; every field is an option."""

    assets: Assets = None
    api_url: ApiUrl = None
    allow_host: AllowHost = None
    proxy: Proxy = False
    fonts: Fonts = None

    def api(self) -> "ApiConfig":
        """Return how the API is reached, and say what is odd about its settings.

        Raises:
            UsageError: They make no sense.
        """
        return api_config(self.api_url, self.allow_host)

    def options(self, *, strict: bool) -> "RenderOptions":
        """Return the options of the library: the folder, or the API when none is named.

        Raises:
            UsageError: They contradict each other, or the API's settings make no sense.
        """
        options = self.folder_options(strict=strict)
        return replace(options, api=self._asked_api(), proxy=self.proxy)

    def _asked_api(self) -> "ApiConfig | None":
        """Return the API to ask, or None: a folder named counts more than the environment."""
        from render.errors import UsageError  # noqa: PLC0415 - help needs none of this

        if self.assets is not None and self.api_url is not None:
            raise UsageError("--assets and --api-url exclude each other", hint="give one of them")
        if self.assets is not None or not (self.api_url or os.environ.get("WAVEMAKER_API_URL")):
            return None
        return self.api()

    def folder_options(self, *, strict: bool) -> "RenderOptions":
        """Return the options of the library for a command that never asks the API."""
        from render.options import RenderOptions  # noqa: PLC0415 - help needs none of this

        return RenderOptions(assets=self.assets, fonts=tuple(self.fonts or ()), strict=strict)


def takes_sources(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of `Sources` in the place of its parameter `sources`.

    Args:
        names: Which of them; none named are all.

    Example:
        >>> @takes_sources("assets", "fonts")
        ... def show(composition: Path, *, sources: Sources, json: Json = False) -> None: ...
    """
    declared = [each for each in fields(Sources) if not names or each.name in names]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(**arguments: Any) -> None:
            told = {each.name: arguments.pop(each.name) for each in declared}
            command(**arguments, sources=Sources(**told))

        options = [
            inspect.Parameter(
                each.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=each.default,
                annotation=each.type,
            )
            for each in declared
        ]
        own = inspect.signature(command)
        vars(called)["__signature__"] = own.replace(
            parameters=[
                offered
                for name, parameter in own.parameters.items()
                for offered in (options if name == "sources" else [parameter])
            ]
        )
        return called

    return decorate
