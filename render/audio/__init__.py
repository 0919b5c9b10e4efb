"""Sound: decode, place, level, duck, mix and encode. See docs/decisions for what was chosen why.

    Composition + facts --plan_audio--> AudioPlan --mix_blocks--> samples --encode_aac--> .m4a

Importing this package is cheap; what decodes and encodes is imported at its first use.
"""

from typing import TYPE_CHECKING

from render.audio.clips import ClipSound, crossfaded
from render.audio.cues import AudioPlan, Duck, LoudnessTarget, SoundCue
from render.audio.plan import plan_audio, segment_start_frame
from render.lazy import names_in

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

__getattr__ = names_in(
    __name__,
    {
        "decode": ("decode_audio",),
        "encode": ("encode_aac",),
        "mix": ("mix_blocks",),
    },
)
