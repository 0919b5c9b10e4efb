"""`render_with_moviepy`: a whole MP4 by the other engine."""

import threading
from fractions import Fraction

import av
import numpy as np
import pytest

from render.errors import AssetMissing, Cancelled, OutputError, RenderError
from render.events import STAGES, Progress, StageStarted
from render.interchange import engine, render_with_moviepy
from render.interchange.film import Film
from render.options import RenderOptions
from tests.interchange.stage import composition


def document(**fields):
    scenes = [
        {"background": "#00BDF2"},
        {"asset": "photo.png", "transition": {"type": "crossfade", "durationFrames": 6}},
    ]
    music = {"key": "tone.wav", "loop": True}
    size = {"width": 160, "height": 90, "title": "Small"}
    return {**composition(scenes, audio={"music": music}, **size), **fields}


def decoded(path):
    with av.open(str(path)) as container:
        return [
            frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
            for frame in container.decode(video=0)
        ]


def test_the_film_is_exact_whole_and_tagged(media, tmp_path):
    output = tmp_path / "film.mp4"
    events = []
    report = render_with_moviepy(
        document(fps="30000/1001"),
        output,
        RenderOptions(assets=media, quality="high"),
        on_event=events.append,
    )
    assert report.output == output
    assert (report.frames, report.fps) == (24, Fraction(30000, 1001))
    assert (report.width_px, report.height_px) == (160, 90)
    assert report.samples == 38_439  # ceil(24 * 1001 / 30000 * 48000)
    with av.open(str(output)) as container:
        video = container.streams.video[0]
        assert video.average_rate == Fraction(30000, 1001)
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)
        times = [frame.time for frame in container.decode(video)]
    assert times == pytest.approx([n * 1001 / 30000 for n in range(24)], abs=1e-6)
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == list(STAGES)
    progress = [event.frames_done for event in events if isinstance(event, Progress)]
    assert progress == list(range(25))
    assert list(tmp_path.iterdir()) == [output]


def test_a_brand_colour_comes_back_within_two_levels(media, tmp_path):
    output = tmp_path / "film.mp4"
    render_with_moviepy(document(), output, RenderOptions(assets=media, frames=(0, 3)))
    for picture in decoded(output):
        assert np.abs(picture.astype(int) - (0x00, 0xBD, 0xF2)).max() <= 2


def test_a_part_is_a_film_of_that_part(media, tmp_path):
    whole, part = tmp_path / "whole.mp4", tmp_path / "part.mp4"
    high = {"assets": media, "quality": "high"}
    render_with_moviepy(document(), whole, RenderOptions(**high))
    report = render_with_moviepy(document(), part, RenderOptions(**high, frames=(10, 16)))
    assert (report.frames, report.samples) == (6, 9600)
    frames = zip(decoded(whole)[10:16], decoded(part), strict=True)
    assert max(np.abs(a.astype(int) - b).mean() for a, b in frames) < 2


def test_a_cancelled_render_leaves_nothing(media, tmp_path):
    stop = threading.Event()

    def stop_soon(event):
        if isinstance(event, Progress) and event.frames_done == 3:
            stop.set()

    with pytest.raises(Cancelled):
        render_with_moviepy(
            document(),
            tmp_path / "film.mp4",
            RenderOptions(assets=media),
            on_event=stop_soon,
            cancel=stop,
        )
    assert not list(tmp_path.iterdir())


def test_a_missing_asset_is_our_error(media, tmp_path):
    missing = composition([{"asset": "nothing.png"}])
    with pytest.raises(AssetMissing, match=r"nothing\.png"):
        render_with_moviepy(missing, tmp_path / "film.mp4", RenderOptions(assets=media))


def test_what_moviepy_raises_becomes_our_error_and_nothing_is_written(media, tmp_path, monkeypatch):
    def broken(_film, _frame):
        raise ValueError("shapes do not fit")

    monkeypatch.setattr(Film, "rgb", broken)
    with pytest.raises(RenderError, match="frame 0: shapes do not fit"):
        render_with_moviepy(document(), tmp_path / "film.mp4", RenderOptions(assets=media))
    assert not list(tmp_path.iterdir())


def test_no_room_for_temporary_files_is_our_error(media, tmp_path, monkeypatch):
    def full(**_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "TemporaryDirectory", full)
    with pytest.raises(OutputError, match="temporary"):
        render_with_moviepy(document(), tmp_path / "film.mp4", RenderOptions(assets=media))
