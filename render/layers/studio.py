"""What sprites are made with: fonts and open clips. One a process, kept from frame to frame."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from render.assets.frames import VideoReader
from render.assets.media import Media
from render.text import FontBook, TextLayout, TextSpec, TextUnits, lay_out, paint_units
from render.text.units import UnitKind

_OPEN_READERS = 6
"""A decoder of a 1080p H.264 clip holds about 25 MB of reference frames."""


_LAYOUTS_KEPT = 64
_UNITS_KEPT = 4
_OTHERS_KEPT = 24

Kept = TypeVar("Kept")


class Studio:
    """The fonts and the open video readers of one process.

    Args:
        fonts: The registered fonts.
    """

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        self._layouts: OrderedDict[TextSpec, TextLayout] = OrderedDict()
        self._units: OrderedDict[tuple[TextSpec, UnitKind, float], TextUnits] = OrderedDict()
        self._others: OrderedDict[Hashable, object] = OrderedDict()
        self._readers: OrderedDict[tuple[str, str], VideoReader] = OrderedDict()

    def reader(self, media: Media, lane: str) -> VideoReader:
        """Return the reader of a clip for one lane, opened on first use."""
        name = (media.content_hash, lane)
        if name in self._readers:
            self._readers.move_to_end(name)
            return self._readers[name]
        while len(self._readers) >= _OPEN_READERS:
            _, oldest = self._readers.popitem(last=False)
            oldest.close()
        reader = self._readers[name] = VideoReader(media)
        return reader

    def layout(self, spec: TextSpec) -> TextLayout:
        """Return a text laid out; the last few are kept."""
        if spec not in self._layouts:
            while len(self._layouts) >= _LAYOUTS_KEPT:
                self._layouts.popitem(last=False)
            self._layouts[spec] = lay_out(spec, self.fonts)
        self._layouts.move_to_end(spec)
        return self._layouts[spec]

    def units(self, spec: TextSpec, by: UnitKind, scale: float) -> TextUnits:
        """Return a text painted in parts; the last few are kept."""
        name = (spec, by, scale)
        if name not in self._units:
            while len(self._units) >= _UNITS_KEPT:
                self._units.popitem(last=False)
            self._units[name] = paint_units(self.layout(spec), by, scale=scale)
        self._units.move_to_end(name)
        return self._units[name]

    def kept(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what a source works out for several of its sprites; the last few are kept."""
        if name not in self._others:
            while len(self._others) >= _OTHERS_KEPT:
                self._others.popitem(last=False)
            self._others[name] = make()
        self._others.move_to_end(name)
        return self._others[name]  # type: ignore[return-value] - made under this name

    def close(self) -> None:
        """Close every clip."""
        while self._readers:
            _, reader = self._readers.popitem()
            reader.close()
