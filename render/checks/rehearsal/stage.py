"""A composition on the stage: its planned film, looked at in small, and its sound."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from render.checks.finding import Subject
from render.checks.rehearsal.flashing import Flash, find_flashes
from render.checks.rehearsal.sounding import Levels, listen
from render.closing import Closing
from render.frames.renderer import FrameRenderer
from render.layers.text import TextContent
from render.prepare import Prepared
from render.timeline.model import Shot, Timeline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from render.layers.planned import PlannedLayer
    from render.timeline.model import PlannedScene

_SHORT_SIDE_PX = 540
"""Of the frames that texts are looked at in: a letter of body text is about 20 pixels high."""
_TINY_SIDE_PX = 54
"""Of those that only brightness is looked at in."""
_LOOKS = 8
"""Moments tried for one at which a text stands still and nothing covers it."""


@dataclass(frozen=True)
class PlacedText:
    """A text of a scene or an overlay, outside groups.

    Attributes:
        layer: As planned.
        content: What it shows.
        scene: Index of its scene; None for an overlay.
        index: Of the layer in the planned list.
        first_frame: Composition frame its list counts from.
    """

    layer: "PlannedLayer"
    content: TextContent
    scene: int | None
    index: int
    first_frame: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom at rest, in design pixels of the canvas."""
        place = self.layer.placement
        corners = [place.matrix().point(x, y) for x in (0, place.width) for y in (0, place.height)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    @property
    def size_px(self) -> float:
        """Size of its smallest letters in design pixels, as asked for."""
        return min(run.size_px for run in self.content.spec.runs) * self.layer.placement.scale


class Rehearsal(Closing):
    """What a check that needs the media is given.

    Args:
        subject: The composition, with what is set about the checks.
        prepared: Its media, fonts and planned film.
    """

    def __init__(self, subject: Subject, prepared: Prepared) -> None:
        self.subject = subject
        self.prepared = prepared
        self._renderers: dict[int, FrameRenderer] = {}

    def close(self) -> None:
        """Close what draws."""
        for renderer in self._renderers.values():
            renderer.close()

    @property
    def timeline(self) -> Timeline:
        """The planned film."""
        return self.prepared.timeline

    @cached_property
    def layers(self) -> "tuple[tuple[PlannedLayer, int], ...]":
        """Every planned layer, groups and what is in them, and how long its parent lasts."""
        found: list[tuple[PlannedLayer, int]] = []
        for scene in self.timeline.scenes:
            found.extend(_with_inner(scene.layers, scene.duration_frames))
        found.extend(_with_inner(self.timeline.overlays, self.timeline.frame_count))
        return tuple(found)

    @cached_property
    def texts(self) -> tuple[PlacedText, ...]:
        """The texts of scenes and overlays."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[PlacedText]:
        lists: list[tuple[int | None, int, tuple[PlannedLayer, ...]]] = [
            (index, scene.start_frame, scene.layers)
            for index, scene in enumerate(self.timeline.scenes)
        ]
        for scene, first, layers in (*lists, (None, 0, self.timeline.overlays)):
            for index, layer in enumerate(layers):
                if isinstance(layer.content, TextContent):
                    yield PlacedText(layer, layer.content, scene, index, first)

    def moment_of(self, text: PlacedText) -> int | None:
        """Return a composition frame at which a text stands still and no transition runs."""
        span = text.layer.span
        for look in range(_LOOKS):
            # From the middle outwards: 4/8, 5/8, 3/8, 6/8, ...
            part = _LOOKS // 2 + (look + 1) // 2 * (1 if look % 2 else -1)
            local = span.start + len(span) * part // _LOOKS
            frame = local + text.first_frame
            if not 0 <= frame < self.timeline.frame_count or not text.layer.is_settled(local):
                continue
            shot = self.timeline.on_screen(frame)
            if text.scene is None or (
                isinstance(shot, Shot) and shot.scene is self.timeline.scenes[text.scene]
            ):
                return frame
        return None

    def picture(self, timeline: Timeline, frame: int) -> "NDArray":
        """Return a frame as `(height, width, 3)` uint8 sRGB, short side 540 pixels."""
        return self._renderer(_SHORT_SIDE_PX).rgb(timeline, frame).copy()

    def inked(self, text: PlacedText, level: int) -> Timeline:
        """Return the film with a text in one grey, its strokes and panels as they are."""
        runs = tuple(
            replace(run, fill=(level, level, level, 255)) for run in text.content.spec.runs
        )
        content = replace(text.content, spec=replace(text.content.spec, runs=runs))
        layer = replace(text.layer, content=content)

        def exchanged(layers: "tuple[PlannedLayer, ...]") -> "tuple[PlannedLayer, ...]":
            return (*layers[: text.index], layer, *layers[text.index + 1 :])

        if text.scene is None:
            return replace(self.timeline, overlays=exchanged(self.timeline.overlays))
        scenes: list[PlannedScene] = list(self.timeline.scenes)
        scene = scenes[text.scene]
        scenes[text.scene] = replace(scene, layers=exchanged(scene.layers))
        return replace(self.timeline, scenes=tuple(scenes))

    @cached_property
    def flashes(self) -> tuple[Flash, ...]:
        """Every second with more than three flashes."""
        renderer = self._renderer(_TINY_SIDE_PX)
        frames = (renderer.rgb(self.timeline, frame) for frame in range(self.timeline.frame_count))
        return find_flashes(frames, self.timeline.fps)

    @cached_property
    def levels(self) -> Levels:
        """How loud voice, music and everything are."""
        return listen(self.prepared.sound)

    def _renderer(self, short_side_px: int) -> FrameRenderer:
        if short_side_px not in self._renderers:
            scale = short_side_px / min(self.timeline.width, self.timeline.height)
            width, height = (
                max(2, round(side * scale / 2) * 2)
                for side in (self.timeline.width, self.timeline.height)
            )
            self._renderers[short_side_px] = FrameRenderer(self.prepared.fonts, width, height)
        return self._renderers[short_side_px]


def _with_inner(
    layers: "tuple[PlannedLayer, ...]", parent_frames: int
) -> "Iterator[tuple[PlannedLayer, int]]":
    for layer in layers:
        yield layer, parent_frames
        yield from _with_inner(getattr(layer.content, "layers", ()), len(layer.span))
