"""Thumbnails of compositions: drawn small, at frames where the timeline shows all settled."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from render.thumbnails.footage import Candidate, Footage, View
from render.timebase import FrameRange, frame_to_seconds
from render.timeline.model import PlannedScene, Shot, Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACES: Final = (Fraction(1, 2), Fraction(4, 5), Fraction(1, 5), Fraction(13, 20), Fraction(7, 20))
"""Where in a scene's own time it is looked at, the likeliest first: late, when all has come in."""

_NATIVE_LIMIT_PX: Final = 8192


class CompositionFootage(Footage):
    """A composition.

    Args:
        source: Its JSON, `-` for standard input.
        options: Its assets, fonts and strictness count.

    Raises:
        RenderError: As for a render.
    """

    def __init__(self, source: Path, options: RenderOptions) -> None:
        self._prepared = prepare(str(source), options)
        self._timeline = self._prepared.timeline
        self.name = str(source)
        self.frame_count = self._timeline.frame_count
        self.duration_seconds = frame_to_seconds(self.frame_count, self._timeline.fps)
        self.size_px = self.size_at(self._timeline.width)

    def frame_at(self, seconds: Fraction) -> int:
        """Return the frame shown at a time."""
        return min(max(int(seconds * self._timeline.fps), 0), self.frame_count - 1)

    def seconds_at(self, frame: int) -> Fraction:
        """Return when a frame is shown."""
        return frame_to_seconds(frame, self._timeline.fps)

    def size_at(self, width_px: int) -> tuple[int, int]:
        """Return the even size of a view about so wide; it may be larger than the design canvas."""
        scale = Fraction(width_px, self._timeline.width)
        width, height = (
            max(2, round(side * scale / 2) * 2)
            for side in (self._timeline.width, self._timeline.height)
        )
        return min(width, _NATIVE_LIMIT_PX), min(height, _NATIVE_LIMIT_PX)

    @contextmanager
    def viewed(self, size_px: tuple[int, int]) -> Iterator[View]:
        """Open a view."""
        with FrameRenderer(self._prepared.fonts, *size_px) as renderer:
            yield _CompositionView(self._timeline, renderer)

    def candidates(self, count: int) -> list[Candidate]:
        """Return frames of all scenes, outside their transitions."""
        scenes = _spread(self._timeline.scenes, count)
        found: dict[int, Candidate] = {}
        for scene in scenes:
            own = _own_frames(scene)
            for place in _PLACES[: max(1, count // len(scenes))]:
                frame = own.start + int(len(own) * place)
                if frame in own and frame < self.frame_count and self._is_plain(frame, scene):
                    found[frame] = Candidate(frame, settled=self._settled(scene, frame))
        if not found:  # nothing but transitions, or no scene
            places = {(2 * n + 1) * self.frame_count // (2 * count) for n in range(count)}
            return [Candidate(frame) for frame in sorted(places)]
        return [found[frame] for frame in sorted(found)]

    def _is_plain(self, frame: int, scene: PlannedScene) -> bool:
        """Tell whether a scene alone fills the screen at a frame."""
        seen = self._timeline.on_screen(frame)
        return isinstance(seen, Shot) and seen.scene is scene

    def _settled(self, scene: PlannedScene, frame: int) -> float:
        """Return the share of a scene's layers that have come in and are not leaving yet."""
        layers = [(layer, frame - scene.start_frame) for layer in scene.layers]
        layers += [(layer, frame) for layer in self._timeline.overlays if frame in layer.span]
        settled = sum(layer.is_settled(at) for layer, at in layers)
        return settled / len(layers) if layers else 1.0


class _CompositionView:
    def __init__(self, timeline: Timeline, renderer: FrameRenderer) -> None:
        self._timeline = timeline
        self._renderer = renderer

    def rgb(self, frame: int) -> "NDArray[np.uint8]":
        return self._renderer.rgb(self._timeline, frame)


def _own_frames(scene: PlannedScene) -> FrameRange:
    """Return when a scene is neither coming in nor lying under the next one."""
    start = min(scene.coming_in.end, scene.start_frame + scene.duration_frames)
    return FrameRange(start, scene.start_frame + scene.duration_frames)


def _spread(scenes: tuple[PlannedScene, ...], count: int) -> tuple[PlannedScene, ...]:
    """Return at most so many of the scenes, from all over."""
    if len(scenes) <= count:
        return scenes
    return tuple(scenes[(2 * n + 1) * len(scenes) // (2 * count)] for n in range(count))
