"""captions: pages of words, each word as its style shows it at the frame it is spoken."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from render.canvas.affine import Affine
from render.canvas.ops import Draw, DrawList, Op
from render.captions.paging import Page, PageLimits, plan_pages
from render.captions.reading import read_captions
from render.captions.sources import as_written, spoken_in
from render.captions.spoken import Passage, passages_of
from render.captions.zones import SAFE_ZONES, applies_to
from render.errors import AssetUnreadable
from render.layers.caption_look import CaptionLook, plan_look
from render.layers.caption_pages import PlacedCaption, PlacedPage, Setter, held_until
from render.layers.caption_styles import REST, STYLES, WordState
from render.layers.caption_text import FILL, PANEL, UNDER, WHOLE, CaptionSprite, SweptWord
from render.layers.dressing import dressed
from render.layers.group import faded
from render.layers.placement import Placement, grid_fractions
from render.layers.registry import register
from render.layers.staging import Staging
from render.layers.vector import Outline, ShapeSource
from render.style.lettering import shape_of
from render.timebase import FrameRange

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.text.spec import Background
    from schemas import CaptionsLayer

_MARGIN = 0.085
_ZONE_MARGIN = 0.02
_TALL_BOTTOM = 0.2
"""Of the height: on a phone the lower edge is under a thumb, or under an app's own text."""
_CHARS = {"wide": 42, "square": 34, "portrait": 30, "tall": 26}
_SHORT_CHARS = {"wide": 30, "square": 26, "portrait": 22, "tall": 18}
_CHARACTER_EM = 0.5
_LINES = 2
_OPAQUE = 255
_READ = ("static", "progressive", "typewriter", "karaoke")
_ALIGNS = {0.0: "left", 0.5: "center", 1.0: "right"}


@dataclass(frozen=True)
class CaptionsContent:
    """Captions.

    Attributes:
        style: Name of the style.
        pages: In the order of their start; none overlaps the next.
        fps: Of the composition: how fast words pop.
        size_px: Font size.
        active_scale: Of the word that is spoken.
        box: Panel behind that word.
        has_panel: Whether the text stands on a panel.
        apart: Whether words are drawn one by one even when they stand still.
    """

    style: str
    pages: tuple[PlacedPage, ...]
    fps: Fraction
    size_px: float
    active_scale: float = 1.0
    box: "Background | None" = None
    has_panel: bool = False
    apart: bool = False

    @property
    def moves(self) -> bool:
        """What is shown depends on the frame."""
        return True

    @property
    def crisp(self) -> bool:
        """Drawn at output size."""
        return True

    def seen_in(self, window: FrameRange) -> "CaptionsContent":
        """Return it without the pages that a window of the layer's frames does not show."""
        first = bisect_right(self.pages, window.start, key=lambda page: page.span.end)
        end = bisect_left(self.pages, window.end, key=lambda page: page.span.start)
        return replace(self, pages=self.pages[first : max(end, first)])

    def shifted(self, frames: int) -> "CaptionsContent":
        """Return it for a layer that begins earlier by so many frames."""
        return replace(self, pages=tuple(page.shifted(frames) for page in self.pages))

    def page_at(self, frame: int) -> PlacedPage | None:
        """Return the page that is shown at a frame of the layer."""
        begun = bisect_right(self.pages, frame, key=lambda page: page.span.start)
        page = self.pages[begun - 1] if begun else None
        return page if page is not None and frame in page.span else None

    def draw(self, frame: int, _duration_frames: int, staging: Staging) -> DrawList:
        """Draw the page of a frame."""
        page = self.page_at(frame)
        if page is None:
            return ()
        look = STYLES[self.style]
        states = [look(word.times, frame, self.fps) for word in page.words]
        if staging.parts == "layer":
            return faded(_Drawing(self, page, staging).ops(states), staging.opacity)
        # Words come and go as their style says: what moves parts of a text moves all of a page.
        pose, box = staging.pose_of(0, 1), (0.0, 0.0, staging.width, staging.height)
        moved = replace(staging, to_canvas=staging.posed(pose, *box))
        ops = _Drawing(self, page, moved).ops(states)
        return dressed(faded(ops, staging.opacity * pose.opacity), pose, staging.to_canvas, box)


