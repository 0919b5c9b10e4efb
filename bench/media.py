"""Make the media of the benchmark: stills, clips, a logo, music and a voice, the same every time.

Stills are 3000x2000 JPEGs. Clips are what a camera on a slow slider records: a textured backdrop
that pans with a little handheld sway, things that cross the picture, and fresh grain in each frame;
1080p H.264 with a keyframe each second, one at 30 and one at 24 frames a second.
"""

import json
import math
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from bench.reference import HEIGHT_PX, LOGO_SIZE_PX, STILL_SIZE_PX, WIDTH_PX
from bench.textures import Picture, logo, photograph

RECIPE = 1
"""Raise it when anything below draws differently: media of another recipe are made anew."""

CLIP_SECONDS = 6
"""Half a second more than the longest scene shows."""

MUSIC_SECONDS = 22
VOICE_SECONDS = 18
SOUND_RATE_HZ = 48_000


def make_media(folder: Path) -> Path:
    """Make every medium in `folder` unless they are there; return the folder."""
    marker = folder / "media.json"
    recipe = json.dumps({"recipe": RECIPE})
    if marker.exists() and marker.read_text(encoding="utf-8") == recipe:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    marker.unlink(missing_ok=True)
    for index in (1, 2):
        still = photograph(10 + index, *STILL_SIZE_PX)
        _write_image(folder / f"still-{index}.jpg", still, [cv2.IMWRITE_JPEG_QUALITY, 93])
    _write_image(folder / "logo.png", logo(*LOGO_SIZE_PX), [])
    for fps in (30, 24):
        _write_clip(folder / f"clip-{fps}.mp4", fps)
    _write_music(folder / "music.mp3")
    _write_wave(folder / "voice.wav", _voice())
    marker.write_text(recipe, encoding="utf-8")
    return folder


def _write_image(path: Path, pixels: NDArray[np.uint8], options: list[int]) -> None:
    code = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    if not cv2.imwrite(str(path), cv2.cvtColor(pixels, code), options):
        raise OSError(f"cannot write {path}")


