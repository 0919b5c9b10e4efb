"""Where a loop begins again: no click, and the beat stays where it is."""

import numpy as np

from render.audio.samples import Samples, scaled

BRIDGE_SECONDS = 0.006
"""How long the end of a loop rings on over its beginning."""
STEP_LEVEL = 0.01
"""-40 dBFS: smaller steps at a seam are no clicks."""
STEP_RATIO = 3
"""A step up to so many times the steps around it is the sound's own."""
_AROUND = 16


def bridged(ending: Samples, beginning: Samples, rate_hz: int) -> Samples:
    """Return a loop's beginning so that it goes on from the loop's end.

    Where the wave jumps at the seam, the end rings on, mirrored in time (so that it starts at the
    very level it stopped at), and fades while the beginning comes in, with equal power. The loop
    keeps its length: what overlaps is nothing that was there, so the beat does not move. A loop
    whose ends meet is left as it is, bit for bit.

    Args:
        ending: The last samples of the pass before, `(n, 2)`; at least 6 ms to be bridged well.
        beginning: The first samples of the next pass, `(m, 2)`.
        rate_hz: Of both.
    """
    if not len(ending) or not _jumps(ending, beginning):
        return beginning
    length = min(int(BRIDGE_SECONDS * rate_hz), len(ending), len(beginning))
    angle = np.linspace(0, np.pi / 2, length, endpoint=False)
    over = scaled(ending[::-1][:length], np.cos(angle).astype(np.float32))
    over += scaled(beginning[:length], np.sin(angle).astype(np.float32))
    return np.concatenate([over, beginning[length:]])


def _jumps(ending: Samples, beginning: Samples) -> bool:
    step = np.abs(beginning[0] - ending[-1]).max()
    around = np.concatenate([ending[-_AROUND:], beginning[:_AROUND]])
    usual = np.abs(np.diff(around, axis=0))
    usual[len(ending[-_AROUND:]) - 1] = 0
    return bool(step > max(STEP_LEVEL, STEP_RATIO * usual.max(initial=0)))
