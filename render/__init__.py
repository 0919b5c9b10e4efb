"""Render declarative video compositions to frame-accurate MP4, offline.

    from render import render_composition, render_frame

    report = render_composition("composition.json", "final.mp4")
    picture = render_frame("composition.json", 120)

The general layout: `pipeline` calls the stages in order; `schemas` and `document` read, `assets`
resolves, `timeline` plans with `layers`, `frames` draws on the `canvas`, `segments` and `encode`
write, `audio` mixes. Names are imported when they are first used, so that nothing heavy is loaded
for a help text.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

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

__getattr__ = names_in(
    __name__,
    {
        "errors": (
            "AssetError",
            "Cancelled",
            "CompositionError",
            "FontError",
            "OutputError",
            "Problem",
            "RenderError",
            "UsageError",
        ),
        "events": ("Event", "Notice", "Progress", "StageStarted"),
        "interchange": ("composition_clip", "mix_audio"),
        "options": ("RenderOptions",),
        "pipeline": ("render_composition", "render_frame", "render_sheet"),
        "report": ("RenderReport",),
    },
)
