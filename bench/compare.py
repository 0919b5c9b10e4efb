"""Show that all contenders made the same thing: count every frame and lay frames side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

THUMB_WIDTH_PX, THUMB_HEIGHT_PX = 480, 270
LABEL_HEIGHT_PX = 36
MOMENTS = 8


@dataclass(frozen=True)
class Decoded:
    """What one contender's output shows.

    Attributes:
        name: The contender.
        frame_count: Decoded frames.
        thumbs: Small pictures at the moments compared, in order.
        bytes_size: Size of the output's files together.
    """

    name: str
    frame_count: int
    thumbs: tuple[NDArray[np.uint8], ...]
    bytes_size: int


def moments(frame_count: int) -> list[int]:
    """Return the frames to compare: evenly spread, off the scene starts, in and off crossfades."""
    return [(2 * index + 1) * frame_count // (2 * MOMENTS) for index in range(MOMENTS)]


def _frames(paths: Sequence[Path]) -> Iterator[av.VideoFrame]:
    for path in paths:
        with av.open(str(path)) as container:
            yield from container.decode(video=0)


def _thumb(frame: av.VideoFrame) -> NDArray[np.uint8]:
    # MoviePy neither converts to BT.709 nor tags, so its untagged frames hold BT.601 colours.
    tagged = frame.colorspace == Colorspace.ITU709
    small = frame.reformat(
        THUMB_WIDTH_PX,
        THUMB_HEIGHT_PX,
        "rgb24",
        src_colorspace=Colorspace.ITU709 if tagged else Colorspace.ITU601,
        src_color_range=ColorRange.MPEG,
        interpolation="AREA",
    )
    return small.to_ndarray()


def decode(name: str, paths: Sequence[Path], frame_count: int) -> Decoded:
    """Decode a contender's output, one file or its segments in order."""
    wanted = set(moments(frame_count))
    thumbs: list[NDArray[np.uint8]] = []
    count = 0
    for count, frame in enumerate(_frames(paths), start=1):
        if count - 1 in wanted:
            thumbs.append(_thumb(frame))
    return Decoded(name, count, tuple(thumbs), sum(path.stat().st_size for path in paths))


def difference_levels(one: Decoded, other: Decoded) -> float:
    """Return the mean absolute difference of the moments compared, in levels of 255."""
    pairs = zip(one.thumbs, other.thumbs, strict=True)
    return float(np.mean([np.abs(a.astype(np.int16) - b).mean() for a, b in pairs]))


def write_sheet(path: Path, outputs: Sequence[Decoded]) -> None:
    """Write the moments as a picture: a column for each contender, a row for each moment."""
    columns: list[NDArray[np.uint8]] = []
    for output in outputs:
        label = np.full((LABEL_HEIGHT_PX, THUMB_WIDTH_PX, 3), 255, np.uint8)
        text = f"{output.name}: {output.frame_count} frames"
        cv2.putText(label, text, (8, 25), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 1, cv2.LINE_AA)
        columns.append(np.vstack([label, *output.thumbs]))
    sheet = np.hstack(columns)
    if not cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR)):
        raise OSError(f"cannot write {path}")
