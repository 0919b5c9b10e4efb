"""Arguments and options that several commands take."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
Fonts = Annotated[
    list[Path] | None, typer.Option(help="Folder with fonts of your own; may be repeated.")
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
