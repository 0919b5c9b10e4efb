"""Cut the timeline into segments."""

from collections.abc import Iterable

from render.timebase import FrameRange


def cut(scene_starts: Iterable[int], frame_count: int, max_frames: int) -> list[FrameRange]:
    """Turn scene starts into the segments that are rendered apart.

    A border lies at each scene start and every `max_frames` after it. So the borders depend on the
    plan alone, never on how many processes render it; and a scene that grows longer keeps the
    borders, and with them the finished segments, of its beginning.

    Args:
        scene_starts: Composition frames where scenes begin, in any order; those outside
            `[0, frame_count)` cut nothing.
        frame_count: Frames of the composition, at least 1.
        max_frames: Frames of the longest segment, at least 1.

    Returns:
        Ranges of composition frames, in order, without holes, that cover `[0, frame_count)`.

    Raises:
        ValueError: A count is below 1.
    """
    if frame_count < 1 or max_frames < 1:
        raise ValueError(f"{frame_count = } and {max_frames = } must be at least 1")
    starts = sorted({0} | {start for start in scene_starts if 0 < start < frame_count})
    return [
        FrameRange(first, min(first + max_frames, end))
        for start, end in zip(starts, [*starts[1:], frame_count], strict=True)
        for first in range(start, end, max_frames)
    ]
