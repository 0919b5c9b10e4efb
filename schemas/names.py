"""Every enumerated name of the format, once: a Literal for types and a tuple to loop over."""

from typing import Literal, TypeAlias, get_args

AspectRatioName: TypeAlias = Literal["16:9", "9:16", "1:1", "4:5", "2:3"]
ASPECT_RATIOS: tuple[AspectRatioName, ...] = get_args(AspectRatioName)

LayerKind: TypeAlias = Literal[
    "image", "video", "text", "captions", "shape", "svg", "group", "counter"
]
LAYER_KINDS: tuple[LayerKind, ...] = get_args(LayerKind)

NineGridName: TypeAlias = Literal[
    "top-left",
    "top",
    "top-right",
    "left",
    "center",
    "right",
    "bottom-left",
    "bottom",
    "bottom-right",
]
NINE_GRID: tuple[NineGridName, ...] = get_args(NineGridName)

FitMode: TypeAlias = Literal["cover", "contain", "fill", "none", "scale-down", "blur"]
FIT_MODES: tuple[FitMode, ...] = get_args(FitMode)

BlendMode: TypeAlias = Literal[
    "normal",
    "multiply",
    "screen",
    "overlay",
    "darken",
    "lighten",
    "color-dodge",
    "color-burn",
    "hard-light",
    "soft-light",
    "difference",
    "exclusion",
    "hue",
    "saturation",
    "color",
    "luminosity",
]
BLEND_MODES: tuple[BlendMode, ...] = get_args(BlendMode)

TransitionType: TypeAlias = Literal[
    "cut",
    "crossfade",
    "fadeThroughBlack",
    "fadeThroughWhite",
    "dissolve",
    "wipe",
    "slide",
    "push",
    "cover",
    "reveal",
    "zoom",
    "crossZoom",
    "blur",
    "whipPan",
    "iris",
    "clockWipe",
    "diagonalWipe",
    "barnDoors",
    "blinds",
    "pixelize",
    "lumaWipe",
    "spin",
    "flip",
    "glitch",
    "filmBurn",
]
TRANSITION_TYPES: tuple[TransitionType, ...] = get_args(TransitionType)

TransitionAudio: TypeAlias = Literal["crossfade", "cut"]
TRANSITION_AUDIO: tuple[TransitionAudio, ...] = get_args(TransitionAudio)

DirectionName: TypeAlias = Literal["left", "right", "up", "down"]
DIRECTIONS: tuple[DirectionName, ...] = get_args(DirectionName)

PresetName: TypeAlias = Literal[
    "fade",
    "slide",
    "rise",
    "scale",
    "pop",
    "bounce",
    "blur",
    "rotate",
    "flip",
    "wipe",
    "typewriter",
    "reveal",
    "wave",
    "shake",
    "pulse",
    "float",
    "spin",
    "wiggle",
]
PRESETS: tuple[PresetName, ...] = get_args(PresetName)

AnimationUnit: TypeAlias = Literal["layer", "line", "word", "char"]
ANIMATION_UNITS: tuple[AnimationUnit, ...] = get_args(AnimationUnit)

StaggerOrder: TypeAlias = Literal["forward", "backward", "center", "edges", "random"]
STAGGER_ORDERS: tuple[StaggerOrder, ...] = get_args(StaggerOrder)

MotionPreset: TypeAlias = Literal[
    "zoom-in",
    "zoom-out",
    "pan-left",
    "pan-right",
    "pan-up",
    "pan-down",
    "drift",
    "static",
    "ken-burns",
]
MOTION_PRESETS: tuple[MotionPreset, ...] = get_args(MotionPreset)

EffectType: TypeAlias = Literal[
    "blur",
    "brightness",
    "contrast",
    "saturation",
    "hueRotate",
    "grayscale",
    "sepia",
    "invert",
    "tint",
    "vignette",
    "grain",
    "sharpen",
    "pixelate",
    "chromaKey",
    "lut",
]
EFFECT_TYPES: tuple[EffectType, ...] = get_args(EffectType)

MaskMode: TypeAlias = Literal["alpha", "luma"]
MASK_MODES: tuple[MaskMode, ...] = get_args(MaskMode)

ShapeName: TypeAlias = Literal["rect", "ellipse", "line", "polygon", "star", "path"]
SHAPES: tuple[ShapeName, ...] = get_args(ShapeName)

GradientType: TypeAlias = Literal["linear", "radial"]
GRADIENT_TYPES: tuple[GradientType, ...] = get_args(GradientType)

TextRole: TypeAlias = Literal["heading", "subheading", "body", "label"]
TEXT_ROLES: tuple[TextRole, ...] = get_args(TextRole)

FontStyleName: TypeAlias = Literal["normal", "italic"]
FONT_STYLES: tuple[FontStyleName, ...] = get_args(FontStyleName)

TextTransformName: TypeAlias = Literal["none", "uppercase", "lowercase", "capitalize"]
TEXT_TRANSFORMS: tuple[TextTransformName, ...] = get_args(TextTransformName)

TemplateName: TypeAlias = Literal["lowerThird", "endCard", "progressBar"]
TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)

TemplateLook: TypeAlias = Literal["bar", "panel", "line", "ring"]
TEMPLATE_LOOKS: dict[TemplateName, tuple[TemplateLook, ...]] = {
    "lowerThird": ("bar", "panel", "line"),
    "endCard": ("bar", "panel", "line"),
    "progressBar": ("bar", "line", "ring"),
}
"""What each ready group may look like; the first is what it looks like where nothing is said."""

