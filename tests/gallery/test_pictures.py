"""What the gallery shows is what is drawn, and no two names draw the same."""

from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from gallery.entries import FOLDER, ORDER, read_section, sections
from gallery.page import PAGE, PICTURES, page, picture_name
from gallery.strips import encoded, pictures, strip
from render.document import parse_composition, write_composition
from render.text import FontBook

TINY_PX = 28
SHOTS = 3
MAX_BYTES = 2_500_000
PROBES = (
    "transitions-wipe",
    "enter-by-word-rise",
    "loop-rotate",
    "camera-zoom-in",
    "easings-ease-out-back",
    "effects-chroma-key",
    "blend-modes-multiply",
    "masks-feather",
    "shapes-radial-gradient",
    "text-linear-gradient",
    "scripts-arabic",
)
"""Strips that are drawn again and compared with those on the page; all of them in `make soak`."""
OFF_LEVELS, OFF_ALL_LEVELS = 16, 1.5
"""How far off one pixel of a quarter of the size may be, and all of them on average."""


@cache
def entries():
    return {entry.slug: entry for section in sections() for entry in section.entries}


def test_the_page_is_fresh():
    assert PAGE.read_text() == page(sections()), "run `make gallery`"


def test_there_is_a_picture_for_every_entry_and_no_other():
    there = {path.name for path in PICTURES.iterdir()}
    assert there == {picture_name(entry) for entry in entries().values()}
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) <= MAX_BYTES


@pytest.mark.parametrize("name", ORDER)
def test_compositions_are_valid_and_tidy(name):
    text = (FOLDER / f"{name}.json").read_text()
    parsed = parse_composition(text, strict=True)
    assert parsed.warnings == ()
    assert write_composition(parsed.composition) == text


@pytest.mark.parametrize("name", ORDER)
def test_no_two_names_draw_the_same(name):
    shown = few(read_section(FOLDER / f"{name}.json").entries)
    seen = {}
    for entry, shots in zip(shown, pictures(shown, TINY_PX), strict=True):
        first = seen.setdefault(b"".join(shot.tobytes() for shot in shots), entry.name)
        assert first == entry.name, f"{entry.name} looks like {first}"


def few(all_entries):
    """Return entries with no more than SHOTS of their frames, from the middle of their strips."""
    from dataclasses import replace  # noqa: PLC0415

    def middle(frames):
        return frames if len(frames) <= SHOTS else frames[1 : -1 : max(1, len(frames) // SHOTS)]

    return [replace(entry, frames=middle(entry.frames), detail=1.0) for entry in all_entries]


def assert_as_on_the_page(entry):
    (shots,) = pictures([entry])
    drawn, expected = (
        pixels(data)
        for data in (
            encoded(strip(entry, shots, FontBook())),
            (PICTURES / picture_name(entry)).read_bytes(),
        )
    )
    assert drawn.shape == expected.shape
    visible = (drawn[..., 3:] == 255) & (expected[..., 3:] == 255)
    small, wanted = (reduced(np.where(visible, rgba[..., :3], 0)) for rgba in (drawn, expected))
    off = np.abs(small - wanted)
    assert off.max() <= OFF_LEVELS, f"{entry.slug}: run `make gallery` and look at it"
    assert off.mean() <= OFF_ALL_LEVELS


def pixels(data):
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGBA"))


def reduced(rgb):
    height, width = (length // 4 * 4 for length in rgb.shape[:2])
    blocks = rgb[:height, :width].astype(float).reshape(height // 4, 4, width // 4, 4, 3)
    return blocks.mean(axis=(1, 3))


@pytest.mark.parametrize("slug", PROBES)
def test_strips_are_as_on_the_page(slug):
    assert_as_on_the_page(entries()[slug])


@pytest.mark.soak
@pytest.mark.parametrize("slug", sorted(entries()))
def test_all_strips_are_as_on_the_page(slug):
    assert_as_on_the_page(entries()[slug])


def test_a_strip_is_the_same_bytes_again():
    entry = entries()["transitions-wipe"]
    first, again = (encoded(strip(entry, *pictures([entry]), FontBook())) for _ in range(2))
    assert first == again


def test_a_changed_picture_is_noticed():
    from dataclasses import replace  # noqa: PLC0415

    entry = entries()["enter-by-word-rise"]
    later = replace(entry, frames=tuple(frame + 2 for frame in entry.frames))
    with pytest.raises(AssertionError, match="make gallery"):
        assert_as_on_the_page(later)