class _Drawing:
    """One page at one frame."""

    def __init__(self, content: CaptionsContent, page: PlacedPage, staging: Staging) -> None:
        self._content = content
        self._page = page
        self._scale = scale = staging.drawing_scale
        # Whole output pixels from the box, which rests on whole ones.
        self._left = round(page.left * scale) / scale
        self._top = round(page.top * scale) / scale
        self._to_canvas = staging.to_canvas @ Affine.translation(self._left, self._top)

    def ops(self, states: list[WordState]) -> DrawList:
        content = self._content
        if not content.apart and all(state == REST for state in states):
            return (self._draw(CaptionSprite(self._page.text, self._scale, WHOLE)),)
        apart = content.apart or not all(
            state.stands or (state.grown and content.active_scale == 1 and state.size == 1
                             and state.rise_em == 0 and state.opacity == 1)
            for state in states
        )  # fmt: skip
        ops: list[Op] = []
        if content.has_panel:
            ops.append(self._draw(CaptionSprite(self._page.text, self._scale, PANEL)))
        if not apart:
            ops.append(self._draw(CaptionSprite(self._page.text, self._scale, UNDER)))
        words = list(enumerate(zip(self._page.words, states, strict=True)))
        # What is spoken lies over its neighbours.
        spoken = [each for each in words if each[1][1].active and not each[1][1].stands]
        others = [each for each in words if each not in spoken]
        for group in (others, spoken):
            if apart:
                under = (each for each in group if not self._is_covered(each[1][1]))
                ops += [self._word(at, UNDER, *word) for at, word in under if word[1].opacity > 0]
            if content.box is not None:
                boxes = (self._box(word, state) for _, (word, state) in group)
                ops += [box for box in boxes if box is not None]
            ops += [self._word(at, FILL, *word) for at, word in group if word[1].opacity > 0]
        return tuple(ops)

    def _is_covered(self, state: WordState) -> bool:
        """Tell whether a word stands on a panel that hides its shadow and its outline."""
        panel = self._content.box
        if panel is None or state.boxed <= 0:
            return False
        return isinstance(panel.fill, tuple) and panel.fill[3] == _OPAQUE

    def _draw(self, source: CaptionSprite) -> Draw:
        return Draw(source, self._to_canvas @ Affine.scaling(1 / self._scale))

    def _word(
        self, at: int, passes: tuple[str, ...], word: PlacedCaption, state: WordState
    ) -> Draw:
        scale = self._scale
        if passes == FILL and state.swept is not None:
            part = round(1000 * state.swept)
            swept = SweptWord(self._page.text, scale, at, part, word.backwards)
            return Draw(swept, self._to_canvas @ Affine.scaling(1 / scale), state.opacity)
        page = self._page.text
        sharp = word.scale if state.active and word.scale > 1 else 1.0
        heavy = state.active and page.active_spec is not None
        tinted = state.active and page.active_fill is not None and passes == FILL
        source = CaptionSprite(
            page,
            scale * sharp,
            passes,  # type: ignore[arg-type]
            at,
            active=bool(heavy or tinted),
            typed=state.typed,
        )
        shift = word.active_shift if heavy else word.shift
        placed = Affine.translation(round(shift * scale) / scale, 0.0)
        moved = self._pose(word, state) @ placed @ Affine.scaling(1 / (scale * sharp))
        return Draw(source, self._to_canvas @ moved, state.opacity)

    def _pose(self, word: PlacedCaption, state: WordState) -> Affine:
        size = state.size * (1 + (word.scale - 1) * state.grown)
        left, top, width, height = word.box
        centred = Affine.scaling(size).about(left + width / 2, top + height / 2)
        return Affine.translation(0.0, -state.rise_em * self._content.size_px) @ centred

    def _box(self, word: PlacedCaption, state: WordState) -> Draw | None:
        panel = self._content.box
        if panel is None or state.boxed <= 0:
            return None
        scale = self._scale
        left, top, width, height = word.box
        x, y = round(left * scale), round(top * scale)
        w, h = max(round(width * scale), 1) / scale, max(round(height * scale), 1) / scale
        radius = min(panel.corner_radius_px, h / 2, w / 2)
        source = ShapeSource(Outline("rect", w, h, panel.fill, corner_radius=radius), scale)
        grown = Affine.scaling(state.boxed).about(left + width / 2, top + height / 2)
        placed = Affine.translation(x / scale, y / scale) @ Affine.scaling(1 / scale)
        matrix = self._to_canvas @ self._pose(word, state) @ grown @ placed
        return Draw(source, matrix, state.opacity)


def plan(
    layer: "CaptionsLayer", context: "PlanContext"
) -> tuple[CaptionsContent, tuple[float, float]]:
    """Make captions concrete: their words, their pages, and the place of every word."""
    passages = _passages(layer, context)
    text = " ".join(word.text for passage in passages for word in passage.words)
    look = plan_look(layer, context, text)
    area = _Area(layer, context)
    one_word = layer.style == "oneWord"
    lines = 1 if one_word else layer.max_lines or _LINES
    align = layer.align if layer.align in ("left", "center", "right") else _ALIGNS[area.across]
    room = area.width
    if look.background is not None:
        room = max(room - 2 * look.background.padding_x_px, 1.0)
    setter = Setter(look, context.fonts, room, lines, align, area.down)  # type: ignore[arg-type]
    limits = PageLimits(
        min(room, _wanted_width(layer, context, look)),
        setter.space_px,
        look.gap_px,
        lines,
        layer.max_chars_per_line,
    )
    pages = plan_pages(passages, limits, setter.measure, context.fps, one_word=one_word)
    placed = tuple(_placed_pages(pages, setter, layer, context))
    for page in placed:
        for message, code in page.notes:
            context.notes.add(context.path, message, code=code)
    if layer.style != "static" and any(page.estimated for page in pages):
        said = "words without times get a share of their cue by how long they take to say"
        context.notes.add(context.path, said, code="estimated-word-times")
    content = CaptionsContent(
        style=layer.style,
        pages=placed,
        fps=context.fps,
        size_px=look.size_px,
        active_scale=look.active_scale,
        box=look.box,
        has_panel=look.background is not None,
        apart=look.active_weight != look.weight
        or look.box is not None
        or layer.style in ("progressive", "typewriter"),
    )
    return content, (room, lines * setter.line_px)


