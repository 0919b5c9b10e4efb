"""The sound that the clips of a timeline bring with them."""

from collections.abc import Iterator
from dataclasses import replace

from render.audio.clips import ClipSound, crossfaded
from render.layers.planned import PlannedLayer
from render.layers.video import VideoContent
from render.timebase import FrameRange
from render.timeline.clips import clips_shown
from render.timeline.model import PlannedScene, Timeline


def clip_sounds(timeline: Timeline) -> tuple[ClipSound, ...]:
    """Return what every video layer sounds like, in composition frames.

    A clip sounds as long as its scene is on screen. Under a transition with `audio: "crossfade"`
    the sounds of both scenes swap places with equal power; with "cut" the new scene's sound takes
    over at its first frame.
    """
    sounds = [_within(sound, timeline) for sound in _of_layers(timeline.overlays, 0)]
    for index, scene in enumerate(timeline.scenes):
        following = timeline.scenes[index + 1] if index + 1 < len(timeline.scenes) else None
        for sound in _of_layers(scene.layers, scene.start_frame):
            # A layer may have begun before its scene does, and is not heard before it either.
            heard = _heard(scene, following)
            inside = _cut(sound, sound.frames.intersection(heard))
            out_frames = max(0, heard.end - following.start_frame) if following else 0
            faded = crossfaded(inside, heard, _crossfade_frames(scene), out_frames)
            sounds.append(_within(faded, timeline))
    return tuple(sound for sound in sounds if sound is not None)


def _heard(scene: PlannedScene, following: PlannedScene | None) -> FrameRange:
    """Return when a scene's clips may sound: until the next scene's have taken over."""
    if following is None:
        return scene.on_screen
    end = following.start_frame + _crossfade_frames(following)
    return scene.on_screen.intersection(FrameRange(scene.start_frame, end))


def _crossfade_frames(scene: PlannedScene | None) -> int:
    """Return how long the sound crossfades while a scene comes in."""
    if scene is None or scene.transition is None or scene.transition.sound == "cut":
        return 0
    return scene.transition.duration_frames


def _of_layers(layers: tuple[PlannedLayer, ...], start_frame: int) -> Iterator[ClipSound]:
    for clip in clips_shown(layers, start_frame):
        if clip.content.media.audio and clip.content.gain > 0:
            # A group may end before its clip does, and is not heard after it either.
            yield _cut(_of_clip(clip.path, clip.content, clip.frames), clip.seen)


def _of_clip(path: str, content: VideoContent, frames: FrameRange) -> ClipSound:
    start, end = content.source_span_seconds
    return ClipSound(
        path=path,
        media=content.media,
        frames=frames,
        media_start_seconds=start,
        media_end_seconds=end,
        playback_rate=content.playback_rate,
        loop=content.loop,
        gain=content.gain,
        fade_in_frames=content.fade_in_frames,
        fade_out_frames=content.fade_out_frames,
        volume_points=tuple((frame + frames.start, gain) for frame, gain in content.volume_points),
    )


def _within(sound: ClipSound, timeline: Timeline) -> ClipSound | None:
    seen = sound.frames.intersection(FrameRange(0, timeline.frame_count))
    return _cut(sound, seen) if seen else None


def _cut(sound: ClipSound, frames: FrameRange) -> ClipSound:
    skipped = sound.skipped_frames + frames.start - sound.frames.start
    return replace(sound, frames=frames, skipped_frames=skipped)
