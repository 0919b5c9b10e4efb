"""A film that is good, and what FFmpeg can do to it."""
# ruff: noqa: E501, ISC004 - one line a fault reads best

import subprocess
import wave
from dataclasses import dataclass

import imageio_ffmpeg
import numpy as np

from render import RenderOptions, render_composition

SIZE = (320, 180)
FRAMES = 96
FPS = 24
TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-color_range", "tv")  # fmt: skip
X264 = ("-c:v", "libx264", "-crf", "18", "-preset", "veryfast", "-pix_fmt", "yuv420p", *TAGS)
FAST = ("-movflags", "+faststart")


def bar(color, y, start, end, height=40):
    """A bar that crosses the canvas."""
    return {
        "type": "shape",
        "fill": color,
        "size": {"width": 70, "height": height},
        "position": {"x": start, "y": y},
        "keyframes": {
            "position.x": [
                {"frame": 0, "value": start, "easing": "linear"},
                {"frame": FRAMES, "value": end},
            ]
        },
    }


def document():
    """Colours in motion for three seconds, then a still one."""
    moving = {
        "id": "moving",
        "durationFrames": 72,
        "background": {"type": "linear", "angle": 90, "stops": [
            {"offset": 0, "color": "#123a6b"}, {"offset": 1, "color": "#c2413b"}]},
        "layers": [
            bar("#f2c14e", 40, 10, 420),
            bar("#3ddc84", 90, 330, -90, 30),
            bar("#ffffff", 140, -60, 300, 24),
        ],
    }  # fmt: skip
    still = {"id": "still", "durationFrames": 24, "background": "#d8552b"}
    return {
        "id": "good",
        "fps": FPS,
        "width": SIZE[0],
        "height": SIZE[1],
        "totalDurationFrames": FRAMES,
        "scenes": [moving, still],
        "audio": {"voiceover": "sound.wav", "loudness": None},
    }


def write_sound(path):
    """Four seconds of something like speech: noise in syllables, with pauses."""
    random = np.random.default_rng(7)
    count = FRAMES * 48_000 // FPS
    seconds = np.array(range(count)) / 48_000
    noise = np.convolve(random.standard_normal(count), np.ones(12) / 12, "same")
    syllables = np.maximum(np.sin(2 * np.pi * (2.3 * seconds + 0.4 * np.sin(3 * seconds))), 0)
    wave_form = 0.35 * syllables**2 * noise / np.abs(noise).max()
    wave_form += 0.1 * syllables * np.sin(2 * np.pi * 180 * seconds)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(wave_form, -1, 1) * 32_000).astype(np.int16).tobytes())


def render_good(folder):
    """Render the film into a folder and return its path."""
    write_sound(folder / "sound.wav")
    film = folder / "good.mp4"
    options = RenderOptions(assets=folder, quality="standard", jobs=1)
    render_composition(document(), film, options)
    return film


def ffmpeg(*arguments):
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)],
        check=True,
        timeout=120,
    )


@dataclass(frozen=True)
class Fault:
    """One way to break a film.

    Attributes:
        expected: The ids of findings, all of which must be there.
        arguments: FFmpeg's, between input and output.
        before: FFmpeg's before the input.
        also: Findings that may be there as well.
        alone: What must be found without the composition.
    """

    expected: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    frame: int | None = None


def pictures(chain):
    return ("-vf", chain, *X264, "-c:a", "copy", *FAST)


def sounds(chain):
    return ("-c:v", "copy", "-af", chain, "-c:a", "aac", "-b:a", "192k", *FAST)


