"""Damaged copies of good files; the same seed damages alike."""

import numpy as np

_NOTABLE = (0, 1, 0x7F, 0x80, 0xFF)


def damaged(data: bytes, seed: int) -> bytes:
    """Return a copy with one to four wounds, and at times its end cut off."""
    dice = np.random.default_rng(seed)
    copy = bytearray(data)
    for _ in range(int(dice.integers(1, 5))):
        wound = _WOUNDS[int(dice.integers(len(_WOUNDS)))]
        wound(copy, dice)
        if not copy:
            break
    return bytes(copy)


def _place(copy, dice):
    # Headers decide most, so half of the wounds go there.
    reach = min(len(copy), 512) if dice.integers(2) else len(copy)
    return int(dice.integers(reach)) if reach else 0


def _flip(copy, dice):
    copy[_place(copy, dice)] ^= 1 << int(dice.integers(8))


def _set(copy, dice):
    copy[_place(copy, dice)] = _NOTABLE[int(dice.integers(len(_NOTABLE)))]


def _number(copy, dice):
    """Put a notable 32-bit number somewhere: lengths and sizes are such numbers."""
    at = _place(copy, dice)
    number = int(dice.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 65_536, len(copy)]))
    order = "big" if dice.integers(2) else "little"
    copy[at : at + 4] = number.to_bytes(4, order)[: max(0, len(copy) - at)]


def _noise(copy, dice):
    at = _place(copy, dice)
    end = min(len(copy), at + int(dice.integers(1, 64)))
    copy[at:end] = dice.bytes(end - at)


def _drop(copy, dice):
    at = _place(copy, dice)
    del copy[at : at + int(dice.integers(1, 64))]


def _double(copy, dice):
    at = _place(copy, dice)
    piece = copy[at : at + int(dice.integers(1, 256))]
    copy[at:at] = piece


def _cut(copy, dice):
    del copy[int(dice.integers(len(copy))) :]


_WOUNDS = (_flip, _flip, _set, _set, _number, _number, _noise, _drop, _double, _cut)
