"""What a composition may say: one Pydantic model for each thing in it. Imports nothing of ours."""

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
from schemas.motion import Animation, Keyframe, Motion, Transition
from schemas.paint import (
    Border,
    Gradient,
    GradientStop,
    Paint,
    Shadow,
    Stroke,
    TextBackground,
)
from schemas.scene import Scene
from schemas.style import Style, Typography
from schemas.text import ActiveWord, Captions, CaptionStyle, TextSpan, TextStyle, Word

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
    "Music",
    "Paint",
    "Point",
    "Position",
    "Reading",
    "Rect",
    "Scene",
    "Shadow",
    "ShapeLayer",
    "Size",
    "Sound",
    "SoundEffect",
    "Stroke",
    "Style",
    "SvgLayer",
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
