"""Make the media of this sample: `python samples/slow-mornings/make_media.py`.

Six upright pictures, cut out of what the other samples paint: nothing new, held the other way.
"""

from pathlib import Path

import av
from PIL import Image

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
STILLS = SAMPLES / "brooklyn-coffee" / "assets" / "stills"
SIZE_PX = (900, 1600)
QUALITY = 80

CUTS = {
    "bridge": (STILLS / "bridge.jpg", 0.6),
    "pourover": (STILLS / "pourover.jpg", 0.665),
    "latte": (STILLS / "latte.jpg", 0.66),
    "rain": (STILLS / "rain.jpg", 0.82),
    "platform": (SAMPLES / "subway-espresso-vertical" / "assets" / "platform.jpg", 0.5),
}
"""Name -> the picture and the middle of the cut, as a part of its width."""
ESPRESSO = (SAMPLES / "brooklyn-coffee" / "assets" / "clips" / "espresso.mp4", 100, 0.66)
"""The clip, the frame, and the middle of the cut."""


def upright(picture: Image.Image, middle: float) -> Image.Image:
    """Return the part of a picture that is 9:16, as high as it is."""
    width = min(picture.width, round(picture.height * SIZE_PX[0] / SIZE_PX[1]))
    left = min(max(round(middle * picture.width - width / 2), 0), picture.width - width)
    part = picture.crop((left, 0, left + width, picture.height))
    return part.resize(SIZE_PX, Image.Resampling.LANCZOS)


def frame_of(path: Path, index: int) -> Image.Image:
    """Return one frame of a clip."""
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number == index:
                return frame.to_image()
    raise IndexError(index)


def main() -> None:
    """Cut all of them."""
    clip, index, middle = ESPRESSO
    made = {name: upright(Image.open(path), at) for name, (path, at) in CUTS.items()}
    made["espresso"] = upright(frame_of(clip, index), middle)
    (HERE / "assets").mkdir(exist_ok=True)
    for name, picture in made.items():
        picture.convert("RGB").save(HERE / "assets" / f"{name}.jpg", quality=QUALITY, optimize=True)


if __name__ == "__main__":
    main()
