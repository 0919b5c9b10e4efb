"""Sound: decode, place, level, duck, mix and encode. See docs/decisions for what was chosen why.

    Composition + facts --plan_audio--> AudioPlan --mix_blocks--> samples --encode_aac--> .m4a

Importing this package is cheap; what decodes and encodes is imported at its first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from render.audio.clips import ClipSound, crossfaded
from render.audio.cues import AudioPlan, Duck, LoudnessTarget, SoundCue
from render.audio.plan import plan_audio, segment_start_frame

if TYPE_CHECKING:
    from render.audio.decode import decode_audio
    from render.audio.encode import encode_aac
    from render.audio.mix import mix_blocks

__all__ = [
    "AudioPlan",
    "ClipSound",
    "Duck",
    "LoudnessTarget",
    "SoundCue",
    "crossfaded",
    "decode_audio",
    "encode_aac",
    "mix_blocks",
    "plan_audio",
    "segment_start_frame",
]

_LAZY = {
    "decode_audio": "render.audio.decode",
    "encode_aac": "render.audio.encode",
    "mix_blocks": "render.audio.mix",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
