"""Video layers: which source frame is shown when, and what they sound like."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from render.assets.media import AudioFacts, Media, VideoFacts
from render.document import parse_composition
from render.frames.draw import draw_frame
from render.layers.video import VideoFrameSource
from render.timebase import FrameRange
from render.timeline.plan import plan_timeline
from render.timeline.sound import clip_sounds
from schemas.names import TRANSITION_TYPES
from tests.pictures import FONTS, composition, scene


def clip(frames=20, rate=30, *, sound=True, ticks=None):
    """Facts of a film that is in no file: planning opens none."""
    ticks = range(frames) if ticks is None else ticks
    seconds = (ticks[-1] + 1) / Fraction(rate)
    fine = np.array(ticks, "<i8") * 600  # a container's clock is finer than its frames
    return Media(
        key="clip.mp4",
        path=Path("/nowhere/clip.mp4"),
        content_hash="0" * 64,
        kind="video",
        video=VideoFacts(
            width_px=16, height_px=12, coded_width_px=16, coded_height_px=12, rotation_degrees=0,
            is_mirrored=False, has_alpha=False, rate=Fraction(rate),
            time_base=1 / (600 * Fraction(rate)),
            first_tick=int(fine[0]), duration_seconds=seconds, codec="h264",
            ticks=fine.tobytes(), keyframe_ticks=np.array([0], "<i8").tobytes(),
        ),
        audio=AudioFacts(48_000, 2, seconds, Fraction(0), "aac") if sound else None,
    )  # fmt: skip


def planned(document, media):
    parsed = parse_composition(json.dumps(document)).composition
    return plan_timeline(parsed, {"clip.mp4": media}, FONTS).timeline


def video(**fields):
    return {"type": "video", "asset": "clip.mp4", **fields}


def shown(layer, media=None, frames=10, fps=30):
    """Return the source frame of each frame of a scene; None where the clip is over."""
    document = composition(scene(layer, frames=frames), size=(16, 12), fps=fps)
    timeline = planned(document, media or clip())
    indices = []
    for frame in range(frames):
        ops = draw_frame(timeline, frame, 16, 12).base.ops[1:]
        indices += [op.source.index for op in ops if isinstance(op.source, VideoFrameSource)]
        indices += [None] * (not ops)
    return indices


def test_a_clip_plays_from_its_first_frame():
    assert shown(video()) == list(range(10))


def test_a_clip_held_at_its_end_or_gone_then():
    assert shown(video(), clip(4)) == [0, 1, 2, *[3] * 7]
    assert shown(video(freeze=False), clip(4)) == [0, 1, 2, 3, *[None] * 6]


def test_trims_count_composition_frames_of_the_source():
    assert shown(video(trimStartFrame=3, trimEndFrame=6)) == [3, 4, *[5] * 8]
    assert shown(video(trimStartFrame=3, trimEndFrame=6, freeze=False))[:4] == [3, 4, 5, None]
    assert shown(video(trimStartFrame=4), clip(20, 15)) == [2, 2, 3, 3, 4, 4, 5, 5, 6, 6]


def test_loops_begin_again_at_the_trim():
    assert shown(video(loop=True), clip(4)) == [0, 1, 2, 3] * 2 + [0, 1]
    looped = video(loop=True, trimStartFrame=2, trimEndFrame=5)
    assert shown(looped) == [2, 3, 4] * 3 + [2]


def test_a_playback_rate_skips_or_repeats():
    assert shown(video(playbackRate=2)) == list(range(0, 20, 2))
    assert shown(video(playbackRate=0.5)) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    fast = video(playbackRate=3, loop=True)
    assert shown(fast, clip(9)) == [0, 3, 6] * 3 + [0]


@pytest.mark.parametrize(("rate", "step"), [(60, 2), (15, 0.5), (30, 1)])
def test_other_rates_show_the_frame_of_the_moment(rate, step):
    assert shown(video(), clip(60, rate)) == [int(n * step) for n in range(10)]


def test_ntsc_in_thirty_falls_behind_by_one_frame_in_a_thousand():
    ntsc = clip(1200, Fraction(30000, 1001))
    indices = shown(video(), ntsc, frames=1010)
    assert indices[999] == 998
    assert indices[1001] == 1000


def test_a_variable_rate_shows_what_lies_at_the_moment():
    odd = clip(ticks=[0, 3, 4, 9])
    assert shown(video(), odd) == [0, 0, 0, 1, 2, 2, 2, 2, 2, 3]


def test_a_layer_that_began_before_its_scene_is_into_its_clip():
    assert shown(video(startFrame=-4))[:3] == [4, 5, 6]


def test_a_clip_in_a_slice_goes_on_where_it_was():
    document = composition(scene(video(), frames=10), size=(16, 12))
    part = planned(document, clip()).seen_in(FrameRange(4, 8))
    ops = [draw_frame(part, frame, 16, 12).base.ops[1] for frame in range(4)]
    assert [op.source.index for op in ops] == [4, 5, 6, 7]


def heard(*scenes, media=None, **fields):
    return clip_sounds(planned(composition(*scenes, size=(16, 12), **fields), media or clip(90)))


def test_a_clip_sounds_as_long_as_it_is_on_screen():
    (sound,) = heard(scene(frames=5), scene(video(startFrame=2, durationFrames=4), frames=9))
    assert sound.frames == FrameRange(7, 11)
    assert (sound.skipped_frames, sound.gain) == (0, 1.0)
    assert sound.path == "scenes[1].layers[0]"


def test_a_clip_that_began_before_its_scene_is_not_heard_before_it():
    (sound,) = heard(scene(frames=5), scene(video(startFrame=-3), frames=9))
    assert sound.frames == FrameRange(5, 14)
    assert sound.skipped_frames == 3


def test_silent_and_muted_clips_are_left_out():
    assert heard(scene(video(), frames=5), media=clip(sound=False)) == ()
    assert heard(scene(video(muted=True), frames=5)) == ()
    assert heard(scene(video(volume=0), frames=5)) == ()


def test_volume_may_be_linear_or_in_decibels():
    assert heard(scene(video(volume=0.25), frames=5))[0].gain == 0.25
    assert heard(scene(video(gainDb=-20), frames=5))[0].gain == pytest.approx(0.1)


def test_volume_keyframes_are_in_composition_frames_and_no_warning():
    moved = video(startFrame=2, keyframes={"volume": [{"frame": 1, "value": 0},
                                                      {"frame": 3, "value": 1}]})  # fmt: skip
    (sound,) = heard(scene(frames=10), scene(moved, frames=10))
    assert sound.volume_points == ((13, 0.0), (15, 1.0))


def test_a_clip_in_a_group_is_heard_while_the_group_is_there():
    group = {"type": "group", "startFrame": 3, "durationFrames": 4,
             "layers": [video(startFrame=-1), video(startFrame=2, durationFrames=50)]}  # fmt: skip
    first, second = heard(scene(group, frames=20))
    assert (first.frames, first.skipped_frames) == (FrameRange(3, 7), 1)
    assert (second.frames, second.skipped_frames) == (FrameRange(5, 7), 0)


@pytest.mark.parametrize(("audio", "frames"), [(None, 6), ("crossfade", 6), ("cut", 0)])
def test_sounds_fade_along_with_a_transition_unless_it_cuts_them(audio, frames):
    transition = {"type": "wipe", "durationFrames": 6} | ({"audio": audio} if audio else {})
    before, after = heard(
        scene(video(), frames=20), scene(video(), frames=20, transition=transition)
    )
    assert before.frames == FrameRange(0, 20 + frames)
    assert after.frames == FrameRange(20, 40)
    assert (before.fade_in_frames, before.fade_out_frames) == (0, frames)
    assert (after.fade_in_frames, after.fade_out_frames) == (frames, 0)


@pytest.mark.parametrize("kind", sorted(set(TRANSITION_TYPES) - {"lumaWipe"}))
def test_sounds_fade_under_every_kind_but_a_cut(kind):
    transition = {"type": kind, "durationFrames": 6}
    before, after = heard(
        scene(video(), frames=20), scene(video(), frames=20, transition=transition)
    )
    frames = 0 if kind == "cut" else 6
    assert before.frames == FrameRange(0, 20 + frames)
    assert (before.fade_out_frames, after.fade_in_frames) == (frames, frames)


def test_a_sound_does_not_fade_for_a_transition_that_begins_after_it():
    transition = {"type": "wipe", "durationFrames": 6}
    scenes = (
        scene(video(), frames=20, startFrame=0),
        scene(video(), frames=20, startFrame=24, transition=transition),
    )
    before, after = heard(*scenes, total=44)
    assert (before.frames, before.fade_out_frames) == (FrameRange(0, 20), 0)
    assert (after.frames, after.fade_in_frames) == (FrameRange(24, 44), 6)


def test_sounds_end_with_the_composition():
    (sound,) = heard(scene(video(), frames=20, startFrame=0), total=12)
    assert sound.frames == FrameRange(0, 12)


def test_overlays_sound_too():
    (sound,) = heard(scene(frames=9), overlays=[video(startFrame=4)])
    assert sound.frames == FrameRange(4, 9)


def test_a_clip_of_a_scene_sounds():
    (sound,) = heard(scene(frames=9, asset="clip.mp4"))
    assert sound.frames == FrameRange(0, 9)
