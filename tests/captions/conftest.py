"""Files for the captions of this folder."""

import wave

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="session")
def assets(tmp_path_factory):
    """A folder with a still (white.png) and two thirds of a second of a voice (voice.wav)."""
    folder = tmp_path_factory.mktemp("assets")
    Image.fromarray(np.full((16, 16, 3), 255, np.uint8)).save(folder / "white.png")
    tone = (8000 * np.sin(np.linspace(0, 900, 16_000))).astype("<i2")
    with wave.open(str(folder / "voice.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(tone.tobytes())
    return folder
