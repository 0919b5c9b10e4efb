"""The sound of video layers: what the timeline says about it."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from render.timebase import FrameRange

if TYPE_CHECKING:
    from render.assets.media import Media

MAX_PLAYBACK_RATE = 16
"""Faster or slower (a sixteenth) than this a clip is silent: nothing in it can be made out."""


@dataclass(frozen=True)
class ClipSound:
    """The sound of one video layer.

    Attributes:
        path: JSON path of the layer, for warnings.
        media: The clip; one without sound is passed over.
        frames: Composition frames over which it is heard.
        skipped_frames: How many frames before `frames.start` the layer began, unheard.
        media_start_seconds: Time in the clip, from its first picture, where the layer begins.
        media_end_seconds: Where the clip is trimmed; a loop begins again there. None: the sound's
            own end. Loops of pictures need it, or sound and picture have loops of two lengths.
        playback_rate: 2 is twice as fast.
        loop: Whether it begins again at `media_start_seconds`.
        gain: Linear.
        fade_in_frames, fade_out_frames: At the two ends of `frames`.
        volume_points: `(composition frame, linear gain)` ascending: a volume under keyframes.
            Multiplies `gain`; runs straight between the points.
    """

    path: str
    media: "Media"
    frames: FrameRange
    skipped_frames: int = 0
    media_start_seconds: Fraction = Fraction(0)
    media_end_seconds: Fraction | None = None
    playback_rate: Fraction = Fraction(1)
    loop: bool = False
    gain: float = 1.0
    fade_in_frames: int = 0
    fade_out_frames: int = 0
    volume_points: tuple[tuple[int, float], ...] = ()

    @property
    def pass_seconds(self) -> Fraction | None:
        """How long one pass through the trimmed clip takes on the timeline; None without an end."""
        if self.media_end_seconds is None:
            return None
        length = max(Fraction(0), self.media_end_seconds - self.media_start_seconds)
        return length / self.playback_rate

    @property
    def is_followable(self) -> bool:
        """Whether an ear can follow at this speed."""
        return Fraction(1, MAX_PLAYBACK_RATE) <= self.playback_rate <= MAX_PLAYBACK_RATE


def crossfaded(sound: ClipSound, scene: FrameRange, in_frames: int, out_frames: int) -> ClipSound:
    """Let a clip come and go with its scene, as a transition with audio "crossfade" wants it.

    Args:
        sound: A clip of the scene.
        scene: All composition frames the scene is on screen, transitions included.
        in_frames: Length of the transition at its beginning, 0 for a cut.
        out_frames: Length of the transition at its end, likewise.

    Returns:
        The sound with its fades lengthened to where they touch the transitions.
    """
    fade_in = scene.start + in_frames - sound.frames.start
    fade_out = sound.frames.end - (scene.end - out_frames)
    return replace(
        sound,
        fade_in_frames=max(sound.fade_in_frames, fade_in if in_frames else 0),
        fade_out_frames=max(sound.fade_out_frames, fade_out if out_frames else 0),
    )
