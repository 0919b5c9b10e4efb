"""Make the media of this sample: `python samples/brooklyn-coffee/make_media.py [NAME ...]`.

Everything is drawn, animated, played and spoken by the code beside this file; nothing is
downloaded. Names choose what is made (bridge, beans, music, voice ...); without, all of it.
"""

# ruff: noqa: E402 - the search path is set before what lies on it is imported

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ASSETS = HERE / "assets"
sys.path[:0] = [str(HERE), str(HERE.parent)]  # samples are scripts, not an installed package

import beans
import bridge
import espresso
import hearth
import latte
import pourover
import rain
import shopfront
import soundtrack
import steam
from PIL import Image
from studio import effects
from studio.clips import save_alpha_clip, save_clip
from studio.document import write_segments
from studio.plate import save_jpeg
from studio.sound import save_sound
from studio.voice import Speaker
from studio.wordmark import wordmark

FPS = 30
LINES = (
    ("dawn", 26, "Before the city finds its voice,"),
    ("kettle", 26, "there is water, fire, and a little patience."),
    ("beans", 22, "Roasted small, every Tuesday."),
    ("espresso", 20, "Twenty-seven seconds. Never rushed."),
    ("latte", 26, "Folded by hand."),
    ("rain", 34, "Stay for the rain."),
    ("shopfront", 50, "Fold and Ember. Come in, it's warm."),
)
"""Scene, the frame of the scene its line begins at, and the line."""


def stills() -> dict[str, Callable[[], None]]:
    """Return what paints each still."""
    painters = {
        "bridge": bridge.paint,
        "pourover": pourover.paint,
        "latte": latte.paint,
        "rain": rain.paint,
        "hearth": hearth.paint,
    }
    return {
        name: lambda name=name, paint=paint: save_jpeg(paint(), ASSETS / "stills" / f"{name}.jpg")
        for name, paint in painters.items()
    }


def clips() -> dict[str, Callable[[], None]]:
    """Return what draws and encodes each clip."""
    made = {
        module.__name__: lambda m=module: save_clip(
            m.frames(), ASSETS / "clips" / f"{m.__name__}.mp4", fps=m.FPS, size_px=m.SIZE_PX, crf=23
        )
        for module in (beans, espresso, shopfront)
    }
    made["steam"] = lambda: save_alpha_clip(
        steam.frames(), ASSETS / "clips" / "steam.webm", fps=steam.FPS, size_px=steam.SIZE_PX
    )
    return made


def save_logo() -> None:
    """Write the wordmark."""
    path = ASSETS / "logo.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(wordmark()).save(path, optimize=True)


def speak() -> None:
    """Speak the lines and write their word times into the composition."""
    speaker = Speaker("en-us-nyc+m3", words_per_minute=142, pitch=40, pitch_range=62)
    segments: list[dict[str, Any]] = []
    for number, (scene, start_frame, text) in enumerate(LINES, start=1):
        speech = speaker.say(text)
        key = f"assets/voice/{number}-{scene}.flac"
        save_sound(speech.sound, HERE / key)
        words = [
            {
                "text": word.text,
                "startFrame": round(word.start_seconds * FPS),
                "endFrame": round(word.end_seconds * FPS),
            }
            for word in speech.words
        ]
        segments.append(
            {"sceneId": scene, "key": key, "startFrame": start_frame, "text": text, "words": words}
        )
    write_segments(HERE / "composition.json", segments)


def sounds() -> dict[str, Callable[[], None]]:
    """Return what plays each sound."""
    played = {
        "bell": effects.door_bell,
        "clink": effects.cup_clink,
        "hiss": effects.steam_hiss,
        "rain-sound": lambda: effects.rain(3.8),
        "train": lambda: effects.train(3.6),
    }
    made: dict[str, Callable[[], None]] = {
        name: lambda name=name, play=play: save_sound(
            play(), ASSETS / "sounds" / f"{name.removesuffix('-sound')}.m4a", bit_rate=112_000
        )
        for name, play in played.items()
    }
    made["music"] = lambda: save_sound(
        soundtrack.music(), ASSETS / "sounds" / "music.m4a", bit_rate=160_000
    )
    return made


def main(names: list[str]) -> None:
    """Make what is named, or everything."""
    recipes = stills() | clips() | sounds() | {"logo": save_logo, "voice": speak}
    unknown = sorted(set(names) - recipes.keys())
    if unknown:
        sys.exit(f"no recipe for {', '.join(unknown)}; there are {', '.join(sorted(recipes))}")
    for name in names or recipes:
        print(name, flush=True)
        recipes[name]()
    json.loads((HERE / "composition.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
