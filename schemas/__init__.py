"""What a composition may say: one Pydantic model for each thing in it. Imports nothing of ours.

Names are imported when they are first used: what needs only the lists of names or the colours and
easings, as every worker process does, does not wait for Pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.audio import (
        Audio,
        Ducking,
        Loudness,
        Music,
        Sound,
        SoundEffect,
        Voiceover,
        VoiceoverSegment,
    )
    from schemas.composition import DESIGN_SIZES_PX, Composition, Envelope
    from schemas.effects import Effect, Mask, Position
    from schemas.geometry import Point, Rect, Size, UnitPoint
    from schemas.layer_base import Anchor, LayerBase
    from schemas.layers import (
        CaptionsLayer,
        CounterLayer,
        GroupLayer,
        ImageLayer,
        Layer,
        ShapeLayer,
        SvgLayer,
        TextLayer,
        VideoLayer,
    )
    from schemas.model import Model, Reading
    from schemas.motion import Animation, Keyframe, Motion, MotionBlur, Transition
    from schemas.paint import (
        Border,
        Glow,
        Gradient,
        GradientStop,
        Paint,
        Shadow,
        ShapeStroke,
        Stroke,
        TextBackground,
    )
    from schemas.scene import Scene
    from schemas.style import Style, Typography
    from schemas.template import Template
    from schemas.text import ActiveWord, Captions, CaptionStyle, TextSpan, TextStyle, Word

_HOMES = {
    "schemas.audio": (
        "Audio",
        "Ducking",
        "Loudness",
        "Music",
        "Sound",
        "SoundEffect",
        "Voiceover",
        "VoiceoverSegment",
    ),
    "schemas.composition": ("DESIGN_SIZES_PX", "Composition", "Envelope"),
    "schemas.effects": ("Effect", "Mask", "Position"),
    "schemas.geometry": ("Point", "Rect", "Size", "UnitPoint"),
    "schemas.layer_base": ("Anchor", "LayerBase"),
    "schemas.layers": (
        "CaptionsLayer",
        "CounterLayer",
        "GroupLayer",
        "ImageLayer",
        "Layer",
        "ShapeLayer",
        "SvgLayer",
        "TextLayer",
        "VideoLayer",
    ),
    "schemas.model": ("Model", "Reading"),
    "schemas.motion": ("Animation", "Keyframe", "Motion", "MotionBlur", "Transition"),
    "schemas.paint": (
        "Border",
        "Glow",
        "Gradient",
        "GradientStop",
        "Paint",
        "Shadow",
        "ShapeStroke",
        "Stroke",
        "TextBackground",
    ),
    "schemas.scene": ("Scene",),
    "schemas.style": ("Style", "Typography"),
    "schemas.template": ("Template",),
    "schemas.text": ("ActiveWord", "Captions", "CaptionStyle", "TextSpan", "TextStyle", "Word"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "DESIGN_SIZES_PX",
    "ActiveWord",
    "Anchor",
    "Animation",
    "Audio",
    "Border",
    "CaptionStyle",
    "Captions",
    "CaptionsLayer",
    "Composition",
    "CounterLayer",
    "Ducking",
    "Effect",
    "Envelope",
    "Glow",
    "Gradient",
    "GradientStop",
    "GroupLayer",
    "ImageLayer",
    "Keyframe",
    "Layer",
    "LayerBase",
    "Loudness",
    "Mask",
    "Model",
    "Motion",
    "MotionBlur",
    "Music",
    "Paint",
    "Point",
    "Position",
    "Reading",
    "Rect",
    "Scene",
    "Shadow",
    "ShapeLayer",
    "ShapeStroke",
    "Size",
    "Sound",
    "SoundEffect",
    "Stroke",
    "Style",
    "SvgLayer",
    "Template",
    "TextBackground",
    "TextLayer",
    "TextSpan",
    "TextStyle",
    "Transition",
    "Typography",
    "UnitPoint",
    "VideoLayer",
    "Voiceover",
    "VoiceoverSegment",
    "Word",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
