"""Planning: what a composition says becomes cues on exact samples."""

from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from render.audio.clips import ClipSound, crossfaded
from render.audio.cues import LoudnessTarget
from render.audio.plan import EDGE_SAMPLES, plan_audio, segment_start_frame
from render.errors import AssetUnreadable, CompositionError
from render.timebase import FrameRange
from schemas import Composition
from tests.audio.sounds import media_of

STARTS = {"scene-1": 0, "scene-2": 135}


def sound(key, seconds=1, **facts):
    return media_of(Path("/nowhere") / key, int(seconds * 48_000), key=key, **facts)


FACTS = {
    media.key: media
    for media in (sound("vo.wav", 2), sound("vo2.wav", 1), sound("music.mp3", 20), sound("s.wav"))
}


def composition(audio, frames=300, fps=30):
    return Composition.model_validate(
        {
            "id": "c",
            "fps": fps,
            "totalDurationFrames": frames,
            "scenes": [{"id": "scene-1", "durationFrames": frames}],
            "audio": audio,
        }
    )


def planned(audio, *, clips=(), facts=None, **more):
    return plan_audio(composition(audio, **more), facts or FACTS, STARTS, clips)


def test_a_composition_without_sound_is_silence_of_its_length():
    plan = planned({})
    assert plan.total_samples == 480_000
    assert plan.is_silent
    assert plan.duck is None


def test_ntsc_frames_begin_at_the_rounded_up_sample():
    plan = planned({"soundEffects": [{"key": "s.wav", "startFrame": 7}]}, fps=29.97, frames=100)
    assert plan.total_samples == ceil(100 * 48_000 * 1_001 / 30_000) == 160_160
    assert plan.cues[0].start_sample == ceil(7 * 1_601.6) == 11_212


def test_a_segment_counts_from_its_scene_and_without_one_from_the_composition():
    segments = [
        {"key": "vo.wav", "sceneId": "scene-2", "startFrame": 15},
        {"key": "vo2.wav", "startFrame": 15},
    ]
    plan = planned({"voiceover": {"segments": segments}})
    assert [(cue.media.key, cue.start_sample) for cue in plan.cues] == [
        ("vo2.wav", 15 * 1_600),
        ("vo.wav", 150 * 1_600),
    ]
    spoken = composition({"voiceover": {"segments": segments}}).audio.voiceover.segments
    assert [segment_start_frame(segment, STARTS) for segment in spoken] == [150, 15]


def test_a_segment_of_a_scene_that_is_not_there_is_an_error():
    with pytest.raises(CompositionError, match="scene-9"):
        planned({"voiceover": {"segments": [{"key": "vo.wav", "sceneId": "scene-9"}]}})


def test_volumes_multiply_and_decibels_rule():
    voice = {"volume": 0.5, "segments": [{"key": "vo.wav", "volume": 0.5}]}
    effects = [{"key": "s.wav", "gainDb": -20, "volume": 1}]
    plan = planned({"voiceover": voice, "soundEffects": effects})
    assert {cue.role: cue.gain for cue in plan.cues} == {
        "voice": 0.25,
        "effect": pytest.approx(0.1),
    }


def test_what_is_left_out_is_full_volume_looped_and_ducked():
    plan = planned({"music": "music.mp3", "voiceover": "vo.wav"})
    music = next(cue for cue in plan.cues if cue.role == "music")
    assert (music.gain, music.loop, music.ducked) == (1, True, True)
    assert music.length_samples == plan.total_samples
    assert plan.duck.amount_db == -12
    assert plan.duck.attack_samples == 6 * 1_600
    assert plan.duck.release_samples == 15 * 1_600
    assert (plan.duck.lookahead_samples, plan.duck.clearance_db) == (6 * 1_600, 10)
    assert plan.loudness == LoudnessTarget(-14, -1)
    assert planned({"loudness": None}).loudness is None


def test_words_say_when_a_voice_speaks():
    words = [
        {"text": "slow", "startFrame": 3, "endFrame": 9},
        {"text": "mornings", "startFrame": 10, "endFrame": 20},
    ]
    segments = [{"key": "vo.wav", "sceneId": "scene-2", "startFrame": 15, "words": words}]
    plan = planned({"music": "music.mp3", "voiceover": {"segments": segments}})
    voice = next(cue for cue in plan.cues if cue.role == "voice")
    assert voice.speech == ((153 * 1_600, 159 * 1_600), (160 * 1_600, 170 * 1_600))


def test_the_way_down_may_begin_at_another_moment():
    music = {"key": "music.mp3", "ducking": {"lookaheadFrames": 2, "clearanceDb": None}}
    plan = planned({"music": music, "voiceover": "vo.wav"})
    assert (plan.duck.attack_samples, plan.duck.lookahead_samples) == (9_600, 3_200)
    assert plan.duck.clearance_db is None


@pytest.mark.parametrize(
    ("music", "voice"),
    [
        ({"key": "music.mp3", "ducking": False}, "vo.wav"),
        ({"key": "music.mp3"}, None),
        ({"key": "music.mp3"}, {"key": "vo.wav", "volume": 0}),
        ({"key": "music.mp3"}, {"key": "vo.wav", "startFrame": 300}),
    ],
)
def test_nothing_ducks_when_told_so_or_when_nobody_speaks(music, voice):
    plan = planned({"music": music, "voiceover": voice})
    assert plan.duck is None
    assert not any(cue.ducked for cue in plan.cues)


