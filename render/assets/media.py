"""The facts about one media file, probed once, that planning and keys are made from."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

NOT_IN_KEY = {"in_key": False}
"""Field metadata: leave this out of segment keys (names and places do not change pixels)."""


@dataclass(frozen=True)
class VideoFacts:
    """What a video stream is, as it should be shown.

    Attributes:
        width_px, height_px: Displayed size: after rotation and sample aspect ratio.
        coded_width_px, coded_height_px: Size of a decoded frame, before rotation.
        rotation_degrees: Clockwise quarter turns to apply to a decoded frame: 0, 90, 180 or 270.
        is_mirrored: Whether the decoded frame is flipped left to right before it is turned.
        has_alpha: Whether frames carry coverage.
        rate: Average frames a second.
        time_base: Seconds a tick.
        first_tick: Presentation time of the first shown frame, in ticks.
        duration_seconds: From the first shown frame's start to the last one's end.
        codec: FFmpeg's codec name, `h264`.
        ticks: Presentation times of all shown frames in order, little-endian int64 bytes.
        keyframe_ticks: Presentation times of the frames a decoder may start at, likewise; some may
            lie before the first shown frame.
        is_counted: The file holds no usable presentation times: `ticks` are made up from the rate,
            and a frame is found by counting from the start.
    """

    width_px: int
    height_px: int
    coded_width_px: int
    coded_height_px: int
    rotation_degrees: int
    is_mirrored: bool
    has_alpha: bool
    rate: Fraction
    time_base: Fraction
    first_tick: int
    duration_seconds: Fraction
    codec: str
    ticks: bytes = field(repr=False, metadata=NOT_IN_KEY)
    keyframe_ticks: bytes = field(repr=False, metadata=NOT_IN_KEY)
    is_counted: bool = False

    @cached_property
    def frame_ticks(self) -> NDArray[np.int64]:
        """Presentation times `(frames,)` int64, ascending, in ticks."""
        return np.frombuffer(self.ticks, dtype="<i8")

    @property
    def frame_count(self) -> int:
        """How many frames are shown."""
        return len(self.ticks) // 8

    def frame_at(self, seconds: Fraction) -> int:
        """Return the index of the frame shown at a time after the first frame's start.

        A frame is shown over [its tick, the next one's tick). Containers round ticks to their time
        base (Matroska: whole milliseconds), so a frame may be stamped up to half a tick late; half
        a tick is therefore added to the time asked for. Before the first frame it is the first,
        after the last the last.
        """
        tick = (seconds / self.time_base) + self.first_tick + Fraction(1, 2)
        index = int(np.searchsorted(self.frame_ticks, tick.numerator // tick.denominator, "right"))
        return min(max(index - 1, 0), self.frame_count - 1)


@dataclass(frozen=True)
class AudioFacts:
    """What an audio stream is.

    Attributes:
        sample_rate_hz: As stored, before any resampling.
        channels: Number of channels as stored.
        duration_seconds: Length of the decoded sound.
        start_seconds: When the sound starts, counted from the first shown video frame (from the
            stream's own start when there is no video); negative is before it.
        codec: FFmpeg's codec name.
    """

    sample_rate_hz: int
    channels: int
    duration_seconds: Fraction
    start_seconds: Fraction
    codec: str


@dataclass(frozen=True)
class ImageFacts:
    """What a still is, upright.

    Attributes:
        width_px, height_px: After EXIF orientation.
        has_alpha: Whether it can be transparent anywhere.
        format: Pillow's name, `PNG`.
    """

    width_px: int
    height_px: int
    has_alpha: bool
    format: str


@dataclass(frozen=True)
class DrawingFacts:
    """What a vector drawing is.

    Attributes:
        width_px, height_px: Its natural size in CSS pixels.
        uses_current_color: Whether anything in it takes the colour it is given.
    """

    width_px: float
    height_px: float
    uses_current_color: bool


@dataclass(frozen=True)
class Media:
    """One probed asset.

    Attributes:
        key: The asset key it was asked for by.
        path: Absolute path of the file.
        content_hash: SHA-256 of the file's bytes, hex.
        kind: What it is foremost; a file with moving pictures is "video", a .cube file a "table",
            a file of timed words "captions", an SVG file a "drawing".
        image, video, audio, drawing: The facts of what it holds; a video may hold sound as well.
        notes: What a user may want to know about how it is read: a file cut short, a guess.
    """

    key: str = field(metadata=NOT_IN_KEY)
    path: Path = field(metadata=NOT_IN_KEY)
    content_hash: str
    kind: Literal["image", "video", "audio", "table", "captions", "drawing"]
    image: ImageFacts | None = None
    video: VideoFacts | None = None
    audio: AudioFacts | None = None
    drawing: DrawingFacts | None = None
    notes: tuple[str, ...] = field(default=(), metadata=NOT_IN_KEY)

    @property
    def size_px(self) -> tuple[int, int]:
        """Displayed width and height of the picture.

        Raises:
            ValueError: The asset has no picture.
        """
        picture = self.image or self.video
        if picture is None:
            raise ValueError(f"{self.key} has no picture")
        return picture.width_px, picture.height_px
