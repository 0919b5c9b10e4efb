"""Small media and compositions, and the two engines drawing the same frames of them."""

import wave
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray
from PIL import Image

from render.canvas.color import frame_to_rgb
from render.frames.renderer import FrameRenderer
from render.interchange.engine import to_planes
from render.interchange.film import Film
from render.options import RenderOptions
from render.prepare import prepare

SIZE = (320, 180)


def painting(width=480, height=320, turn=0.0) -> NDArray[np.uint8]:
    """A picture with smooth colours, a hard-edged disc and thin lines."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    rgb = np.dstack(
        [
            0.5 + 0.4 * np.sin(5 * x + turn),
            0.5 + 0.4 * np.sin(4 * y + 2 * x + 2 * turn),
            0.5 + 0.4 * np.cos(6 * (x - y) + turn),
        ]
    )
    disc = (x - 0.65) ** 2 * (width / height) ** 2 + (y - 0.4) ** 2 < 0.04
    rgb[disc] = (0.95, 0.85, 0.2)
    rgb[height // 3 : height // 3 + 3, :] = (0.05, 0.05, 0.1)
    return np.rint(255 * rgb).astype(np.uint8)


def write_photo(path, width=480, height=320):
    Image.fromarray(painting(width, height)).save(path)


def write_logo(path):
    """A round badge with soft edges on nothing."""
    x, y = np.meshgrid(np.linspace(-1, 1, 160), np.linspace(-1, 1, 160))
    away = np.hypot(x, y)
    rgb = np.where((away < 0.6)[:, :, np.newaxis], (0, 189, 242), (20, 20, 60))
    alpha = np.clip((0.95 - away) * 20, 0, 1)
    Image.fromarray(np.dstack([rgb, 255 * alpha]).astype(np.uint8)).save(path)


def _write_clip(path, frames, *, codec, pix_fmt, rate, source_format, options):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=Fraction(rate), options=options)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = pix_fmt
        context = stream.codec_context
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = 1
        context.color_range = 1
        for picture in frames:
            frame = av.VideoFrame.from_ndarray(picture, format=source_format).reformat(
                format=pix_fmt,
                dst_colorspace="ITU709",
                src_color_range="JPEG",
                dst_color_range="MPEG",
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_clip(path, frame_count=24, rate=24):
    """H.264; every frame is another one."""
    frames = [painting(320, 180, turn=number / 4) for number in range(frame_count)]
    _write_clip(
        path,
        frames,
        codec="libx264",
        pix_fmt="yuv420p",
        rate=rate,
        source_format="rgb24",
        options={"preset": "ultrafast", "crf": "12", "g": "8"},
    )


def write_alpha_clip(path, frame_count=12, rate=24):
    """VP9 with alpha: a disc that wanders on nothing."""
    frames = []
    for number in range(frame_count):
        rgb = painting(192, 128, turn=number / 3)
        x, y = np.meshgrid(np.linspace(-1.5, 1.5, 192), np.linspace(-1, 1, 128))
        away = np.hypot(x - 0.06 * number, y)
        alpha = 255 * np.clip((0.8 - away) * 6, 0, 1)
        frames.append(np.dstack([rgb, alpha.astype(np.uint8)]))
    _write_clip(
        path,
        frames,
        codec="libvpx-vp9",
        pix_fmt="yuva420p",
        rate=rate,
        source_format="rgba",
        options={"crf": "15", "b": "0", "deadline": "realtime", "cpu-used": "8",
                 "auto-alt-ref": "0", "threads": "1"},
    )  # fmt: skip


def tone(sample_count, first=0):
    """`(n, 2)` float64: 375 Hz, which divides 48 kHz, louder on the right."""
    angle = 2 * np.pi * 375 * (np.linspace(0, sample_count - 1, sample_count) + first) / 48_000
    return np.column_stack([0.25 * np.sin(angle), 0.5 * np.sin(angle)])


def write_tone(path, sample_count=96_000):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(np.rint(32767 * tone(sample_count)).astype("<i2").tobytes())


def composition(scenes, **fields):
    """A composition of scenes, 12 frames each unless they say otherwise."""
    scenes = [
        {"id": f"scene-{number}", "durationFrames": 12, **scene}
        for number, scene in enumerate(scenes, start=1)
    ]
    total = sum(scene["durationFrames"] for scene in scenes)
    return {"id": "comp", "fps": 30, "totalDurationFrames": total, "scenes": scenes, **fields}


@dataclass(frozen=True)
class Compared:
    """One frame drawn twice.

    Attributes:
        frame: Its number.
        fast, plain: `(h, w, 3)` uint8 sRGB by the fast engine and by MoviePy.
        fast_luma, plain_luma: Y' of both as it goes to the encoder. Luma is not subsampled, so a
            thing drawn a part of a pixel too far left shows here in full.
    """

    frame: int
    fast: NDArray[np.uint8]
    plain: NDArray[np.uint8]
    fast_luma: NDArray[np.uint8]
    plain_luma: NDArray[np.uint8]

    @property
    def mean(self) -> float:
        """Mean absolute difference in levels, over all channels."""
        return float(np.abs(self.fast.astype(np.int16) - self.plain).mean())

    @property
    def luma_mean(self) -> float:
        return float(self._luma_differences.mean())

    @property
    def luma_max(self) -> int:
        return int(self._luma_differences.max())

    @property
    def _luma_differences(self) -> NDArray[np.int16]:
        return np.abs(self.fast_luma.astype(np.int16) - self.plain_luma)


def draw_both(document, folder, frames, size=SIZE):
    """Draw frames of a composition with both engines, in the order given."""
    prepared = prepare(document, RenderOptions(assets=folder))
    film = Film(prepared.timeline, prepared.fonts, *size)
    compared = []
    try:
        with FrameRenderer(prepared.fonts, *size) as renderer:
            for frame in frames:
                fast = renderer.frame(prepared.timeline, frame)
                plain = film.rgb(frame)
                luma = to_planes(plain, VideoReformatter())[0]
                compared.append(
                    Compared(frame, frame_to_rgb(fast), plain, fast.y.copy(), luma.copy())
                )
    finally:
        film.close()
    return compared


def assert_alike(compared, *, mean=2.0, luma_mean=0.5, luma_max=4):
    """Both engines show the same; the bounds say how far rounding and chroma may differ."""
    wrong = [
        f"frame {one.frame}: mean {one.mean:.2f}, luma mean {one.luma_mean:.2f} max {one.luma_max}"
        for one in compared
        if one.mean > mean or one.luma_mean > luma_mean or one.luma_max > luma_max
    ]
    assert not wrong, "\n".join(wrong)
