"""A decoded frame of any sample format and channel layout -> float stereo, at its own rate."""

from typing import TYPE_CHECKING, cast

import av
import numpy as np

from render.audio.samples import CHANNELS, Samples

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

MAX_LEVEL = 1e6
"""Float files may pass full scale, by far less than this. One NaN of a damaged
file would silence the rest of the mix."""
_NUMPY_SCALES = {
    "flt": np.float32(1),
    "fltp": np.float32(1),
    "s16": np.float32(1 / 32_768),
    "s16p": np.float32(1 / 32_768),
}
"""Formats converted by numpy, a fifth of the time of a swresample call for a short frame."""


class ToStereo:
    """Turn frames of any sample format and layout into `(n, 2)` float32.

    libswresample mixes surround down by its standard matrix (centre and surrounds at -3 dB, no
    low-frequency effects, not normalised: speech keeps its level). Mono goes to both channels as it
    is; swresample would take 3 dB off. Planar frames of eight and more channels must not reach
    PyAV's ndarray conversion, which reads past its plane table; hence packed output, always.
    """

    def __init__(self) -> None:
        self._resampler: av.AudioResampler | None = None
        self._source: tuple[str, str] | None = None

    def convert(self, frame: "AudioFrame") -> Samples:
        """Convert a frame.

        Raises:
            ValueError: It holds NaN, infinity or absurd values.
        """
        samples = self._converted(frame)
        # A comparison with NaN is false, so this finds it too.
        if not np.abs(samples).max() <= MAX_LEVEL:
            raise ValueError("it holds samples that are no sound")
        return samples

    def _converted(self, frame: "AudioFrame") -> Samples:
        scale = _NUMPY_SCALES.get(frame.format.name)
        channels = frame.layout.nb_channels
        if scale is not None and channels <= CHANNELS:
            data = frame.to_ndarray()
            data = data.T if frame.format.is_planar else data.reshape(-1, channels)
            samples = np.empty((frame.samples, CHANNELS), np.float32)
            with np.errstate(invalid="ignore"):
                np.multiply(data, scale, out=samples, dtype=np.float32)
            return samples
        layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
        source = (frame.format.name, frame.layout.name)
        if self._resampler is None or source != self._source:
            # No rate changes here, so nothing waits inside and a new one may start at any frame.
            self._resampler = av.AudioResampler(format="flt", layout=layout, rate=frame.sample_rate)
            self._source = source
        frame.pts = None
        parts = [
            cast("Samples", part.to_ndarray()).reshape(part.samples, -1)
            for part in self._resampler.resample(frame)
        ]
        samples = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return np.repeat(samples, 2, axis=1) if layout == "mono" else samples
