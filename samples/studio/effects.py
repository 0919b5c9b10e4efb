"""Sound effects: a shop bell, a cup set down, steam, rain on glass, a train over the street."""

import numpy as np

from studio.sound import Sound, high_pass, low_pass, reverb, seconds


def _struck(partials: tuple[tuple[float, float, float], ...], duration: float) -> Sound:
    """Ring (hertz, level, decay a second) partials from a soft strike."""
    time = seconds(duration)
    sound = sum(
        level * np.sin(2 * np.pi * hz * time + hz) * np.exp(-time * decay)
        for hz, level, decay in partials
    )
    return (sound * np.minimum(time / 0.0015, 1)).astype(np.float32)


def _roomy(sound: Sound, length: float, amount: float, seed: int) -> Sound:
    stereo = np.stack([sound, sound], axis=1)
    room = reverb(stereo, seconds=length, seed=seed, damping_hz=6000)
    out = stereo + amount * room
    return (out / np.abs(out).max() * 0.7).astype(np.float32)


def door_bell() -> Sound:
    """Return a brass bell on a spring: three quick strokes, each softer."""
    stroke = _struck(
        (
            (2093, 1.0, 4.2),
            (4312, 0.55, 6.5),
            (5780, 0.32, 9.0),
            (8120, 0.15, 14),
            (2104, 0.6, 4.0),
        ),
        1.9,
    )
    sound = np.zeros(len(seconds(2.2)), np.float32)
    for at, level, stretch in ((0.0, 1.0, 0), (0.115, 0.55, 3), (0.262, 0.34, 1), (0.43, 0.16, 2)):
        start = round(at * 48_000)
        part = np.roll(stroke, stretch)[: len(sound) - start]
        sound[start : start + len(part)] += level * part
    return _roomy(sound, 0.9, 0.30, 5)


def cup_clink() -> Sound:
    """Return a cup meeting its saucer: two short ceramic notes and a small settling."""
    first = _struck(((3120, 1.0, 26), (5230, 0.7, 34), (7410, 0.45, 46), (1480, 0.35, 38)), 0.5)
    sound = np.zeros(len(seconds(0.8)), np.float32)
    for at, level in ((0.0, 1.0), (0.062, 0.42), (0.098, 0.20)):
        start = round(at * 48_000)
        sound[start : start + len(first)] += level * first[: len(sound) - start]
    return _roomy(sound, 0.5, 0.35, 6)


def steam_hiss() -> Sound:
    """Return a breath of the steam wand: it opens, holds and closes."""
    rng = np.random.default_rng(9)
    time = seconds(1.9)
    noise = rng.standard_normal((len(time), 2)).astype(np.float32)
    flutter = 1 + 0.25 * low_pass(rng.standard_normal(len(time)).astype(np.float32), 14) * 20
    shape = np.minimum(time / 0.22, 1) ** 1.5 * np.clip((1.9 - time) / 1.1, 0, 1) ** 1.6
    sound = high_pass(low_pass(noise, 7400), 1700) * (shape * np.clip(flutter, 0.5, 1.6))[:, None]
    return (sound / np.abs(sound).max() * 0.5).astype(np.float32)


def rain(duration: float) -> Sound:
    """Return rain on a window: a soft bed and single drops near the ear."""
    rng = np.random.default_rng(15)
    time = seconds(duration)
    bed = high_pass(low_pass(rng.standard_normal((len(time), 2)).astype(np.float32), 3800), 500)
    sound = bed * 0.10
    for _ in range(int(duration * 34)):
        start = int(rng.integers(0, len(time) - 4000))
        hz, length = float(rng.uniform(900, 3600)), int(rng.integers(500, 1600))
        tick = np.sin(2 * np.pi * hz * time[:length]) * np.exp(-time[:length] * 260)
        side = float(rng.uniform(0.15, 0.85))
        sound[start : start + length] += np.outer(tick, (side, 1 - side)) * float(
            rng.exponential(0.07)
        )
    edge = np.clip(np.minimum(time / 0.5, (duration - time) / 0.7), 0, 1)
    sound = sound * edge[:, None]
    return (sound / np.abs(sound).max() * 0.5).astype(np.float32)


def train(duration: float) -> Sound:
    """Return an elevated train two streets away: a low rumble and the beat of the rails."""
    rng = np.random.default_rng(25)
    time = seconds(duration)
    rumble = low_pass(rng.standard_normal((len(time), 2)).astype(np.float32), 130, order=3) * 6
    clack = np.zeros_like(rumble)
    for index in range(int(duration / 0.62)):
        for offset, level in ((0.0, 1.0), (0.13, 0.75)):
            start = round((0.2 + index * 0.62 + offset) * 48_000)
            part = rng.standard_normal((4200, 2)) * np.exp(-time[:4200] * 70)[:, None] * level
            end = min(len(time), start + 4200)
            clack[start:end] += part[: end - start]
    sound = rumble + low_pass(high_pass(clack.astype(np.float32), 180), 900) * 1.3
    pass_by = np.sin(np.pi * np.clip(time / duration, 0, 1)) ** 1.3
    sound = sound * pass_by[:, None]
    return (sound / np.abs(sound).max() * 0.6).astype(np.float32)
