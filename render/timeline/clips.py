"""Which clips a list of layers shows, and when, groups looked into."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.layers.group import GroupContent
from render.layers.planned import PlannedLayer
from render.layers.video import VideoContent
from render.timebase import FrameRange


@dataclass(frozen=True)
class ShownClip:
    """One video layer.

    Attributes:
        path: JSON path of the layer.
        content: What it plays.
        frames: Its own span, on the line of frames that its outermost layer lies on.
        seen: The part of it that the groups around it show.
    """

    path: str
    content: VideoContent
    frames: FrameRange
    seen: FrameRange


def clips_shown(
    layers: tuple[PlannedLayer, ...], start_frame: int, within: FrameRange | None = None
) -> Iterator[ShownClip]:
    """Yield the clips among layers that count frames from `start_frame`.

    Args:
        layers: Of a scene, a group or the overlays.
        start_frame: Where their frame 0 lies.
        within: What of them is seen; None is all.
    """
    for layer in layers:
        frames = layer.span.shifted(start_frame)
        seen = frames if within is None else frames.intersection(within)
        content = layer.content
        if isinstance(content, GroupContent):
            yield from clips_shown(content.layers, frames.start, seen)
        elif isinstance(content, VideoContent):
            yield ShownClip(layer.path, content, frames, seen)
