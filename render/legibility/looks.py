"""Look at what lies behind texts, small, and remember by content what was chosen."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from render.closing import Closing
from render.errors import OutputError
from render.frames.draw import scope_of
from render.frames.renderer import FrameRenderer
from render.legibility.choice import Choice, Pixels
from render.segments.key import segment_key
from render.storage import NO_BOUND, ContentStore, cache_dir
from render.timeline.model import Timeline
from render.version import renderer_version

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from render.legibility.subjects import Bounds
    from render.text import FontBook

KIND = "looks"
"""What the cache calls these records."""
RULES = 2
"""Raised whenever something else would be chosen for the same picture."""

_LONG_SIDE_PX = 320
"""Of the pictures looked at: a letter of body text is about 6 pixels wide."""


class Looks(Closing):
    """Pictures of what lies behind texts, and what was chosen before.

    Args:
        fonts: Texts may lie behind texts.
    """

    def __init__(self, fonts: "FontBook") -> None:
        self._fonts = fonts
        self._renderer: FrameRenderer | None = None
        self._pictures: dict[tuple[int, int], NDArray[np.uint8]] = {}
        self._kept: list[Timeline] = []

    def close(self) -> None:
        """Close what draws them."""
        if self._renderer is not None:
            self._renderer.close()

    def pixels(self, timeline: Timeline, frame: int, bounds: "Bounds") -> Pixels:
        """Return what a timeline shows at a frame inside bounds of its canvas."""
        if not timeline.overlays and _is_bare(timeline):
            return np.array([timeline.scenes[0].background[:3]], float)  # type: ignore[index]
        picture = self._picture(timeline, frame)
        height, width = picture.shape[:2]
        scope = scope_of(timeline, width, height)
        left, top = scope.to_canvas.point(bounds[0], bounds[1])
        right, bottom = scope.to_canvas.point(bounds[2], bounds[3])
        x = min(max(int(left), 0), width - 1)
        y = min(max(int(top), 0), height - 1)
        part = picture[y : max(int(np.ceil(bottom)), y + 1), x : max(int(np.ceil(right)), x + 1)]
        return part.reshape(-1, 3).astype(np.float64)

    def _picture(self, timeline: Timeline, frame: int) -> "NDArray[np.uint8]":
        if all(timeline is not kept for kept in self._kept):
            self._kept.append(timeline)  # ids are of use only while their objects live
        name = (id(timeline), frame)
        if name not in self._pictures:
            scale = _LONG_SIDE_PX / max(timeline.width, timeline.height)
            size = [
                max(2, round(side * scale / 2) * 2) for side in (timeline.width, timeline.height)
            ]
            if (
                self._renderer is None
                or [self._renderer.width_px, self._renderer.height_px] != size
            ):
                self._renderer = FrameRenderer(self._fonts, *size)
            self._pictures[name] = self._renderer.rgb(timeline, frame)
        return self._pictures[name]

    def forget(self) -> None:
        """Let the pictures go."""
        self._pictures.clear()
        self._kept.clear()


def _is_bare(timeline: Timeline) -> bool:
    scenes = timeline.scenes
    return len(scenes) == 1 and not scenes[0].layers and isinstance(scenes[0].background, tuple)


def question(*parts: object) -> str:
    """Return the name of a choice: the hash of all that it depends on."""
    return segment_key(parts, RULES, renderer_version())


def recalled(name: str, count: int) -> Choice | None:
    """Return what was chosen for the same question, or None."""
    with suppress(OSError, ValueError, KeyError, TypeError, OutputError):
        record = cast("dict[str, Any] | None", _store().recall(name, KIND))
        if record is not None:
            inks = tuple(_color(ink) for ink in record["inks"])
            veils = tuple(float(veil) for veil in record["veils"])
            if len(inks) == len(veils) == count:
                return Choice(inks, veils, _color(record["veil"]))
    return None


def remember(name: str, choice: Choice) -> None:
    """Keep a choice; a cache that cannot be written is no reason to stop."""
    record = {"inks": choice.inks, "veils": choice.veils, "veil": choice.veil}
    with suppress(OSError, OutputError), _store() as store:
        store.remember(name, KIND, record)


def _store() -> ContentStore:
    return ContentStore(cache_dir(), NO_BOUND)


def _color(written: Any) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (int(level) for level in written)
    return red, green, blue, alpha
