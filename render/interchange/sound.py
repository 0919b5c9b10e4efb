"""The mix as samples, as a pydub segment and as a MoviePy audio clip."""

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from render.audio import AudioPlan, mix_blocks
from render.audio.samples import CHANNELS, Samples
from render.options import RenderOptions
from render.prepare import Prepared, Source, frames_asked, prepare
from render.timebase import SAMPLE_RATE_HZ, FrameRange, frame_to_sample

if TYPE_CHECKING:
    from moviepy import AudioClip
    from pydub import AudioSegment

_DEFAULTS = RenderOptions()
_INT32_SCALE = float(2**31)
_ON_A_SAMPLE = 1e-3
"""Times this near to a sample, in samples, mean that sample."""


@dataclass(frozen=True, eq=False)
class MixedAudio:
    """The finished sound of a composition.

    Attributes:
        samples: `(n, 2)` float32 in [-1, 1], left then right.
        sample_rate_hz: Samples a second.
    """

    samples: Samples
    sample_rate_hz: int = SAMPLE_RATE_HZ

    @property
    def segment(self) -> "AudioSegment":
        """The same as a pydub segment of 32-bit whole numbers, which lose nothing of a float32."""
        segment_type = _audio_segment_type()
        scaled = np.rint(self.samples.astype(np.float64) * _INT32_SCALE)
        whole = np.clip(scaled, -_INT32_SCALE, _INT32_SCALE - 1).astype("<i4")
        return segment_type(
            whole.tobytes(),
            sample_width=whole.itemsize,
            frame_rate=self.sample_rate_hz,
            channels=CHANNELS,
        )


def mix_audio(source: Source, options: RenderOptions = _DEFAULTS) -> MixedAudio:
    """Mix all sound of a composition: the samples that a render would encode.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        options: Assets, strictness and the part asked for (`frames`, `scene`) count.

    Returns:
        The whole mix in memory, 23 MB a minute. Silence where the composition has no sound.

    Raises:
        RenderError: As for `render_composition`.

    Example:
        >>> mixed = mix_audio("composition.json")  # doctest: +SKIP
        >>> mixed.segment.export("mix.wav", format="wav")  # doctest: +SKIP
    """
    prepared = prepare(source, options)
    window = frames_asked(prepared, options.frames, options.scene)
    growing = GrowingMix(prepared.sound, sample_bounds(prepared, window))
    return MixedAudio(growing.whole())


def sample_bounds(prepared: Prepared, window: FrameRange) -> tuple[int, int]:
    """Return first and end sample of the mix that belong to some frames of a composition."""
    fps = prepared.timeline.fps
    first = frame_to_sample(window.start, fps)
    return first, first + frame_to_sample(len(window), fps)


class GrowingMix:
    """A mix that is made as far as it has been asked for, and kept: any sample can be read.

    Args:
        plan: What sounds when.
        bounds: First and end sample of the mix that are wanted.
    """

    def __init__(self, plan: AudioPlan, bounds: tuple[int, int]) -> None:
        self._plan = plan
        self._first = bounds[0]
        self._samples = np.zeros((bounds[1] - bounds[0], CHANNELS), np.float32)
        self._done = 0
        self._blocks: Iterator[Samples] | None = None

    def __len__(self) -> int:
        return len(self._samples)

    def whole(self) -> Samples:
        """Return all samples `(n, 2)`."""
        return self.up_to(len(self))

    def up_to(self, end_sample: int) -> Samples:
        """Return all samples `(n, 2)` of which at least the first `end_sample` are mixed."""
        if self._blocks is None:
            self._blocks = blocks_from(self._plan, self._first)
        wanted = min(end_sample, len(self))
        while self._done < wanted:
            block = next(self._blocks, None)
            if block is None:  # the window reaches beyond the mix: the rest is silence
                self._done = len(self)
                break
            end = min(self._done + len(block), len(self))
            self._samples[self._done : end] = block[: end - self._done]
            self._done = end
        return self._samples

    def at(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sound at times `(n,)` in seconds as `(n, 2)` floats; 0 outside the mix.

        Between two samples the value lies on the line between them, so that a program that asks at
        44.1 kHz, MoviePy's default, gets no clicks.
        """
        place = seconds * SAMPLE_RATE_HZ
        nearest = np.rint(place)
        place = np.where(np.abs(place - nearest) < _ON_A_SAMPLE, nearest, place)
        low = np.floor(place).astype(np.int64)
        share = (place - low)[:, np.newaxis]
        samples = self.up_to(int(low.max(initial=-1)) + 2)
        return _taken(samples, low) * (1 - share) + _taken(samples, low + 1) * share


def blocks_from(plan: AudioPlan, first_sample: int) -> Iterator[Samples]:
    """Mix a plan and leave out the first samples."""
    skip = first_sample
    for block in mix_blocks(plan):
        if skip < len(block):
            yield block[skip:]
        skip = max(0, skip - len(block))


def _taken(samples: Samples, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return samples by index, 0 where there is none."""
    taken = np.zeros((len(index), CHANNELS))
    inside = (index >= 0) & (index < len(samples))
    taken[inside] = samples[index[inside]]
    return taken


def sound_clip(
    prepared: Prepared, window: FrameRange, duration_seconds: float
) -> "AudioClip | None":
    """Return the sound of some frames as a MoviePy clip; None for a silent composition.

    Args:
        prepared: The composition.
        window: Frames of it.
        duration_seconds: Length the clip says it has.
    """
    from moviepy import AudioClip  # noqa: PLC0415 - half a second

    if prepared.sound.is_silent:
        return None
    mix = GrowingMix(prepared.sound, sample_bounds(prepared, window))

    def at(seconds: Any) -> NDArray[np.float64]:
        if np.ndim(seconds) == 0:
            return mix.at(np.array([seconds], np.float64))[0]
        return mix.at(np.asarray(seconds, np.float64))

    # Given to the constructor, the function would be called to count channels: files would open.
    clip = AudioClip(duration=duration_seconds, fps=SAMPLE_RATE_HZ)
    clip.frame_function = at
    clip.nchannels = CHANNELS
    return clip


def _audio_segment_type() -> "type[AudioSegment]":
    """Import pydub's segment, with an FFmpeg to export by.

    Pydub warns where there is no FFmpeg on the PATH, though it is needed for some formats only, and
    imports `audioop`, about whose end Python 3.11 warns. Neither is news to who asks for a segment.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment  # noqa: PLC0415 - only for who wants one

    if shutil.which(str(AudioSegment.converter)) is None:
        from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415

        AudioSegment.converter = get_ffmpeg_exe()
    return AudioSegment
