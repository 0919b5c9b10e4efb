"""Films by frame number: exactly the frame asked for, and cheap when asked for in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from av.error import FFmpegError
from av.video.reformatter import Interpolation

from render.assets.colour import Converter, Plane
from render.assets.decoding import FrameStream, TimedFrame
from render.assets.keys import shown
from render.assets.media import Media
from render.assets.orientation import turn_upright
from render.closing import Closing
from render.errors import AssetUnreadable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORTH_A_SEEK_FRAMES: Final = 12
"""A keyframe at least so far ahead is jumped to; below that, decoding on costs about the same."""


@dataclass(frozen=True, eq=False)
class DecodedFrame:
    """One upright frame in the canvas's colours: 8-bit 4:2:0, limited range, BT.709.

    Planes are read-only and may be views of the decoder's memory. They have the size the film is
    stored in unless the reader was asked for another; where pixels are not square, the facts'
    `width_px` and `height_px` say how large it is shown.

    Attributes:
        y: Luma, `(height, width)`.
        cb, cr: Chroma, `(ceil(height / 2), ceil(width / 2))`.
        alpha: Coverage, `(height, width)`, 0 to 255, or None where the film has none. The other
            planes are not premultiplied by it.
    """

    y: Plane
    cb: Plane
    cr: Plane
    alpha: Plane | None

    @property
    def width_px(self) -> int:
        """Width of the planes, upright."""
        return self.y.shape[1]

    @property
    def height_px(self) -> int:
        """Height of the planes, upright."""
        return self.y.shape[0]


class VideoReader(Closing):
    """The frames of one video by their index.

    Going on from the last index decodes what lies between; anything else starts at the keyframe
    before. At most two decoded frames are held. Not for use by two threads at once.

    ```python
    with VideoReader(media) as reader:
        frame = reader.frame(media.video.frame_at(Fraction(3, 2)))
    ```

    Args:
        media: A probed video.
        on_warning: Told, in words, when the last frames of a damaged file are missing and the
            last good one is held instead.
        size_px: Upright width and height of the frames returned; None is as stored. Scaled once,
            together with the conversion, so small pictures of a large film are cheap.

    Raises:
        AssetUnreadable: The file cannot be opened any more.
    """

    def __init__(
        self,
        media: Media,
        on_warning: Callable[[str], None] | None = None,
        size_px: tuple[int, int] | None = None,
    ) -> None:
        if media.video is None:
            raise ValueError(f"{media.key} is no video")
        self._key = media.key
        self._facts = media.video
        self._ticks = media.video.frame_ticks
        self._keyframes: NDArray[np.int64] = np.frombuffer(media.video.keyframe_ticks, dtype="<i8")
        self._warn = on_warning or (lambda _: None)
        self._stream = FrameStream(media, media.video)
        coded = (media.video.coded_width_px, media.video.coded_height_px)
        if size_px is not None:
            coded = size_px[::-1] if media.video.rotation_degrees % 180 else size_px
        self._converter = Converter(
            *coded,
            has_alpha=media.video.has_alpha,
            container_tags=self._stream.container_tags,
            scaling=Interpolation.BILINEAR if size_px is None else Interpolation.BICUBIC,
        )
        self._held: TimedFrame | None = None
        self._ahead: TimedFrame | None = None
        self._converted: tuple[int, DecodedFrame] | None = None

    def frame(self, index: int) -> DecodedFrame:
        """Return the frame with an index in order of presentation.

        Args:
            index: 0 to `frame_count - 1`.

        Raises:
            IndexError: There is no such frame.
            AssetUnreadable: The frame cannot be decoded.
        """
        if not 0 <= index < len(self._ticks):
            raise IndexError(f"{self._key} has frames 0 to {len(self._ticks) - 1}, not {index}")
        timed = self._timed_frame(index)
        if self._converted is None or self._converted[0] != timed.tick:
            try:
                self._converted = (timed.tick, self._convert(timed))
            except (FFmpegError, ValueError, NotImplementedError) as error:
                raise self._undecodable(index, error) from error
        return self._converted[1]

    def close(self) -> None:
        """Let go of the file, the decoder and the frames."""
        self._stream.close()
        self._held = self._ahead = self._converted = None

    def _timed_frame(self, index: int) -> TimedFrame:
        """Return the decoded frame shown at an index's time, seeking where that is quicker."""
        target = int(self._ticks[index])
        keyframe = int(np.searchsorted(self._keyframes, target, "right")) - 1
        if self._must_seek(index, keyframe):
            self._start_at(keyframe)
        found = self._advance(index, target)
        step = 1
        while found is None and keyframe >= 0:
            # The container began too late (seeking by decoding time, a keyframe that is none).
            keyframe -= step
            step *= 2
            self._start_at(keyframe)
            found = self._advance(index, target)
        if found is None:
            raise self._undecodable(index, self._stream.broken_off)
        return found

    def _must_seek(self, index: int, keyframe: int) -> bool:
        """Tell whether to leave the present position for the keyframe before an index."""
        position = int(np.searchsorted(self._ticks, self._held.tick)) if self._held else 0
        if self._held is not None and self._held.tick > self._ticks[index]:
            return True
        if self._facts.is_counted or keyframe < 0:
            return False
        start = int(np.searchsorted(self._ticks, self._keyframes[keyframe]))
        return start - position >= _WORTH_A_SEEK_FRAMES

    def _start_at(self, keyframe: int) -> None:
        """Go to a keyframe by its number; before the first one, to the start of the file."""
        self._held = self._ahead = None
        if keyframe < 0 or len(self._keyframes) == 1:
            self._stream.rewind()
        else:
            self._stream.start_at(int(self._keyframes[keyframe]))

    def _advance(self, index: int, target: int) -> TimedFrame | None:
        """Decode on to the last frame at or before a tick; None when all that comes is later.

        The frame at the tick itself ends the search at once. A frame after it ends it too: then
        nothing was stored for the tick (a packet without a picture) and the one before is shown,
        unless a packet between the two was refused.
        """
        while self._held is None or self._held.tick < target:
            if self._ahead is None:
                self._ahead = self._stream.pull()
            if self._ahead is None or self._ahead.tick > target:
                return self._before_gap(index)
            self._held, self._ahead = self._ahead, None
        return self._held

    def _before_gap(self, index: int) -> TimedFrame | None:
        """Return the held frame for an index that no frame came for, if that may be.

        At the end of the file one refused packet is what a cut went through: the last whole frame
        stands in for it. More of them, or one in the middle, are damage.
        """
        if self._held is None:
            return None
        lost = self._stream.lost
        after = self._ahead.tick if self._ahead is not None else None
        between = [
            tick for tick in lost if self._held.tick < tick and (after is None or tick < after)
        ]
        if between and (after is not None or len(lost) > 1):
            raise self._undecodable(index, lost[min(between)])
        if after is None:
            self._warn(f"{shown(self._key)}: frame {index} is cut off, the last whole one is held")
        return self._held

    def _convert(self, timed: TimedFrame) -> DecodedFrame:
        y, cb, cr, alpha = self._converter.planes(timed.frame)
        return DecodedFrame(
            self._upright(y),
            self._upright(cb),
            self._upright(cr),
            None if alpha is None else self._upright(alpha),
        )

    def _upright(self, plane: Plane) -> Plane:
        facts = self._facts
        turned = turn_upright(plane, facts.rotation_degrees, is_mirrored=facts.is_mirrored)
        turned.flags.writeable = False
        return turned

    def _undecodable(self, index: int, error: Exception | None) -> AssetUnreadable:
        reason = f": {getattr(error, 'strerror', None) or error}" if error is not None else ""
        return AssetUnreadable(
            f"frame {index} cannot be decoded{reason}",
            where=shown(self._key),
            hint="the file is damaged; export it again",
        )