def test_music_is_trimmed_faded_and_placed():
    music = {
        "key": "music.mp3",
        "startFrame": 30,
        "trimStartFrame": 60,
        "fadeInFrames": 15,
        "fadeOutFrames": 45,
    }
    (cue,) = planned({"music": music}).cues
    assert (cue.start_sample, cue.length_samples) == (48_000, 432_000)
    assert cue.media_start_seconds == 2
    assert (cue.fade_in_samples, cue.fade_out_samples) == (24_000, 72_000)


def test_the_fade_out_of_music_that_ends_early_is_at_its_own_end():
    music = {"key": "vo.wav", "loop": False, "fadeOutFrames": 30}
    (cue,) = planned({"music": music}).cues
    assert cue.end_sample == 96_000


def test_sound_behind_the_end_is_cut_with_a_soft_edge_and_a_warning():
    plan = planned({"voiceover": {"key": "vo.wav", "startFrame": 270}})
    (cue,) = plan.cues
    assert (cue.start_sample, cue.length_samples) == (432_000, 48_000)
    assert cue.fade_out_samples == EDGE_SAMPLES
    assert [warning.code for warning in plan.warnings] == ["voice-cut"]


def test_sound_that_starts_behind_the_end_is_left_out_with_a_warning():
    plan = planned({"soundEffects": [{"key": "s.wav", "startFrame": 300}]})
    assert plan.is_silent
    assert [(warning.code, warning.path) for warning in plan.warnings] == [
        ("sound-left-out", "audio.soundEffects[0]")
    ]


def test_a_negative_start_cuts_the_beginning():
    (cue,) = planned({"soundEffects": [{"key": "s.wav", "startFrame": -15}]}).cues
    assert cue.start_sample == 0
    assert cue.media_start_seconds == Fraction(1, 2)


def test_voices_that_talk_over_each_other_are_a_warning():
    plan = planned({"voiceover": [{"key": "vo.wav"}, {"key": "vo2.wav", "startFrame": 30}]})
    assert [warning.code for warning in plan.warnings] == ["voices-overlap"]


def test_a_sound_key_that_names_a_picture_is_an_error():
    picture = sound("image.png")
    silent = type(picture)(
        key="image.png", path=picture.path, content_hash=picture.content_hash, kind="image"
    )
    with pytest.raises(AssetUnreadable, match="no sound"):
        planned({"music": "image.png"}, facts={"image.png": silent})


def clip(**changes):
    values = {
        "path": "scenes[0]",
        "media": sound("clip.mp4", 4, start=Fraction(1, 10)),
        "frames": FrameRange(30, 90),
    }
    return ClipSound(**{**values, **changes})


def test_a_clip_is_heard_over_its_frames_from_its_trim():
    (cue,) = planned({}, clips=[clip(media_start_seconds=Fraction(1), gain=0.5)]).cues
    assert (cue.role, cue.start_sample, cue.length_samples) == ("clip", 48_000, 96_000)
    assert (cue.media_start_seconds, cue.gain) == (1, 0.5)
    assert cue.fade_out_samples == EDGE_SAMPLES


def test_a_trimmed_clip_ends_at_its_trim_and_a_looped_one_begins_again():
    trimmed = {"media_end_seconds": Fraction(3, 2), "playback_rate": Fraction(2)}
    (once,) = planned({}, clips=[clip(**trimmed)]).cues
    assert once.length_samples == 36_000
    (looped,) = planned({}, clips=[clip(**trimmed, loop=True)]).cues
    assert (looped.length_samples, looped.pass_seconds) == (96_000, Fraction(3, 4))


def test_a_clip_that_is_over_before_its_scene_has_no_part_in_the_fade():
    ended = clip(media_end_seconds=Fraction(1), fade_out_frames=15)
    (cue,) = planned({}, clips=[ended]).cues
    assert cue.length_samples == 48_000
    assert cue.fade_out_samples == EDGE_SAMPLES


def test_a_clip_that_began_before_it_is_heard_is_in_its_middle():
    (cue,) = planned({}, clips=[clip(skipped_frames=15, playback_rate=Fraction(2))]).cues
    assert cue.media_start_seconds == 1
    (looped,) = planned(
        {}, clips=[clip(skipped_frames=15, loop=True, media_end_seconds=Fraction(3))]
    ).cues
    assert (looped.media_start_seconds, looped.skipped_samples) == (0, 24_000)


def test_a_clip_cut_in_two_has_no_dip_where_it_goes_on():
    first = clip(frames=FrameRange(0, 30))
    second = clip(frames=FrameRange(30, 60), media_start_seconds=Fraction(1))
    plan = planned({}, clips=[first, second])
    assert [cue.fade_out_samples for cue in plan.cues] == [0, EDGE_SAMPLES]


def test_clips_without_sound_muted_or_too_fast_are_silent():
    picture = sound("clip.mp4")
    mute = type(picture)(
        key="m.mp4", path=picture.path, content_hash=picture.content_hash, kind="video"
    )
    plan = planned({}, clips=[clip(media=mute), clip(gain=0.0), clip(playback_rate=Fraction(100))])
    assert plan.is_silent
    assert [warning.code for warning in plan.warnings] == ["sound-left-out"]


def test_a_crossfade_lengthens_the_fades_that_touch_it():
    scene = FrameRange(30, 90)
    whole = crossfaded(clip(fade_in_frames=5), scene, 15, 20)
    assert (whole.fade_in_frames, whole.fade_out_frames) == (15, 20)
    inside = crossfaded(clip(frames=FrameRange(50, 60), fade_out_frames=3), scene, 15, 20)
    assert (inside.fade_in_frames, inside.fade_out_frames) == (0, 3)
    assert crossfaded(clip(), scene, 0, 0) == clip()
