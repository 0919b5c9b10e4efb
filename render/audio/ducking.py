"""When the music goes down and how far: by the words where they are known, by listening otherwise.

voice cues --spans of speech--> joined over short pauses --levels of speech and music--> dips
"""

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from render.audio.cues import Dip
from render.audio.loud import FLOOR_DB, STEPS_A_SECOND, Profile, profile
from render.audio.samples import Array
from render.timebase import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from render.audio.cues import AudioPlan, Duck, SoundCue

STEP_SAMPLES = SAMPLE_RATE_HZ // STEPS_A_SECOND
QUIET_DB = -60.0
"""Below this nobody speaks, whatever else is in the file."""
RANGE_DB = 30.0
"""Speech lies within this of a recording's loud moments; breath and room lie below."""
ABOVE_NOISE = 0.35
"""Where there is noise, speech rises above it by this share of the way to the loud moments."""
PAUSE_STEPS = 10
"""A gap of up to 0.2 s is inside a word or between two."""
SHORTEST_STEPS = 3
"""What lasts less than 60 ms is a click or a knock."""
WINDOW_STEPS = 4 * STEPS_A_SECOND
"""The levels of speech and music are held against each other over four seconds."""
DEEPEST_DB = -40.0
"""Further down the music is gone: a voice so quiet has another problem."""
MARGIN_DB = 0.5
"""For what 20 ms steps do not see."""

Span = tuple[int, int]


def dips(plan: "AudioPlan") -> tuple[Dip, ...]:
    """Return how the music of a plan goes down and up; nothing where nothing ducks.

    Files are listened to where that is needed: voices without words, and voice and music whose
    levels decide about the depth. What was heard of a file is remembered.

    Raises:
        AssetUnreadable: A file cannot be decoded.
    """
    music = [cue for cue in plan.cues if cue.ducked]
    voices = [cue for cue in plan.cues if cue.role == "voice" and cue.gain > 0]
    if plan.duck is None or not music or not voices:
        return ()
    spoken = sorted(span for cue in voices for span in speech_of(cue))
    duck = plan.duck
    joined = join(spoken, duck.lookahead_samples + duck.release_samples)
    depths = _depths(plan, duck, joined, spoken, (voices, music))
    made: list[Dip] = []
    for (start, end), depth_db in zip(joined, depths, strict=True):
        down = min(start - duck.lookahead_samples + duck.attack_samples, end - 1)
        made.append(Dip(down, end, depth_db))
    return tuple(made)


def speech_of(cue: "SoundCue") -> tuple[Span, ...]:
    """Return where somebody speaks in a voice cue, in samples of the timeline, ascending."""
    if cue.speech is not None:
        spans = cue.speech
    else:
        offset = _source_start(cue) * SAMPLE_RATE_HZ - cue.start_sample
        spans = tuple(
            (ceil(start * STEP_SAMPLES - offset), ceil(end * STEP_SAMPLES - offset))
            for start, end in detected(profile(cue.media))
        )
    cut = ((max(start, cue.start_sample), min(end, cue.end_sample)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def detected(heard: Profile) -> list[Span]:
    """Return the steps `[start, end)` of a voice recording in which somebody speaks.

    The loud moments of the recording and its noise between them decide what counts: no fixed level
    fits a whisper and a hall. A recording without pauses is speech from end to end.
    """
    levels = heard.levels_db
    if not len(levels):
        return []
    noise_db, loud_db = np.percentile(levels, (10, 95))
    above_noise = noise_db + ABOVE_NOISE * (loud_db - noise_db)
    threshold = max(QUIET_DB, min(loud_db - 6, max(loud_db - RANGE_DB, above_noise)))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], levels > threshold, [0]])))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
    # A step to each side: a word begins and ends softly.
    return [
        (max(0, start - 1), min(end + 1, len(levels)))
        for start, end in join(runs, PAUSE_STEPS)
        if end - start >= SHORTEST_STEPS
    ]


def join(spans: "Sequence[Span]", pause: int) -> list[Span]:
    """Join ascending spans that touch, overlap, or lie no more than a pause apart."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= pause:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _depths(
    plan: "AudioPlan",
    duck: "Duck",
    joined: list[Span],
    spoken: list[Span],
    cues: tuple[list["SoundCue"], list["SoundCue"]],
) -> list[float]:
    """Return how far down the music goes under each span."""
    if duck.clearance_db is None or duck.voice_band_only:
        return [duck.amount_db] * len(joined)
    steps = -(-plan.total_samples // STEP_SAMPLES)
    says = np.zeros(steps, bool)
    for start, end in spoken:
        says[start // STEP_SAMPLES : -(-end // STEP_SAMPLES)] = True
    voice, music = (np.zeros(steps), np.zeros(steps))
    for total, group in zip((voice, music), cues, strict=True):
        for cue in group:
            first = cue.start_sample // STEP_SAMPLES
            power = _power_of(cue)[: steps - first]
            total[first : first + len(power)] += power
    depths: list[float] = []
    for start, end in joined:
        first, last = start // STEP_SAMPLES, -(-end // STEP_SAMPLES)
        room = [
            _room_db(voice[here], music[here], says[here])
            for at in range(first, last, WINDOW_STEPS)
            for here in (slice(at, min(at + WINDOW_STEPS, last)),)
        ]
        needed = min(room) - duck.clearance_db - MARGIN_DB
        depths.append(float(max(min(duck.amount_db, needed), min(DEEPEST_DB, duck.amount_db))))
    return depths


def _room_db(voice: Array, music: Array, says: Array) -> float:
    """Return how far the speech lies above the music as it comes."""
    if not says.any():
        return np.inf
    floor = 10 ** (FLOOR_DB / 10)
    levels = (max(float(voice[says].mean()), floor), max(float(music[says].mean()), floor))
    return float(10 * np.log10(levels[0] / levels[1]))


def _power_of(cue: "SoundCue") -> Array:
    """Return a cue's power on the timeline, `(steps,)`, its gain counted and its fades not."""
    heard = profile(cue.media).power
    count = -(-cue.length_samples // STEP_SAMPLES)
    first = float(_source_start(cue) * STEPS_A_SECOND)
    skipped = cue.skipped_samples / STEP_SAMPLES
    places = np.linspace(0, count, count, endpoint=False) + skipped
    places = places * float(cue.playback_rate)
    if cue.loop and len(heard) > first:
        places %= max(1.0, len(heard) - first)
    index = np.floor(places + first).astype(np.int64)
    power = np.zeros(count)
    inside = (index >= 0) & (index < len(heard))
    power[inside] = heard[index[inside]]
    if cue.gain_points:
        at, gains = zip(*cue.gain_points, strict=True)
        grid = np.linspace(0, count, count, endpoint=False) * STEP_SAMPLES + cue.start_sample
        power *= np.square(np.interp(grid, at, gains))
    return power * cue.gain**2


def _source_start(cue: "SoundCue") -> Fraction:
    """Return the time in the file's sound where a cue begins; negative: it begins with silence."""
    facts = cue.media.audio
    return cue.media_start_seconds - (facts.start_seconds if facts else 0)