def _wanted_width(layer: "CaptionsLayer", context: "PlanContext", look: CaptionLook) -> float:
    """Return how long a line is at most where only the room limits it."""
    if layer.max_chars_per_line is not None or layer.size is not None:
        return context.width
    counts = _CHARS if layer.style in _READ else _SHORT_CHARS
    count = counts[shape_of(context.width, context.height)]
    return count * _CHARACTER_EM * look.size_px


def _placed_pages(
    pages: tuple[Page, ...], setter: Setter, layer: "CaptionsLayer", context: "PlanContext"
) -> list[PlacedPage]:
    """Return the pages that the layer shows, in its own frames."""
    start = context.start_frame + layer.start_frame
    whole = FrameRange(0, max(context.duration_frames + context.tail_frames - layer.start_frame, 0))
    placed: list[PlacedPage] = []
    for page in pages:
        shown = FrameRange(page.start_frame, page.end_frame).shifted(-start).intersection(whole)
        if not shown:
            continue
        lines = tuple(tuple(word.shifted(-start) for word in line) for line in page.lines)
        local = replace(page, start_frame=shown.start, end_frame=shown.end, lines=lines)
        placed.append(setter.page(local, held_until(local, context.fps)))
    return placed


def _passages(layer: "CaptionsLayer", context: "PlanContext") -> tuple[Passage, ...]:
    source = layer.source
    path = f"{context.path}.source"
    if isinstance(source, tuple):
        passages = tuple(as_written(source))
        if not passages:
            context.notes.add(path, "there are no words to show", code="no-captions")
    elif source == "voiceover":
        passages = spoken_in(context.speech, context.media, context.fps)
        if not passages:
            said = "the voiceover has no words and no text: there are no captions to show"
            hint = "give its segments words or text, or name a file of captions"
            context.notes.add(path, said, hint, code="no-captions")
    else:
        media = context.asset(source)
        if media.kind != "captions":
            raise AssetUnreadable(
                "captions are needed here, the file holds "
                f"{'an' if media.kind[0] in 'aeiou' else 'a'} {media.kind}",
                where=source,
                hint=f"used at {path}",
            )
        transcript = read_captions(media)
        for note in transcript.notes:
            context.notes.add(path, f"{source}: {note}", code="media-note")
        passages = passages_of(transcript, context.fps, one_word=layer.style == "oneWord")
        if not passages:
            context.notes.add(path, f"{source} holds no captions", code="no-captions")
    return passages


class _Area:
    """Where captions lie in their parent.

    Args:
        layer: As the composition says it.
        context: Of its parent.
    """

    def __init__(self, layer: "CaptionsLayer", context: "PlanContext") -> None:
        width, height = context.width, context.height
        short = min(width, height)
        zone = SAFE_ZONES[layer.safe_zone] if layer.safe_zone else None
        if zone is not None and not applies_to(width, height):
            said = f"{layer.safe_zone} covers parts of films of 9:16 only; safeZone has no effect"
            context.notes.add(f"{context.path}.safeZone", said, code="no-effect")
            zone = None
        margin = context.length(layer.margin, short)
        position = layer.position if "position" in layer.model_fields_set else "bottom"
        if zone is None:
            edge = _MARGIN * short if margin is None else margin
            left, top, right, bottom = edge, edge, width - edge, height - edge
            if margin is None and applies_to(width, height):
                bottom = height * (1 - _TALL_BOTTOM)
        else:
            edge = _ZONE_MARGIN * short if margin is None else margin
            left, top, right, bottom = zone.box(width, height)
            # What is centred stays in the middle of the picture, whatever covers one side.
            side = max(left, width - right) + edge
            left, right, top, bottom = side, width - side, top + edge, bottom - edge
        if isinstance(position, str):
            self.across, self.down = grid_fractions(position)
            self.x = left + self.across * (right - left)
            self.y = top + self.down * (bottom - top)
        else:
            self.across = self.down = 0.5
            self.x = context.length(position.x, width) or 0.0
            self.y = context.length(position.y, height) or 0.0
        if isinstance(layer.anchor, str):
            self.across, self.down = grid_fractions(layer.anchor)
        size = context.length(layer.size.width, width) if layer.size else None
        self.width = size or max(right - left, 1.0)


def place(layer: "CaptionsLayer", box: tuple[float, float], context: "PlanContext") -> Placement:
    """Return where captions rest: at the bottom of the safe area unless they say otherwise."""
    area = _Area(layer, context)
    anchor = (area.across, area.down)
    if layer.anchor is not None and not isinstance(layer.anchor, str):
        anchor = (layer.anchor.x, layer.anchor.y)
    return Placement(
        area.x, area.y, *anchor, *box, scale=layer.scale, rotation_degrees=layer.rotation
    )


register("captions", plan, place)
