"""Compositions with captions, and which word of them is lit in a picture."""

import numpy as np

from render.timebase import FrameRange
from tests.pictures import composition, planned, scene

LIT, PLAIN = "#ff0000", "#00ff00"
VOCABULARY = (
    *("a", "slow", "morning", "tastes", "better", "in", "Brooklyn"),
    *("and", "honestly", "coffee", "is", "wonderful,", "today."),
)


def timed_words(count, seed, *, most_frames=16, most_gap=30):
    """Words with random times; now and then a pause, often none."""
    random = np.random.default_rng(seed)
    words, frame = [], int(random.integers(0, 5))
    for _ in range(count):
        length = int(random.integers(1, most_frames))
        text = VOCABULARY[int(random.integers(0, len(VOCABULARY)))]
        words.append({"text": text, "startFrame": frame, "endFrame": frame + length})
        gap = int(random.integers(0, most_gap)) if random.random() < 0.15 else 0
        frame += length + gap
    return words


def film(words, style="highlight", *, size=(640, 360), total=None, **captions):
    total = total or words[-1]["endFrame"] + 20
    look = {"color": PLAIN, "activeWord": {"color": LIT}, "stroke": {"color": "#000", "width": 0}}
    look |= {"fontSize": 44, "fontWeight": 800, **captions}
    return composition(
        scene(frames=total, background="#000000"),
        size=size,
        fps=30,
        captions={"style": style, "source": words, **look},
    )


def content_of(document, assets=None):
    """The planned captions of a composition; its pages are in composition frames."""
    timeline = planned(document, assets)
    layer = timeline.overlays[-1]
    return layer.content.shifted(layer.span.start), layer.placement


def lit_box(rgb, lit=(255, 0, 0)):
    """Left, top, right, bottom of the pixels in the colour of the spoken word; None for none."""
    off = np.abs(rgb.astype(int) - np.array(lit)).max(axis=2)
    rows, columns = np.nonzero(off < 60)
    if not len(rows):
        return None
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def expected_word(words, frame, pages, hold_frames=15):
    """Which word is to be lit: the last one begun on the page, unless a long pause follows it."""
    page = next((page for page in pages if frame in FrameRange(page[0], page[1])), None)
    if page is None:
        return None
    begun = [index for index in page[2] if words[index]["startFrame"] <= frame]
    if not begun:
        return None
    last = begun[-1]
    if frame < words[last]["endFrame"]:
        return last
    later = [index for index in page[2] if index > last]
    following = words[later[0]]["startFrame"] if later else page[1]
    return last if following - words[last]["endFrame"] <= hold_frames else None


def pages_with_words(content):
    """(start, end, ordinals of its words) of every page."""
    pages, at = [], 0
    for page in content.pages:
        count = len(page.words)
        pages.append((page.span.start, page.span.end, range(at, at + count)))
        at += count
    return pages
