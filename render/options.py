"""How a composition is rendered."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from render.encode.profiles import DEFAULT_QUALITY

if TYPE_CHECKING:
    from render.assets.remote import ApiConfig


@dataclass(frozen=True, kw_only=True)
class RenderOptions:
    """How a composition is rendered.

    Attributes:
        assets: Folder of the asset keys; None is the folder of the composition's file.
        api: The API that resolves the keys instead of a folder; files are kept in the cache.
        proxy: Whether `_800w.jpg` and `_preview.mp4` stand in for originals where they are there.
        fonts: Folders with fonts, or font files, besides the embedded ones.
        resolution: 480p, 720p, 1080p, 1440p or 2160p: the short side in pixels. None is the size
            of the design canvas.
        quality: draft, standard or high.
        frames: First and end (exclusive) composition frame; None on a side is the whole.
        scene: Id of the only scene to render.
        jobs: How many worker processes; None is one a processor.
        cache: Whether finished segments are kept and looked up.
        strict: Whether unknown keys are errors.
    """

    assets: Path | None = None
    api: "ApiConfig | None" = None
    proxy: bool = False
    fonts: tuple[Path, ...] = ()
    resolution: str | None = None
    quality: str = DEFAULT_QUALITY
    frames: tuple[int | None, int | None] | None = None
    scene: str | None = None
    jobs: int | None = None
    cache: bool = True
    strict: bool = False
