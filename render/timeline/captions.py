"""Which captions a timeline shows, and when: what exports and reports are made from."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from render.captions.paging import Page
from render.layers.captions import CaptionsContent
from render.layers.group import GroupContent
from render.layers.planned import PlannedLayer
from render.timebase import FrameRange
from render.timeline.model import Timeline


def shown_pages(timeline: Timeline) -> tuple[Page, ...]:
    """Return the pages of captions as they are seen, in composition frames.

    The composition's own captions where it has any, else those of its layers. A page that a scene's
    end cuts off ends there, and none overlaps the next.
    """
    whole = FrameRange(0, timeline.frame_count)
    pages = list(_pages_in(timeline.overlays, 0, whole))
    if not pages:
        for scene in timeline.scenes:
            seen = scene.on_screen.intersection(whole)
            pages += _pages_in(scene.layers, scene.start_frame, seen)
    pages.sort(key=lambda page: page.start_frame)
    shown: list[Page] = []
    for page, following in zip_longest(pages, pages[1:]):
        end = page.end_frame if following is None else min(page.end_frame, following.start_frame)
        if end > page.start_frame:
            shown.append(replace(page, end_frame=end))
    return tuple(shown)


def _pages_in(
    layers: tuple[PlannedLayer, ...], start_frame: int, within: FrameRange
) -> Iterator[Page]:
    for layer in layers:
        frames = layer.span.shifted(start_frame)
        seen = frames.intersection(within)
        if isinstance(layer.content, GroupContent):
            yield from _pages_in(layer.content.layers, frames.start, seen)
        elif isinstance(layer.content, CaptionsContent):
            for placed in layer.content.pages:
                page = placed.shifted(frames.start).page
                shown = FrameRange(page.start_frame, page.end_frame).intersection(seen)
                if shown:
                    yield replace(page, start_frame=shown.start, end_frame=shown.end)