StrokeCapName: TypeAlias = Literal["butt", "round", "square"]
STROKE_CAPS: tuple[StrokeCapName, ...] = get_args(StrokeCapName)

AlignName: TypeAlias = Literal["left", "center", "right", "justify"]
ALIGNS: tuple[AlignName, ...] = get_args(AlignName)

VerticalAlignName: TypeAlias = Literal["top", "middle", "bottom"]
VERTICAL_ALIGNS: tuple[VerticalAlignName, ...] = get_args(VerticalAlignName)

OverflowName: TypeAlias = Literal["shrink", "ellipsis", "clip"]
OVERFLOWS: tuple[OverflowName, ...] = get_args(OverflowName)

BackgroundMode: TypeAlias = Literal["box", "line"]
BACKGROUND_MODES: tuple[BackgroundMode, ...] = get_args(BackgroundMode)

CaptionStyleName: TypeAlias = Literal[
    "static",
    "highlight",
    "karaoke",
    "pop",
    "oneWord",
    "progressive",
    "boxedWord",
    "typewriter",
    "bounce",
]
CAPTION_STYLES: tuple[CaptionStyleName, ...] = get_args(CaptionStyleName)

SafeZoneName: TypeAlias = Literal["tiktok", "reels", "shorts"]
SAFE_ZONES: tuple[SafeZoneName, ...] = get_args(SafeZoneName)

CSS_EASINGS: tuple[str, ...] = (
    "linear",
    "ease",
    "ease-in",
    "ease-out",
    "ease-in-out",
    "step-start",
    "step-end",
)
EASING_FAMILIES: tuple[str, ...] = (
    "Sine",
    "Quad",
    "Cubic",
    "Quart",
    "Quint",
    "Expo",
    "Circ",
    "Back",
    "Elastic",
    "Bounce",
)
EASINGS: tuple[str, ...] = (
    *CSS_EASINGS,
    *(f"ease{way}{family}" for family in EASING_FAMILIES for way in ("In", "Out", "InOut")),
)
"""Easings that are a bare name; `cubic-bezier()`, `steps()` and `spring()` come besides."""

EASING_FUNCTIONS: tuple[str, ...] = ("cubic-bezier", "steps", "spring")

MOTION_LANGUAGES: tuple[str, ...] = (
    "cinematic",
    "dynamic",
    "energetic",
    "playful",
    "elegant",
    "minimal",
    "calm",
)
"""Motion languages with a look of their own; any other word is read and falls back."""

PALETTE_ROLES: tuple[str, ...] = ("primary", "secondary", "accent", "background", "text")
"""Palette entries the style itself uses; `$name` may always refer to these."""

NUMBER_PROPERTIES: tuple[str, ...] = (
    "x",
    "y",
    "width",
    "height",
    "opacity",
    "scale",
    "scaleX",
    "scaleY",
    "rotation",
    "cornerRadius",
    "fontSize",
    "letterSpacing",
    "lineHeight",
    "strokeWidth",
    "borderWidth",
    "trimStart",
    "trimEnd",
    "volume",
    "focalX",
    "focalY",
    "shadowX",
    "shadowY",
    "shadowBlur",
    "glowSize",
    "glowStrength",
    "maskFeather",
    "blur",
    "value",
)
"""What keyframes may move with numbers; `value` is a counter's."""

COLOR_PROPERTIES: tuple[str, ...] = (
    "color",
    "fill",
    "strokeColor",
    "backgroundColor",
    "borderColor",
    "shadowColor",
    "glowColor",
)
"""What keyframes may move with colours."""

EFFECT_PROPERTIES: tuple[str, ...] = (
    "amount",
    "radius",
    "angle",
    "threshold",
    "softness",
    "color",
)
"""What keyframes of an effect may move; `color` with colours, the others with numbers."""

DuckingBand: TypeAlias = Literal["all", "voice"]
DUCKING_BANDS: tuple[DuckingBand, ...] = get_args(DuckingBand)

LoudnessPreset: TypeAlias = Literal[
    "youtube",
    "tiktok",
    "instagram",
    "facebook",
    "x",
    "linkedin",
    "spotify",
    "amazon-music",
    "apple-music",
    "deezer",
    "podcast",
    "apple-podcasts",
    "broadcast-eu",
    "broadcast-us",
    "netflix",
]
LOUDNESS_PRESETS: dict[LoudnessPreset, tuple[float, float]] = {
    "youtube": (-14.0, -1.0),
    "tiktok": (-14.0, -1.0),
    "instagram": (-14.0, -1.0),
    "facebook": (-16.0, -1.0),
    "x": (-14.0, -1.0),
    "linkedin": (-14.0, -1.0),
    "spotify": (-14.0, -1.0),
    "amazon-music": (-14.0, -2.0),
    "apple-music": (-16.0, -1.0),
    "deezer": (-15.0, -1.0),
    "podcast": (-16.0, -1.0),
    "apple-podcasts": (-16.0, -1.0),
    "broadcast-eu": (-23.0, -1.0),
    "broadcast-us": (-24.0, -2.0),
    "netflix": (-27.0, -2.0),
}
"""Integrated loudness in LUFS and true peak in dBTP. EBU R 128, ATSC A/85, AES TD1008 and what the
platforms publish; those that publish nothing get the -14 at which most of them play."""
