"""Draw the strips of a section into files; what a process of its own does."""

from pathlib import Path

from gallery.entries import FOLDER, read_section
from gallery.page import picture_name
from gallery.strips import encoded, pictures, strip
from render.storage import write_atomically
from render.text import FontBook


def draw_section(name: str, into: Path) -> tuple[str, int, int]:
    """Draw the strips of a section; return its name, how many they are, and their bytes."""
    section = read_section(FOLDER / f"{name}.json")
    fonts, size_bytes = FontBook(), 0
    for entry, shots in zip(section.entries, pictures(section.entries), strict=True):
        data = encoded(strip(entry, shots, fonts))
        with write_atomically(into / picture_name(entry)) as unfinished:
            unfinished.write_bytes(data)
        size_bytes += len(data)
    return name, len(section.entries), size_bytes
