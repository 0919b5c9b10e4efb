"""From a timeline to a list of segments with their keys."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from render.audio import AudioPlan
from render.encode.profiles import Profile
from render.encode.video import encoder_version
from render.segments.cut import cut
from render.segments.key import segment_key
from render.segments.work import PictureSettings, SegmentWork, SoundWork
from render.timebase import FrameRange, frame_to_sample
from render.timeline.clips import clips_shown
from render.timeline.model import Timeline
from render.version import renderer_version, sound_version

SEGMENT_SECONDS = 5
"""Longest segment. A border inside a clip costs decoding from the clip's last keyframe again, up to
8 s of it in what x264 writes by default; longer segments make an edit dearer and leave processors
idle at the end of a render. Most scenes are shorter than this and are one segment."""


_CLIP_FRAME_COST = 0.3
"""What showing a clip adds to a frame, as a share of a frame without: it is decoded, and what moves
costs the encoder more. Measured on the reference composition: 50 ms against 37 ms."""


@dataclass(frozen=True)
class Segment:
    """One segment of the output.

    Attributes:
        frames: Composition frames it shows.
        scene_ids: Scenes that are seen in it, for messages.
        work: What renders it.
    """

    frames: FrameRange
    scene_ids: tuple[str, ...]
    work: SegmentWork

    @property
    def name(self) -> str:
        """How messages call it."""
        scenes = ", ".join(self.scene_ids) or "no scene"
        return f"frames {self.frames.start} to {self.frames.end - 1} ({scenes})"

    @property
    def cost(self) -> float:
        """Roughly how long it takes, in frames of a still; for the order of work, no more."""
        timeline = self.work.timeline
        frames = FrameRange(0, timeline.frame_count)
        clip_frames = sum(
            len(clip.seen.intersection(scene.on_screen).intersection(frames))
            for scene in timeline.scenes
            for clip in clips_shown(scene.layers, scene.start_frame)
        )
        return timeline.frame_count + _CLIP_FRAME_COST * clip_frames


@dataclass(frozen=True)
class SegmentPlan:
    """Everything a render has to make.

    Attributes:
        fps: Frames a second.
        settings: Size and encoding.
        segments: In order, without holes.
        sound: What mixes the sound; None for a silent film.
    """

    fps: Fraction
    settings: PictureSettings
    segments: tuple[Segment, ...]
    sound: SoundWork | None

    @property
    def frame_count(self) -> int:
        """Frames of the output."""
        return sum(len(segment.frames) for segment in self.segments)

    @property
    def sample_count(self) -> int | None:
        """Samples of the output's sound, or None."""
        return self.sound.sample_bounds[1] - self.sound.sample_bounds[0] if self.sound else None


def plan_segments(
    timeline: Timeline,
    sound: AudioPlan,
    window: FrameRange,
    size_px: tuple[int, int],
    profile: Profile,
) -> SegmentPlan:
    """Cut a timeline into segments and name each by what it shows.

    Args:
        timeline: The whole composition.
        sound: Its sound.
        window: The composition frames wanted. Borders lie where they lie in the whole, so that a
            part shares its segments with the whole.
        size_px: Width and height of the output, even.
        profile: How it is encoded.
    """
    settings = PictureSettings(*size_px, profile)
    version = f"{renderer_version()}; {encoder_version()}"
    longest = max(1, ceil(SEGMENT_SECONDS * timeline.fps))
    starts = [scene.start_frame for scene in timeline.scenes]
    segments = []
    for whole in cut(starts, timeline.frame_count, longest):
        frames = whole.intersection(window)
        if not frames:
            continue
        seen = timeline.seen_in(frames)
        work = SegmentWork(segment_key(seen, settings, version), seen, settings)
        segments.append(Segment(frames, tuple(scene.id for scene in seen.scenes), work))
    return SegmentPlan(
        timeline.fps, settings, tuple(segments), _plan_sound(sound, window, timeline.fps, profile)
    )


def _plan_sound(
    sound: AudioPlan, window: FrameRange, fps: Fraction, profile: Profile
) -> SoundWork | None:
    if sound.is_silent:
        return None
    # From the window's first sample to where as many frames end as the window has: a part of a
    # film is exactly as long as a film of that many frames.
    first = frame_to_sample(window.start, fps)
    bounds = (first, first + frame_to_sample(len(window), fps))
    bitrate = profile.audio_bitrate_bps
    key = segment_key((sound, bounds), bitrate, sound_version())
    return SoundWork(key, sound, bounds, bitrate)
