"""A composition as a MoviePy clip: like any other clip, and exact."""

import av
import numpy as np
import pytest
from moviepy import ColorClip, CompositeVideoClip, VideoClip

import render
from render.errors import UsageError
from render.interchange import composition_clip
from render.options import RenderOptions
from render.pipeline import render_frame
from tests.interchange.stage import composition, tone


def document(**fields):
    scenes = [
        {
            "background": "#204060",
            "layers": [
                {
                    "type": "shape",
                    "shape": "rect",
                    "fill": "#ffffff",
                    "size": {"width": 60, "height": 60},
                    "keyframes": {"x": [{"frame": 0, "value": 20}, {"frame": 29, "value": 300}]},
                }
            ],
            "durationFrames": 30,
        }
    ]
    audio = {"music": {"key": "tone.wav", "volume": 1, "loop": True}, "loudness": None}
    return composition(scenes, audio=audio, width=320, height=180, **fields)


@pytest.fixture
def clip(media):
    with composition_clip(document(), RenderOptions(assets=media)) as opened:
        yield opened


def frame_of(number, media, **fields):
    return render_frame(document(**fields), number, RenderOptions(assets=media))


def test_a_clip_knows_its_size_rate_and_length(clip):
    assert isinstance(clip, VideoClip)
    assert tuple(clip.size) == (320, 180)
    assert clip.fps == 30
    assert clip.duration == pytest.approx(1.0)
    assert clip.n_frames == 30
    assert clip.audio is not None
    assert (clip.audio.fps, clip.audio.nchannels) == (48_000, 2)
    assert clip.audio.duration == pytest.approx(1.0)


def test_its_frames_are_those_of_the_renderer(clip, media):
    for number in (0, 7, 29):
        picture = clip.get_frame(number / 30)
        assert picture.dtype == np.uint8
        np.testing.assert_array_equal(picture, frame_of(number, media))


def test_all_frames_come_in_order_at_an_ntsc_rate(media):
    clip = composition_clip(document(fps="30000/1001"), RenderOptions(assets=media))
    frames = list(clip.iter_frames())
    assert len(frames) == 30
    for number in (0, 1, 28, 29):
        np.testing.assert_array_equal(frames[number], frame_of(number, media, fps="30000/1001"))
    clip.close()


def test_times_outside_show_the_ends(clip, media):
    np.testing.assert_array_equal(clip.get_frame(-1), frame_of(0, media))
    np.testing.assert_array_equal(clip.get_frame(5), frame_of(29, media))


def test_a_cut_starts_at_its_frame_with_its_sound(clip, media):
    cut = clip.subclipped(0.2, 0.5)
    assert cut.n_frames == 9
    np.testing.assert_array_equal(cut.get_frame(0), frame_of(6, media))
    sound = cut.audio.to_soundarray(fps=48_000)
    np.testing.assert_allclose(sound[:9000], tone(9000, first=9600), atol=1e-4)


def test_a_part_may_be_asked_for(media):
    options = RenderOptions(assets=media, frames=(6, 15))
    part = composition_clip(document(), options)
    assert part.n_frames == 9
    np.testing.assert_array_equal(part.get_frame(1 / 30), frame_of(7, media))
    np.testing.assert_allclose(
        part.audio.to_soundarray(fps=48_000)[:9000], tone(9000, first=9600), atol=1e-4
    )
    part.close()


def test_it_composes_with_other_clips(clip, media):
    mark = ColorClip((20, 10), color=(255, 0, 0), duration=0.5).with_position((5, 7))
    both = CompositeVideoClip([clip, mark])
    picture = both.get_frame(4.5 / 30)
    assert (picture[7:17, 5:25] == (255, 0, 0)).all()
    np.testing.assert_array_equal(picture[40:], frame_of(4, media)[40:])
    assert both.audio is not None


def test_a_closed_clip_can_still_be_asked(media):
    scenes = [{"asset": "clip.mp4"}]
    clip = composition_clip(composition(scenes, width=320, height=180), RenderOptions(assets=media))
    before = clip.get_frame(0.1)
    clip.close()
    np.testing.assert_array_equal(clip.get_frame(0.1), before)
    clip.close()


def test_moviepy_writes_it_to_a_file(clip, tmp_path):
    path = tmp_path / "clip.mp4"
    clip.write_videofile(
        str(path),
        preset="ultrafast",
        audio_codec="aac",
        audio_fps=48_000,
        temp_audiofile_path=str(tmp_path),
        logger=None,
    )
    with av.open(str(path)) as container:
        frames = sum(1 for _ in container.decode(video=0))
        assert len(container.streams.audio) == 1
    assert frames == 30


def test_a_silent_composition_has_no_audio(media):
    document = composition([{"background": "#000000"}], width=320, height=180)
    assert composition_clip(document, RenderOptions(assets=media)).audio is None


def test_the_resolution_is_the_clips_size(media):
    document = composition([{"background": "#000000"}])
    options = RenderOptions(assets=media, resolution="480p")
    assert tuple(composition_clip(document, options).size) == (854, 480)


def test_frames_that_are_not_there_are_refused(media):
    with pytest.raises(UsageError):
        composition_clip(document(), RenderOptions(assets=media, frames=(5, 99)))


def test_the_library_offers_it():
    assert render.composition_clip is composition_clip
