"""A page of captions set in type, and the sprites of its parts."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from render.canvas.color import raster_to_sprite
from render.canvas.picture import Picture, Raster
from render.text import TextLayout, TextSpec
from render.text.painting import PASSES, Painter, Pass, TextPicture
from render.text.units import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from render.layers.studio import Studio
    from render.text.placed import PlacedFragment
    from render.text.spec import Fill

UNDER: tuple[Pass, ...] = ("shadow", "glow", "stroke")
PANEL: tuple[Pass, ...] = ("background",)
FILL: tuple[Pass, ...] = ("fill",)
WHOLE = PASSES


@dataclass(frozen=True)
class PageText:
    """The text of a page.

    Attributes:
        spec: Its lines and how they are set.
        words: Half-open range of characters of each word in the text.
        active_spec: The same text as spoken words look; None where only the fill is another.
        active_fill: Of the word that is spoken; None for no other fill.
    """

    spec: TextSpec
    words: tuple[tuple[int, int], ...]
    active_spec: TextSpec | None = None
    active_fill: "Fill | None" = None

    def __hash__(self) -> int:
        # Every draw operation of every frame is looked up by it.
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = hash(
                (self.spec, self.words, self.active_spec, self.active_fill)
            )
        return known

    def __getstate__(self) -> dict[str, object]:
        # Hashes of texts are other ones in another process.
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}


def fragments_of(
    layout: TextLayout, words: "Sequence[tuple[int, int]]"
) -> list[tuple["PlacedFragment", ...]]:
    """Return what is drawn of each word.

    Args:
        layout: The page.
        words: Range of characters of each.
    """
    found: list[list[PlacedFragment]] = [[] for _ in words]
    owner = {at: index for index, (start, end) in enumerate(words) for at in range(start, end)}
    for placed in layout.words:
        mine = owner.get(placed.start)
        if mine is not None and mine == owner.get(max(placed.end - 1, placed.start), mine):
            found[mine] += placed.fragments
            continue
        # Two of our words stand without a blank between them, and are one to the type setter.
        for character in characters(placed, layout.shaper):
            part = owner.get(character.start, mine)
            if part is not None:
                found[part] += character.fragments
    return [tuple(fragments) for fragments in found]


@dataclass(frozen=True, slots=True)
class CaptionSprite:
    """Some passes of a page or of one of its words.

    Attributes:
        page: The page.
        scale: Output pixels a design pixel.
        passes: What of it.
        word: Ordinal of the word; None is the whole page.
        active: As it looks while it is spoken.
        typed: How many of its characters; None is all of them.
    """

    page: PageText
    scale: float
    passes: tuple[Pass, ...]
    word: int | None = None
    active: bool = False
    typed: int | None = None

    @property
    def transient(self) -> bool:
        """Words are worth keeping."""
        return False

    def picture(self, studio: "Studio") -> TextPicture:
        """Paint it; whole pixels from the layout box's top left."""
        page = self.page
        spec = page.active_spec if self.active and page.active_spec is not None else page.spec
        layout = studio.layout(spec)
        painter = studio.kept(("painter", spec, self.scale), lambda: Painter(layout, self.scale))
        if self.word is None:
            fragments = tuple(f for word in layout.words for f in word.fragments)
        else:
            fragments = studio.kept(
                ("words", spec, page.words), lambda: fragments_of(layout, page.words)
            )[self.word]
        if self.typed is not None:
            fragments = _typed(layout, fragments, self.page.words[self.word or 0], self.typed)
        if self.active and page.active_fill is not None:
            fragments = tuple(replace(f, fill=page.active_fill) for f in fragments)
        return painter.picture(fragments, self.passes)

    def raster(self, studio: "Studio") -> Raster:
        """Paint it; sprite space has its origin at the layout box's top left."""
        picture = self.picture(studio)
        return Raster(picture.rgba, *picture.origin_px)

    def sprite(self, studio: "Studio") -> Picture:
        """Paint it as planes."""
        return raster_to_sprite(self.raster(studio))


def _typed(
    layout: TextLayout,
    fragments: tuple["PlacedFragment", ...],
    word: tuple[int, int],
    count: int,
) -> tuple["PlacedFragment", ...]:
    """Return what is drawn of a word's first characters."""
    chosen = {id(fragment) for fragment in fragments}
    starts: list[int] = []
    parts: list[tuple[int, tuple[PlacedFragment, ...]]] = []
    for placed in layout.words:
        if placed.end <= word[0] or placed.start >= word[1]:
            continue
        whole = all(id(fragment) in chosen for fragment in placed.fragments)
        for character in characters(placed, layout.shaper):
            if whole or word[0] <= character.start < word[1]:
                parts.append((character.start, character.fragments))
                starts.append(character.start)
    shown = set(sorted(set(starts))[:count])
    return tuple(f for start, own in parts if start in shown for f in own)


@dataclass(frozen=True, slots=True)
class SweptWord:
    """The fill of a word while the look of spoken words runs over it.

    Attributes:
        page, scale, word: As of a `CaptionSprite`.
        part: How much of it is spoken, in thousandths of its width.
        backwards: From right to left.
    """

    page: PageText
    scale: float
    word: int
    part: int
    backwards: bool

    @property
    def transient(self) -> bool:
        """It is another one at the next frame."""
        return True

    def raster(self, studio: "Studio") -> Raster:
        """Paint the word in both looks and join them at the border."""
        before, after = (
            studio.kept(sprite, lambda sprite=sprite: sprite.picture(studio))
            for sprite in (
                CaptionSprite(self.page, self.scale, FILL, self.word),
                CaptionSprite(self.page, self.scale, FILL, self.word, active=True),
            )
        )
        if before.rgba.shape != after.rgba.shape:
            return Raster(after.rgba, *after.origin_px)
        width = before.rgba.shape[1]
        border = width * self.part / 1000
        columns = np.clip(border - np.mgrid[0:width], 0, 1)
        share = columns[::-1] if self.backwards else columns
        share = share[np.newaxis, :, np.newaxis]
        mixed = after.rgba * share + before.rgba * (1 - share)
        return Raster(np.rint(mixed).astype(np.uint8), *before.origin_px)

    def sprite(self, studio: "Studio") -> Picture:
        """Paint it as planes."""
        return raster_to_sprite(self.raster(studio))
