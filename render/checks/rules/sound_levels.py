"""How loud things are beside each other."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from render.checks.finding import Finding
from render.checks.registry import Check, register

if TYPE_CHECKING:
    from render.checks.rehearsal.stage import Rehearsal

_WINDOWS_A_SECOND = 10
_VOICE_RANGE_DB = 25.0
"""Below the loudest of a voice lie its pauses and breaths."""
_SILENT_DB = -60.0
_BURIED_PART = 0.25


def find(rehearsal: "Rehearsal") -> Iterator[Finding]:
    """Find sound that clips, a voice that is buried, and silence."""
    if rehearsal.prepared.sound.is_silent:
        return
    yield from _clipped(rehearsal)
    yield from _buried(rehearsal)
    yield from _silent(rehearsal)


def _clipped(rehearsal: "Rehearsal") -> Iterator[Finding]:
    most = rehearsal.subject.number("sound-clips", "decibels")
    peak = rehearsal.levels.peak_db
    if rehearsal.prepared.sound.loudness is None and peak > most:
        yield Finding(
            "sound-clips",
            "audio",
            f"the sounds add up to {peak:+.1f} dB, and the limiter has to press them down",
            "lower their volumes, or set a loudness",
            f"at most {most:+g} dB",
        )


def _buried(rehearsal: "Rehearsal") -> Iterator[Finding]:
    tracks = rehearsal.levels.tracks
    if "voice" not in tracks or "music" not in tracks:
        return
    voice, music = tracks["voice"], tracks["music"]
    loudest = float(voice.max(initial=_SILENT_DB))
    speaks = voice > max(_SILENT_DB, loudest - _VOICE_RANGE_DB)
    if not speaks.any():
        return
    wanted = rehearsal.subject.number("voice-buried", "decibels")
    above = voice[speaks] - music[speaks]
    if float((above < wanted).mean()) > _BURIED_PART:
        usual = sorted(float(each) for each in above)[len(above) // 2]
        yield Finding(
            "voice-buried",
            "audio.music.volume",
            f"the voice is {usual:.0f} dB above the music, so it is hard to understand"
            if usual >= 0
            else f"the music is {-usual:.0f} dB above the voice",
            "lower the music, or let it duck further",
            f"at least {wanted:g} dB",
        )


def _silent(rehearsal: "Rehearsal") -> Iterator[Finding]:
    most = rehearsal.subject.number("silence", "seconds")
    began: int | None = None
    levels = [*(bool(level < _SILENT_DB) for level in rehearsal.levels.whole), False]
    for at, quiet in enumerate(levels):
        if quiet and began is None:
            began = at
        if quiet or began is None:
            continue
        seconds = (at - began) / _WINDOWS_A_SECOND
        if seconds > most:
            since = began / _WINDOWS_A_SECOND
            yield Finding(
                "silence",
                "audio",
                f"nothing is heard for {seconds:.1f} s from {since:.1f} s on",
                "let the music go on, or put a sound there",
                f"at most {most:g} s",
            )
            return
        began = None


register(
    Check(
        "sound-clips",
        "warning",
        "The sounds add up to more than full scale.",
        bad='{"audio": {"loudness": null, "music": {"key": "assets/music.wav", "volume": 4}}}',
        good='{"audio": {"loudness": null, "music": {"key": "assets/music.wav", "volume": 0.5}}}',
        settings={"decibels": 1.0},
    ),
    Check(
        "voice-buried",
        "warning",
        "The music is too loud under the voice.",
        bad='{"audio": {"voiceover": {"key": "assets/voice.wav", "volume": 0.1},'
        ' "music": {"key": "assets/music.wav", "ducking": false}}}',
        good='{"audio": {"voiceover": {"key": "assets/voice.wav"},'
        ' "music": {"key": "assets/music.wav", "volume": 0.1}}}',
        settings={"decibels": 4.0},
    ),
    Check(
        "silence",
        "warning",
        "A film with sound is silent for long.",
        bad='{"totalDurationFrames": 300, "scenes": [{"id": "s", "durationFrames": 300}],'
        ' "audio": {"music": {"key": "assets/music.wav", "loop": false}}}',
        good='{"totalDurationFrames": 300, "scenes": [{"id": "s", "durationFrames": 300}],'
        ' "audio": {"music": {"key": "assets/music.wav"}}}',
        settings={"seconds": 4.0},
    ),
    needs="assets",
    find=find,
)