def _camera_frames(fps: int) -> Iterator[Picture]:
    """Yield what the camera sees, frame by frame."""
    rng = np.random.default_rng(fps)
    backdrop = photograph(fps, 2800, 1500, leaves=8000, grain=0.0)
    objects = [photograph(fps + 1 + index, 360, 360, leaves=300, grain=0.0) for index in range(5)]
    disc = np.zeros((360, 360), np.float32)
    cv2.circle(disc, (180, 180), 170, 1.0, -1, cv2.LINE_AA)
    disc = cv2.GaussianBlur(disc, (0, 0), 2.0)[:, :, None]
    # Grain is drawn from a few large sheets at random offsets: as good to an encoder, and fast.
    sheet = (3.0 * rng.standard_normal((HEIGHT_PX + 512, WIDTH_PX + 512, 3))).astype(np.int16)
    for frame in range(CLIP_SECONDS * fps):
        moment = frame / fps
        x_px = 150 + 85 * moment + 5 * math.sin(2.9 * moment)
        y_px = 190 + 60 * math.sin(0.7 * moment) + 3 * math.sin(4.1 * moment)
        angle = 0.006 * math.sin(1.7 * moment)
        cosine, sine = math.cos(angle), math.sin(angle)
        matrix = np.array([[cosine, -sine, x_px], [sine, cosine, y_px]])
        picture = cv2.warpAffine(
            backdrop,
            matrix,
            (WIDTH_PX, HEIGHT_PX),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        for index, thing in enumerate(objects):
            speed_px = 110 + 55 * index
            left = int((200 * index + speed_px * moment) % (WIDTH_PX + 360)) - 360
            top = int(110 + 170 * index + 60 * math.sin(1.3 * moment + index))
            _lay_over(picture, thing, disc, left, top)
        row, column = (int(value) for value in rng.integers(0, 512, 2))
        grain = sheet[row : row + HEIGHT_PX, column : column + WIDTH_PX]
        yield (picture.astype(np.int16) + grain).clip(0, 255).astype(np.uint8)


def _lay_over(
    picture: Picture, thing: Picture, coverage: NDArray[np.float32], left: int, top: int
) -> None:
    x0, y0 = max(left, 0), max(top, 0)
    x1 = min(left + thing.shape[1], picture.shape[1])
    y1 = min(top + thing.shape[0], picture.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    under, alpha = picture[y0:y1, x0:x1], coverage[part]
    under[:] = (under * (1 - alpha) + thing[part] * alpha).astype(np.uint8)


def _write_clip(path: Path, fps: int) -> None:
    """Encode a clip as a camera does: a keyframe each second, BT.709 converted and tagged."""
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH_PX}x{HEIGHT_PX}"),
        *("-r", str(fps), "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv"),
        *("-c:v", "libx264", "-preset", "medium", "-crf", "19", "-g", str(fps), "-threads", "2"),
        *("-pix_fmt", "yuv420p", "-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-colorspace", "bt709", "-color_range", "tv", "-movflags", "+faststart", str(path)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise OSError("the encoder has no input pipe")
        for frame in _camera_frames(fps):
            encoder.stdin.write(frame.tobytes())
        encoder.stdin.close()
    if encoder.returncode:
        raise OSError(f"the encoder failed on {path}")


def _music() -> NDArray[np.float64]:
    """Return slow chords with a plucked pulse: `(samples, 2)` in [-1, 1]."""
    moments = np.linspace(0, MUSIC_SECONDS, MUSIC_SECONDS * SOUND_RATE_HZ, endpoint=False)
    sides = np.zeros((moments.size, 2))
    chords = ((220.0, 261.63, 329.63), (174.61, 220.0, 261.63), (196.0, 246.94, 293.66))
    for beat in range(MUSIC_SECONDS * 2):
        local = moments - beat / 2
        envelope = np.where(local >= 0, np.exp(-3.0 * np.maximum(local, 0)), 0.0)
        chord = chords[(beat // 4) % len(chords)]
        for voice, pitch_hz in enumerate(chord):
            tone = np.sin(2 * np.pi * pitch_hz * local) + 0.3 * np.sin(4 * np.pi * pitch_hz * local)
            balance = 0.35 + 0.3 * voice / 2
            sides += 0.12 * (tone * envelope)[:, None] * (balance, 1 - balance)
    return sides


def _voice() -> NDArray[np.float64]:
    """Return syllables of a buzz through moving formants: `(samples, 1)` in [-1, 1]."""
    rng = np.random.default_rng(5)
    count = VOICE_SECONDS * SOUND_RATE_HZ
    moments = np.linspace(0, VOICE_SECONDS, count, endpoint=False)
    pitch_hz = 118 + 14 * np.sin(2 * np.pi * 0.35 * moments)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / SOUND_RATE_HZ
    formant_hz = 700 + 350 * np.sin(2 * np.pi * 1.9 * moments)
    buzz = np.zeros(count)
    for harmonic in range(1, 24):
        distance = (harmonic * pitch_hz - formant_hz) / 320
        buzz += np.sin(harmonic * phase) / (1 + distance**2)
    syllables = np.clip(np.sin(2 * np.pi * 2.1 * moments) + 0.35, 0, 1)
    phrases = (np.sin(2 * np.pi * 0.22 * moments) > -0.75).astype(float)
    breath = 0.01 * rng.standard_normal(count)
    return (0.09 * buzz * syllables * phrases + breath * phrases)[:, None]


def _write_wave(path: Path, samples: NDArray[np.float64]) -> None:
    pcm = (samples.clip(-1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(pcm.shape[1])
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE_HZ)
        file.writeframes(pcm.tobytes())


def _write_music(path: Path) -> None:
    plain = path.with_suffix(".wav")
    _write_wave(plain, _music())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(plain)]
    subprocess.run([*command, "-b:a", "192k", str(path)], check=True)
    plain.unlink()


if __name__ == "__main__":
    make_media(Path(sys.argv[1]))