RETIMED = "setpts=N/FRAME_RATE/TB"
FAULTS = {
    "a frame dropped, the rest moved up": Fault(
        ("dropped-frames", "frame-count"), pictures(f"select='not(eq(n,30))',{RETIMED}"), frame=30
    ),
    "a frame dropped, its place held": Fault(
        ("doubled-frames",), pictures("select='not(eq(n,30))',fps=24"), frame=29
    ),
    "a frame dropped, a hole left": Fault(
        ("frame-times",), ("-vf", "select='not(eq(n,30))'", "-fps_mode", "vfr", *X264, "-c:a",
        "copy", *FAST), also=("frame-count", "dropped-frames", "frame-rate"), frame=29,
        alone=("frame-times",),
    ),
    "a frame doubled, the rest moved down": Fault(
        ("doubled-frames", "frame-count"), pictures(f"loop=1:1:40,{RETIMED}"), frame=40
    ),
    "a frame doubled, another dropped": Fault(
        ("doubled-frames", "dropped-frames"),
        pictures(f"loop=1:1:20,select='not(eq(n,50))',{RETIMED}"), frame=20,
    ),
    "three frames dropped at the start": Fault(
        ("shifted-frames", "frame-count"), pictures(f"select='gte(n,3)',{RETIMED}"), frame=0
    ),
    "sound 40 ms late in the samples": Fault(("sound-late",), sounds("adelay=40:all=1")),
    "sound 40 ms early in the samples": Fault(("sound-early",), sounds("atrim=0.04,asetpts=N/SR/TB")),
    "sound 40 ms late by its time stamps": Fault(
        ("sound-start", "sound-late"), alone=("sound-start",),
    ),
    "pixels of another matrix": Fault(
        ("color-matrix",), pictures("scale=in_color_matrix=bt709:out_color_matrix=bt601,"
        "setparams=colorspace=bt709")
    ),
    "tags of another matrix": Fault(
        ("color-matrix", "color-tags"),
        ("-c", "copy", "-bsf:v", "h264_metadata=matrix_coefficients=6", *FAST),
        alone=("color-tags",),
    ),
    "pixels of full range": Fault(("color-matrix",), pictures("scale=in_range=tv:out_range=pc,"
        "setparams=range=tv")),
    "no colour tags": Fault(
        ("color-tags",), ("-vf", "setparams=colorspace=unknown:color_primaries=unknown:"
        "color_trc=unknown:range=unknown", *X264[:-8], "-c:a", "copy", *FAST),
        also=("color-matrix",), alone=("color-tags",),
    ),
    "no colour tags in the stream": Fault(
        ("color-tags",), ("-c", "copy", "-bsf:v", "h264_metadata=colour_primaries=2:"
        "transfer_characteristics=2:matrix_coefficients=2", *FAST),
        also=("color-matrix",), alone=("color-tags",),
    ),
    "clipped sound": Fault(
        ("clipping",), sounds("volume=22dB,alimiter=level=0:limit=1:attack=0.1,"
        "aformat=sample_fmts=s16"), also=("sound-level", "other-sound", "clicks"), alone=("clipping",),
    ),
    "a click": Fault(
        ("clicks",), sounds("aeval='val(0)+if(eq(n,60000),0.8,0)':c=same"), alone=("clicks-heard",)
    ),
    "sound lost for half a second": Fault(
        ("silence",), sounds("volume=0:enable='between(t,1.05,1.85)'"), also=("other-sound", "clicks",
        "sound-level"),
    ),
    "no sound at all": Fault(("sound-missing",), ("-c", "copy", "-an", *FAST)),
    "a black hole": Fault(
        ("black",), pictures("drawbox=enable='between(n,30,39)':color=black:t=fill"),
        alone=("black-seen",), frame=30,
    ),
    "a frozen second": Fault(
        ("frozen",), pictures("split[a][b];[b]trim=start_frame=30:end_frame=31,loop=23:1,"
        "setpts=N/24/TB+30/24/TB[c];[a][c]overlay=eof_action=pass:enable='between(n,30,53)'"),
        alone=("still",), frame=30,
    ),
    "no faststart": Fault(("faststart",), ("-c", "copy", "-movflags", "0"), alone=("faststart",)),
    "flashes": Fault(
        ("flashes",), pictures("drawbox=enable='between(n,24,60)*lt(mod(n,4),2)':color=white:t=fill"),
        also=("other-picture", "frozen", "doubled-frames", "dropped-frames", "red-flashes"), alone=("flashes",),
    ),
    "another picture in one frame": Fault(
        ("other-picture",), pictures("hue=h=120:enable='eq(n,50)'"), frame=50
    ),
}  # fmt: skip


def break_film(name, good, folder):
    """Break a film in one way and return the broken one."""
    fault = FAULTS[name]
    output = folder / "broken.mp4"
    if name == "sound 40 ms late by its time stamps":
        ffmpeg("-i", good, "-itsoffset", "0.04", "-i", good, "-map", "0:v", "-map", "1:a",
               "-c", "copy", *FAST, output)  # fmt: skip
    else:
        ffmpeg(*fault.before, "-i", good, *fault.arguments, output)
    return output
