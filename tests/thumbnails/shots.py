"""Films with shots, fades and dissolves, for choosing thumbnails from."""

from fractions import Fraction

import av
import cv2
import numpy as np

from tests.assets.patterns import Numbered, write_frames

SIZE = (160, 90)
FPS = 25


def scenery(seed, tint):
    """Return a sharp, colourful picture `(90, 160, 3)`: patches of many sizes."""
    random = np.random.default_rng(seed)
    picture = np.full((SIZE[1], SIZE[0], 3), 90.0)
    for _ in range(60):
        centre = tuple(int(v) for v in random.integers(0, SIZE))
        colour = tuple(float(v) for v in random.integers(0, 255, 3))
        cv2.circle(picture, centre, int(random.integers(3, 22)), colour, -1)
    return (0.7 * picture + 0.3 * np.array(tint)).astype(np.float32)


def blurred(picture):
    return cv2.GaussianBlur(picture, (0, 0), 6)


def hold(picture, count):
    return [picture] * count


def turn(first, second, count):
    """Return a dissolve of so many frames that shows neither end."""
    shares = [(n + 1) / (count + 1) for n in range(count)]
    return [first * (1 - share) + second * share for share in shares]


BLACK = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
SUNNY, ROSY = scenery(1, (220, 200, 90)), scenery(2, (220, 90, 120))


def write_shots(folder, pictures, *, gop=12, name="shots"):
    """Write RGB pictures as a film."""
    film = Numbered(
        frame_count=len(pictures), width=SIZE[0], height=SIZE[1], rate=FPS, gop=gop,
        options={"crf": "16"},
    )  # fmt: skip
    frames = (
        av.VideoFrame.from_ndarray(np.clip(p, 0, 255).astype(np.uint8), "rgb24").reformat(
            format="yuv420p"
        )
        for p in pictures
    )
    return write_frames(folder, film, frames, name)


def seconds(frame):
    return Fraction(frame, FPS)
