"""A folder of small media that the examples of the checks name."""

import wave

import cv2
import numpy as np
import pytest

RATE_HZ = 48_000


def tone(path, seconds, level, *, hz=330.0):
    times = np.linspace(0, seconds, int(seconds * RATE_HZ), endpoint=False)
    samples = (np.sin(2 * np.pi * hz * times) * level * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """Return a folder with assets/photo.png, small.png, clip.mp4, voice.wav, music.wav, ..."""
    from tests.assets.patterns import Numbered, frame_of_luma, write_frames  # noqa: PLC0415

    root = tmp_path_factory.mktemp("media")
    assets = root / "assets"
    assets.mkdir()
    cv2.imwrite(str(assets / "photo.png"), np.full((1080, 1920, 3), 90, np.uint8))
    cv2.imwrite(str(assets / "small.png"), np.full((90, 160, 3), 90, np.uint8))
    (assets / "noise.bin").write_bytes(bytes(range(256)) * 8)
    tone(assets / "voice.wav", 1.2, 0.5)
    tone(assets / "music.wav", 3.0, 0.6, hz=110.0)
    film = Numbered(frame_count=30, width=192, height=128)
    grey = [frame_of_luma(np.full((128, 192), 120, np.uint8)) for _ in range(30)]
    write_frames(assets, film, grey, "clip")
    return root
