"""Colour and movement, measured in the finished MP4."""

from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from render import RenderOptions, render_composition
from render.encode.verify import verify
from tests.end_to_end.films import rgb_frames

BRAND = (0x00, 0xBD, 0xF2)


def still_film(path, rgb, frame_count=30):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        stream.codec_context.colorspace = 1
        stream.codec_context.color_primaries = 1
        stream.codec_context.color_trc = 1
        stream.codec_context.color_range = 1
        picture = np.full((96, 160, 3), rgb, np.uint8)
        for number in range(frame_count):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"
            )
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_the_brand_colour_reads_back_from_fill_image_and_video(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (200, 120), BRAND).save("brand.png")
    still_film("brand.mp4", BRAND)
    said = {
        "id": "c",
        "fps": 30,
        "totalDurationFrames": 30,
        "width": 320,
        "height": 192,
        "scenes": [
            {"id": "fill", "durationFrames": 10, "background": "#00BDF2"},
            {"id": "image", "durationFrames": 10, "asset": "brand.png"},
            {"id": "video", "durationFrames": 10, "asset": "brand.mp4"},
        ],
    }
    render_composition(said, tmp_path / "out.mp4")
    pictures = list(rgb_frames(tmp_path / "out.mp4"))
    assert len(pictures) == 30
    worst = max(np.abs(picture.astype(int) - BRAND).max() for picture in pictures)
    assert worst <= 2


def test_a_slow_zoom_moves_evenly(tmp_path, monkeypatch):
    """RMS acceleration of a disc's centre under a 10 % zoom over 150 frames, in px/frame²."""
    monkeypatch.chdir(tmp_path)
    rows, columns = np.mgrid[:1080, :1920]
    edge = 120 - np.hypot(columns - 1440, rows - 290)
    disc = (30 + 210 * np.clip(edge + 0.5, 0, 1)).astype(np.uint8)
    Image.fromarray(np.dstack([disc] * 3)).save("disc.png")
    said = {
        "id": "c",
        "fps": 30,
        "totalDurationFrames": 150,
        "scenes": [
            {
                "id": "s",
                "durationFrames": 150,
                "asset": "disc.png",
                "motion": {"preset": "zoom-in", "amount": 0.1, "easing": "linear"},
            }
        ],
    }
    render_composition(said, tmp_path / "out.mp4", RenderOptions(quality="high"))
    places = []
    for frame in rgb_frames(tmp_path / "out.mp4"):
        light = np.clip(frame[:, :, 1].astype(float) - 30, 0, None)
        total = light.sum()
        places.append(
            (
                (light.sum(axis=0) @ np.linspace(0, 1919, 1920)) / total,
                (light.sum(axis=1) @ np.linspace(0, 1079, 1080)) / total,
            )
        )
    acceleration = np.diff(np.array(places), 2, axis=0)
    assert np.sqrt((acceleration**2).sum(axis=1).mean()) < 0.02
    steps = np.diff(np.array(places)[:, 0])
    assert (steps > 0).all(), "the zoom goes backwards somewhere"


@pytest.mark.parametrize(
    ("aspect_ratio", "size"),
    [
        ("16:9", (854, 480)),
        ("9:16", (480, 854)),
        ("1:1", (480, 480)),
        ("4:5", (480, 600)),
        ("2:3", (480, 720)),
    ],
)
def test_every_aspect_ratio_has_its_size(aspect_ratio, size, tmp_path):
    said = {
        "id": "c",
        "aspectRatio": aspect_ratio,
        "fps": 29.97,
        "totalDurationFrames": 7,
        "scenes": [
            {
                "id": "s",
                "durationFrames": 7,
                "layers": [{"type": "text", "text": "Ag", "position": "bottom-right"}],
            }
        ],
    }
    options = RenderOptions(resolution="480p", quality="draft")
    report = render_composition(said, tmp_path / "out.mp4", options)
    assert (report.width_px, report.height_px) == size
    verify(tmp_path / "out.mp4", 7, Fraction(30000, 1001), size, None)


def test_a_film_is_tagged_bt709_and_starts_fast(tmp_path):
    said = {
        "id": "c",
        "title": "A title",
        "totalDurationFrames": 3,
        "scenes": [{"id": "s", "durationFrames": 3}],
    }
    options = RenderOptions(resolution="480p")
    render_composition(said, tmp_path / "out.mp4", options)
    with av.open(str(tmp_path / "out.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        assert container.metadata["title"] == "A title"
    head = (tmp_path / "out.mp4").read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
