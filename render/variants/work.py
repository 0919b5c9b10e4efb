"""What a worker of a batch does: make the variants of one original."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from render.variants.originals import Original
from render.variants.outcome import Kind
from render.variants.profiles import Profile
from render.variants.result import VariantResult
from render.workers.events import Report

Orders: TypeAlias = Sequence[tuple[Any, Path]]
"""Profiles, and where the variant of each goes."""

ImageMaker: TypeAlias = Callable[[Path, Orders], Sequence[VariantResult]]
VideoMaker: TypeAlias = Callable[[Path, Orders, int, Report], "Sequence[VariantResult] | Nothing"]
"""Gets a number of threads, and whom to tell how many of `WHOLE` parts are done, besides."""

WHOLE: Final = 1000


@dataclass(frozen=True)
class Nothing:
    """There is nothing to make variants of; `reason` says why."""

    reason: str


@dataclass(frozen=True)
class Work:
    """What is to be made of an original.

    Attributes:
        original: The original.
        kind: What it is by its content.
        orders: By which profile, and where to.
        threads: How many processors are free for it.
    """

    original: Original
    kind: Kind
    orders: tuple[tuple[Profile, Path], ...]
    threads: int = 1


def make_images(source: Path, orders: Orders) -> Sequence[VariantResult]:
    """Make the variants of a picture."""
    from render.variants.images import make_image_variants  # noqa: PLC0415 - only workers need it

    return make_image_variants(source, orders)


def make_videos(
    source: Path, orders: Orders, threads: int, report: Report
) -> Sequence[VariantResult] | Nothing:
    """Make the variants of a film; a container with sound alone is none."""
    from render.assets.probe import probe  # noqa: PLC0415 - only workers need it
    from render.variants.videos import make_video_variants  # noqa: PLC0415 - likewise

    if probe(str(source), source).video is None:
        return Nothing("it is a sound")
    return make_video_variants(
        source,
        orders,
        threads=threads,
        on_frames=lambda done, total: report(done * WHOLE // total),
    )


@dataclass(frozen=True)
class Makers:
    """What makes variants; importable functions, because workers import them.

    Attributes:
        images: For pictures.
        videos: For films.
    """

    images: ImageMaker = make_images
    videos: VideoMaker = make_videos


def perform(
    makers: Makers, work: Work | None, report: Report
) -> tuple[VariantResult, ...] | Nothing | None:
    """Make the variants of one original; None is no work at all.

    Raises:
        RenderError: They cannot be made.
    """
    if work is None:
        return None
    path = Path(work.original.path)
    if work.kind == "image":
        made = makers.images(path, work.orders)
    else:
        made = makers.videos(path, work.orders, work.threads, report)
    return made if isinstance(made, Nothing) else tuple(made)
