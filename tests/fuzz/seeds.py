"""Good files of every kind that the boundaries read, small, for mutations to start from."""

import io
import json
import wave
from pathlib import Path

import numpy as np
import rendercv_fonts
from PIL import Image

from tests.assets.patterns import Numbered, write_numbered

_FILMS = {
    "h264.mp4": Numbered(frame_count=12),
    "turned.mp4": Numbered(frame_count=6, rotation=90),
    "vp9.webm": Numbered("libvpx-vp9", ".webm", frame_count=6),
    "alpha.webm": Numbered(
        "libvpx-vp9", ".webm", frame_count=4, pix_fmt="yuva420p", alpha=lambda n: 40 * n
    ),
    "prores.mov": Numbered("prores_ks", ".mov", frame_count=3, pix_fmt="yuv422p10le"),
    "mpeg4.avi": Numbered("mpeg4", ".avi", frame_count=6),
    "h264.ts": Numbered(suffix=".ts", frame_count=6),
    "h264.mkv": Numbered(suffix=".mkv", frame_count=6),
}
_SOUNDS = {"mp3": "libmp3lame", "ogg": "libopus", "flac": "flac", "m4a": "aac"}
_COMPOSITION = Path(__file__).resolve().parents[2] / "tests/schemas/everything.json"
_FONTS = ("Poppins/Poppins-Regular.ttf", "Lato/Lato-Bold.ttf")


def write_seeds(folder: Path) -> dict[str, list[Path]]:
    """Write the files and return them by the boundary that reads them."""
    return {
        "pictures": _pictures(folder),
        "films": [
            write_numbered(folder, film, f"film-{name.partition('.')[0]}")
            for name, film in _FILMS.items()
        ],
        "sounds": _sounds(folder),
        "fonts": [Path(rendercv_fonts.__file__).parent / name for name in _FONTS],
        "drawings": [_written(folder / "drawing.svg", _SVG.encode())],
        "captions": [_written(folder / f"c.{kind}", text.encode()) for kind, text in _CAPTIONS],
        "tables": [_written(folder / "t.cube", _CUBE.encode())],
        "documents": [_COMPOSITION],
    }


def _written(path, data):
    path.write_bytes(data)
    return path


def _pictures(folder):
    dice = np.random.default_rng(3)
    pixels = dice.integers(0, 255, (40, 56, 4), dtype=np.uint8)
    rgba = Image.fromarray(pixels)
    rgb = rgba.convert("RGB")
    kinds = {
        "a.png": (rgba, {}),
        "palette.png": (rgb.quantize(16), {}),
        "grey16.png": (Image.fromarray(pixels[..., 0].astype(np.uint16) * 257), {}),
        "a.jpg": (rgb, {"quality": 80}),
        "progressive.jpg": (rgb, {"progressive": True}),
        "cmyk.jpg": (rgb.convert("CMYK"), {}),
        "a.webp": (rgba, {"lossless": True}),
        "a.gif": (rgb.quantize(8), {"save_all": True, "append_images": [rgb.quantize(4)]}),
        "a.bmp": (rgb, {}),
        "a.tiff": (rgba, {"compression": "tiff_lzw"}),
        "a.avif": (rgb, {}),
    }
    paths = []
    for name, (picture, options) in kinds.items():
        file = io.BytesIO()
        picture.save(file, name.rpartition(".")[2].replace("jpg", "jpeg"), **options)
        paths.append(_written(folder / name, file.getvalue()))
    return paths


def _sounds(folder):
    import av  # noqa: PLC0415

    with wave.open(str(folder / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.random.default_rng(5).bytes(4 * 11_025))
    paths = [folder / "a.wav"]
    for suffix, codec in _SOUNDS.items():
        path = folder / f"a.{suffix}"
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=48_000)
            samples = np.random.default_rng(7).uniform(-0.3, 0.3, (2, 12_000)).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(samples, "fltp", "stereo")
            frame.sample_rate = 48_000
            resampler = av.AudioResampler(stream.format, "stereo", 48_000, stream.frame_size or 960)
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                container.mux(stream.encode(part))
            container.mux(stream.encode(None))
        paths.append(path)
    return paths


_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">
<defs><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient>
<clipPath id="c"><circle cx="20" cy="15" r="12"/></clipPath></defs>
<g clip-path="url(#c)" transform="rotate(10 5 5)"><rect width="40" height="30" fill="url(#g)"/>
<path d="M1 2C3 4 5 6 7 8A9 9 0 0 1 20 20Z" stroke="#0af" stroke-width="2"/></g>
</svg>"""
_CUBE = "TITLE t\nLUT_3D_SIZE 2\n" + "".join(
    f"{r} {g} {b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1)
)
_SRT = """1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i>

2
00:00:03,0 --> 00:00:04
B
"""
_VTT = "WEBVTT\n\n00:01.000 --> 00:02.000 align:left\nOne <00:01.500>two\n"
_ASS = """[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:01.00,0:00:02.00,D,{\\k20}Ka{\\k30}ra
"""
_WORDS = [{"word": " Hi", "start": 0, "end": 0.5}, {"word": " you", "start": 0.6, "end": 1.5}]
_WHISPER = json.dumps({"segments": [{"start": 0, "end": 1.5, "text": " Hi you", "words": _WORDS}]})
_CAPTIONS = (("srt", _SRT), ("vtt", _VTT), ("ass", _ASS), ("json", _WHISPER))
