"""Each boundary where bytes from outside are read, as a function of one file.

They end well, or with an error of ours. Whatever else happens is a defect.
"""

from fractions import Fraction
from pathlib import Path

from render.assets import VideoReader, load_still
from render.assets.drawings import draw_drawing
from render.assets.probe import probe
from render.assets.tables import load_table
from render.audio.decode import decode_audio
from render.captions.reading import read_captions
from render.document import parse_composition
from render.text import FontBook, lay_out, paint
from render.text.spec import TextRun, TextSpec

_FRAMES = 8


def read_picture(path: Path) -> None:
    """Probe a still and load it."""
    media = probe("asset", path)
    if media.image is not None:
        load_still(media, max_size_px=(64, 64))


def read_film(path: Path) -> None:
    """Probe a film; show its first frames, its last, and hear its start."""
    media = probe("asset", path)
    if media.video is not None:
        with VideoReader(media) as reader:
            last = media.video.frame_count - 1
            for index in (*range(min(_FRAMES, last)), last):
                reader.frame(index)
    read_audio(media)


def read_sound(path: Path) -> None:
    """Probe a sound and hear its start."""
    read_audio(probe("asset", path))


def read_audio(media) -> None:
    """Hear the first two seconds of a medium."""
    if media.audio is not None:
        heard = 0
        for block in decode_audio(media, start_seconds=Fraction(0)):
            heard += len(block)
            if heard > 96_000:
                return


def read_font(path: Path) -> None:
    """Set two words in a font of the user's."""
    runs = (TextRun("Agé fi\u0301 שלום", "Fuzzed, Poppins", 40.0),)
    book = FontBook([path])
    for family in book.families()[:1]:
        runs = (TextRun("Agé fi", f"{family}, {path.name}", 40.0),)
    paint(lay_out(TextSpec(runs), book))


def read_drawing(path: Path) -> None:
    """Probe an SVG file and draw it."""
    media = probe("asset", path)
    if media.drawing is not None:
        draw_drawing(media, (64, 48), None)


def read_caption_file(path: Path) -> None:
    """Probe a file of captions and read it."""
    read_captions(probe("asset", path))


def read_color_table(path: Path) -> None:
    """Probe a table of colours and read it."""
    load_table(probe("asset", path))


def read_document(path: Path) -> None:
    """Parse a composition."""
    parse_composition(path.read_bytes())


BOUNDARIES = {
    "pictures": read_picture,
    "films": read_film,
    "sounds": read_sound,
    "fonts": read_font,
    "drawings": read_drawing,
    "captions": read_caption_file,
    "tables": read_color_table,
    "documents": read_document,
}
