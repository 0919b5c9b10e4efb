"""Make the media of this sample.

`python samples/subway-espresso-vertical/make_media.py [NAME ...]` makes what is named, or all.
Drawn and played by the code beside this file and in `samples/studio`; nothing is downloaded.
"""

# ruff: noqa: E402 - the search path is set before what lies on it is imported

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE / "assets"
sys.path[:0] = [str(HERE), str(HERE.parent)]  # samples are scripts, not an installed package

import station
from PIL import Image
from studio import effects
from studio.clips import save_clip
from studio.music import Band, Bar
from studio.plate import save_jpeg
from studio.sound import Sound, save_sound
from studio.wordmark import wordmark

_BARS = (
    Bar(
        ("D3", "F3", "A3", "C4", "E4"),
        ("D2", "A2", "C2", "D2"),
        stabs=(1.5, 2.5),
        melody=((0.5, "A4", 0.5), (1.0, "C5", 1)),
    ),
    Bar(
        ("G3", "B3", "F3", "A3", "E4"),
        ("G2", "D2", "B1", "G1"),
        stabs=(1.5,),
        melody=((0.5, "E5", 0.5), (1.0, "D5", 1), (2.5, "B4", 1)),
    ),
    Bar(
        ("C3", "E3", "G3", "B3", "D4"),
        ("C2", "", "", ""),
        drums=False,
        stabs=(),
        melody=((0.0, "G4", 2),),
    ),
)


def music() -> Sound:
    """Return three bars at 90 beats a minute, a little over eight seconds."""
    band = Band(8.1, beats_per_minute=90, seed=904)
    band.play(_BARS)
    return band.mixdown(lufs=-16)


def save_logo() -> None:
    """Write the wordmark."""
    ASSETS.mkdir(parents=True, exist_ok=True)
    Image.fromarray(wordmark()).resize((620, 130), Image.Resampling.LANCZOS).save(
        ASSETS / "logo.png", optimize=True
    )


def recipes() -> dict[str, Callable[[], None]]:
    """Return what makes each file."""
    return {
        "still": lambda: save_jpeg(station.still(), ASSETS / "platform.jpg", quality=84),
        "clip": lambda: save_clip(
            station.frames(),
            ASSETS / "express.mp4",
            fps=station.FPS,
            size_px=station.CLIP_SIZE_PX,
            crf=24,
            gop=96,
        ),
        "train": lambda: save_sound(effects.train(3.6), ASSETS / "train.m4a", bit_rate=96_000),
        "clink": lambda: save_sound(effects.cup_clink(), ASSETS / "clink.m4a", bit_rate=96_000),
        "music": lambda: save_sound(music(), ASSETS / "music.m4a", bit_rate=128_000),
        "logo": save_logo,
    }


def main(names: list[str]) -> None:
    """Make what is named, or everything."""
    known = recipes()
    for name in names or known:
        print(name, flush=True)
        known[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
