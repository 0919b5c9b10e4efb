"""The voice: espeak-ng speaks, its synthesis events give the word times, the studio warms it up."""

import ctypes
from dataclasses import dataclass

import espeakng_loader
import numpy as np

from studio.sound import RATE_HZ, Sound, compress, peaking, resample, reverb, shelf

_SYNCHRONOUS = 0x0002
_UTF8 = 1
_WORD_EVENT, _END_OF_LIST = 1, 0
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class SpokenWord:
    """One word and when it is heard, in seconds from the start of the sound."""

    text: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Speech:
    """What was said: mono sound at 48 kHz and its words."""

    sound: Sound
    words: tuple[SpokenWord, ...]


class Speaker:
    """espeak-ng with one voice. It keeps global state, so one speaker a process.

    Args:
        voice: espeak-ng's voice name with a variant, `en-us+f3`.
        words_per_minute: Rate of speech, 80 to 450.
        pitch: 0 to 100, 50 is the voice's own.
        pitch_range: 0 (monotone) to 100.
    """

    def __init__(self, voice: str, *, words_per_minute: int, pitch: int, pitch_range: int) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate_hz = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
        if self._rate_hz <= 0:
            raise RuntimeError("espeak-ng did not start")
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        for parameter, value in (
            (_RATE, words_per_minute),
            (_PITCH, pitch),
            (_RANGE, pitch_range),
            (_VOLUME, 90),
            (_WORD_GAP, 1),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)

    def say(self, text: str) -> Speech:
        """Speak a line."""
        blocks: list[np.ndarray] = []
        marks: list[tuple[int, int, float]] = []

        def heard(samples: object, count: int, events: object) -> int:
            if count > 0:
                blocks.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / 32768)
            index = 0
            while events[index].type != _END_OF_LIST:
                event = events[index]
                if event.type == _WORD_EVENT:
                    marks.append(
                        (event.text_position - 1, event.length, event.audio_position / 1000)
                    )
                index += 1
            return 0

        callback = _Callback(heard)
        self._library.espeak_SetSynthCallback(callback)
        spoken = text.encode()
        self._library.espeak_Synth(spoken, len(spoken) + 1, 0, 0, 0, _UTF8, None, None)
        raw = resample(np.concatenate(blocks), self._rate_hz)
        return Speech(_warm(raw), _words(text, marks, len(raw) / RATE_HZ))


def _words(
    text: str, marks: list[tuple[int, int, float]], total_seconds: float
) -> tuple[SpokenWord, ...]:
    """Give every written word its time; punctuation stays with the word it follows."""
    written: list[tuple[int, str]] = []
    place = 0
    for word in text.split():
        place = text.index(word, place)
        written.append((place, word))
        place += len(word)
    starts: list[float] = []
    for place, word in written:
        inside = [s for position, _, s in marks if place <= position < place + len(word)]
        starts.append(min(inside) if inside else (starts[-1] + 0.12 if starts else 0.0))
    ends = [*starts[1:], total_seconds]
    return tuple(
        SpokenWord(word, start, max(start + 0.05, end - 0.03))
        for (_, word), start, end in zip(written, starts, ends, strict=True)
    )


def _warm(raw: Sound) -> Sound:
    """Take the edge off: less rumble and nose, some body, gentle compression, a small room."""
    sound = shelf(raw, 90, -18, low=True)
    sound = peaking(sound, 190, 3.0, 0.9)
    sound = peaking(sound, 950, -3.5, 1.2)
    sound = peaking(sound, 2900, -2.5, 1.4)
    sound = shelf(sound, 6800, -3.0, low=False)
    sound = compress(sound, threshold_db=-24, ratio=2.6)
    sound = np.concatenate([sound, np.zeros(round(0.35 * RATE_HZ), np.float32)])
    room = reverb(sound, seconds=0.34, seed=3, damping_hz=4200)
    sound = sound + 0.10 * room[: len(sound)]
    return (sound / np.abs(sound).max() * 0.84).astype(np.float32)
