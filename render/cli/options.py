"""Arguments and options that several commands take."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from render.cli.console import say

if TYPE_CHECKING:
    from render.assets.remote import ApiConfig


class Resolution(StrEnum):
    """Short side of the output."""

    P480 = "480p"
    P720 = "720p"
    P1080 = "1080p"
    P1440 = "1440p"
    P2160 = "2160p"


class Quality(StrEnum):
    """How hard the encoder works."""

    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


Composition = Annotated[
    Path, typer.Argument(help="Composition JSON, bare or in the API's envelope; - reads stdin.")
]
Assets = Annotated[
    Path | None,
    typer.Option(help="Folder of the asset keys.  [default: the composition's folder]"),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Take the assets from this API, with the key in WAVEMAKER_API_KEY, and keep them in "
        "the cache.  [default: WAVEMAKER_API_URL, else the folder]",
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HOST",
        help="Host or network to download from although it is private; may be repeated.",
    ),
]
Proxy = Annotated[
    bool,
    typer.Option("--proxy", help="Use _800w.jpg and _preview.mp4 where there are: a fast draft."),
]
Fonts = Annotated[
    list[Path] | None,
    typer.Option(help="Folder with fonts of your own, or one font file; may be repeated."),
]
PictureFile = Annotated[
    Path, typer.Option("--output", "-o", help="The picture to write: .png, .jpg or .webp.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat unknown keys as errors.")]
Scale = Annotated[
    Resolution | None,
    typer.Option(help="Short side of the picture.  [default: the design canvas, 1080p]"),
]


def api_config(url: str | None, allow_hosts: list[str] | None) -> "ApiConfig":
    """Return how the API is reached, and say what is odd about its settings.

    Raises:
        UsageError: They make no sense.
    """
    from render.assets.remote import read_api_config  # noqa: PLC0415

    config = read_api_config(url=url, allow_hosts=allow_hosts or ())
    for note in config.notes:
        say(f"warning: {note}")
    return config
