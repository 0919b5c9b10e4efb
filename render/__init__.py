"""Render declarative video compositions to frame-accurate MP4, offline.

    from render import render_composition, render_frame

    report = render_composition("composition.json", "final.mp4")
    picture = render_frame("composition.json", 120)

The general layout: `pipeline` calls the stages in order; `schemas` and `document` read, `assets`
resolves, `timeline` plans with `layers`, `frames` draws on the `canvas`, `segments` and `encode`
write, `audio` mixes. Names are imported when they are first used, so that nothing heavy is loaded
for a help text.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from render.errors import (
        AssetError,
        Cancelled,
        CompositionError,
        FontError,
        OutputError,
        Problem,
        RenderError,
        UsageError,
    )
    from render.events import Event, Notice, Progress, StageStarted
    from render.interchange import composition_clip, mix_audio
    from render.options import RenderOptions
    from render.pipeline import render_composition, render_frame, render_sheet
    from render.report import RenderReport

_HOMES = {
    "render.errors": (
        "AssetError",
        "Cancelled",
        "CompositionError",
        "FontError",
        "OutputError",
        "Problem",
        "RenderError",
        "UsageError",
    ),
    "render.events": ("Event", "Notice", "Progress", "StageStarted"),
    "render.interchange": ("composition_clip", "mix_audio"),
    "render.options": ("RenderOptions",),
    "render.pipeline": ("render_composition", "render_frame", "render_sheet"),
    "render.report": ("RenderReport",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AssetError",
    "Cancelled",
    "CompositionError",
    "Event",
    "FontError",
    "Notice",
    "OutputError",
    "Problem",
    "Progress",
    "RenderError",
    "RenderOptions",
    "RenderReport",
    "StageStarted",
    "UsageError",
    "composition_clip",
    "mix_audio",
    "render_composition",
    "render_frame",
    "render_sheet",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
