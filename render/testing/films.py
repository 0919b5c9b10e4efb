"""Anything that has frames, by one name: a composition, or a finished film."""

import json
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from render.assets.frames import VideoReader
from render.assets.probe import probe
from render.audio.decode import decode_audio
from render.audio.mix import mix_blocks
from render.canvas.color import frame_to_rgb
from render.canvas.picture import Picture
from render.errors import AssetUnreadable
from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import Source, prepare
from render.timeline.canvas_size import output_size

if TYPE_CHECKING:
    from render.audio.samples import Samples
    from render.prepare import Prepared

Rgb = NDArray[np.uint8]
RESOLUTION: Final = "480p"
"""What tests draw at: words can be read, a frame takes milliseconds, a golden some kilobytes."""
_KEPT: Final = 8


class Film(ABC):
    """Moving pictures with sound.

    Attributes:
        name: For messages.
        frame_count: Frames `[0, frame_count)`.
        fps: Frames a second.
    """

    name: str
    frame_count: int
    fps: Fraction

    @abstractmethod
    def frame(self, number: int) -> Rgb:
        """Return a frame as `(height, width, 3)` uint8 sRGB."""

    @abstractmethod
    def sound(self) -> "Iterator[Samples] | None":
        """Return the sound in blocks, or None without any."""

    def frames(self, start: int, end: int) -> Iterator[Rgb]:
        """Yield frames `[start, end)`."""
        for number in range(start, end):
            yield self.frame(number)

    def check(self, number: int) -> None:
        """Refuse a frame that is not there."""
        if not 0 <= number < self.frame_count:
            raise IndexError(f"{self.name} has frames 0 to {self.frame_count - 1}, not {number}")


class ComposedFilm(Film):
    """A composition, drawn when asked.

    Attributes:
        prepared: All that is known of it.
    """

    def __init__(self, source: Source, options: RenderOptions) -> None:
        self.prepared: Prepared = prepare(source, options)
        timeline = self.prepared.timeline
        self.name = str(source) if isinstance(source, str | Path) else self.prepared.composition.id
        self.frame_count, self.fps = timeline.frame_count, timeline.fps
        self.size_px = output_size(timeline.width, timeline.height, options.resolution)
        self._renderer = FrameRenderer(self.prepared.fonts, *self.size_px)

    def frame(self, number: int) -> Rgb:
        """Draw a frame."""
        self.check(number)
        return self._renderer.rgb(self.prepared.timeline, number)

    def sound(self) -> "Iterator[Samples] | None":
        """Mix the sound."""
        return mix_blocks(self.prepared.sound) if self.prepared.sound.cues else None


class FinishedFilm(Film):
    """A film as a file; frames in order are cheap."""

    def __init__(self, path: Path) -> None:
        self._media = probe(str(path), path.absolute())
        if self._media.video is None:
            raise AssetUnreadable("it holds no moving pictures", where=str(path))
        self.name = str(path)
        self.frame_count, self.fps = self._media.video.frame_count, self._media.video.rate
        self._reader = VideoReader(self._media)

    def frame(self, number: int) -> Rgb:
        """Decode a frame."""
        self.check(number)
        decoded = self._reader.frame(number)
        return frame_to_rgb(Picture(decoded.y, decoded.cb, decoded.cr))

    def sound(self) -> "Iterator[Samples] | None":
        """Decode the sound."""
        return decode_audio(self._media) if self._media.audio else None


Filmed = Source | Film
"""What assertions take: a composition in any form, a film's path, or an opened one."""

_opened: "OrderedDict[object, Film]" = OrderedDict()


def open_film(
    source: Filmed,
    *,
    assets: Path | None = None,
    fonts: tuple[Path, ...] = (),
    resolution: str | None = RESOLUTION,
) -> Film:
    """Open a composition or a finished film; the last few are kept as long as they do not change.

    Args:
        source: A composition (its file, a model, parsed JSON) or the path of a film.
        assets: Folder of a composition's assets; None is the one its file lies in.
        fonts: Fonts besides the embedded ones.
        resolution: What a composition is drawn at; None is its design canvas.

    Raises:
        RenderError: It cannot be read or planned.
    """
    if isinstance(source, Film):
        return source
    options = RenderOptions(assets=assets, fonts=fonts, resolution=resolution)
    name = (_identity(source), assets, fonts, resolution)
    if name in _opened:
        _opened.move_to_end(name)
        return _opened[name]
    is_path = isinstance(source, str | Path)
    film: Film
    if is_path and Path(str(source)).suffix.lower() != ".json":
        film = FinishedFilm(Path(str(source)))
    else:
        film = ComposedFilm(source, options)
    _opened[name] = film
    while len(_opened) > _KEPT:
        _opened.popitem(last=False)
    return film


def _identity(source: Source) -> object:
    if isinstance(source, str | Path):
        state = Path(source).stat() if Path(source).exists() else None
        return (str(Path(source).absolute()), state and (state.st_size, state.st_mtime_ns))
    if isinstance(source, Mapping):
        return json.dumps(source, sort_keys=True, default=str)
    return source.model_dump_json()
