"""Whether people can read what is written: size, time, length of lines."""

from collections.abc import Iterator, Sequence

from render.checks.finding import Finding, PlacedLayer, Subject
from render.checks.registry import Check, register
from schemas import CaptionsLayer, TextLayer
from schemas.text import CaptionStyle, TextStyle, Word

_PAGE_CHARACTERS = 84
"""Two lines of 42: what stands on screen at once in subtitles of television."""
_SHORT_TEXT = 12
"""Characters that are taken in at a glance."""
_PAUSE_SECONDS = 0.6


def find(subject: Subject) -> Iterator[Finding]:
    """Find texts that are too small, too short on screen, or too wide."""
    captions: list[tuple[str, CaptionStyle]] = []
    if subject.composition.captions is not None:
        captions.append(("captions", subject.composition.captions))
    for placed in subject.layers:
        layer = placed.layer
        if isinstance(layer, CaptionsLayer):
            captions.append((placed.path, layer))
        elif isinstance(layer, TextLayer):
            yield from _hurried(subject, placed, layer)
        if isinstance(layer, TextStyle):
            yield from _small(subject, placed.path, layer, layer.scale)
            if isinstance(layer, TextLayer):
                for index, span in enumerate(layer.spans):
                    path = f"{placed.path}.spans[{index}]"
                    yield from _small(subject, path, span, layer.scale)
    if subject.composition.captions is not None:
        yield from _small(subject, "captions", subject.composition.captions, 1.0)
    for path, style in captions:
        yield from _wide(subject, path, style)
        yield from _fast(subject, path, style)


def _small(subject: Subject, path: str, style: object, scale: float) -> Iterator[Finding]:
    size = getattr(style, "font_size", None)
    if size is None:
        return
    smallest = (
        subject.number("text-size", "percent") / 100 * min(subject.composition.design_size_px)
    )
    if 0 < size * scale < smallest:
        yield Finding(
            "text-size",
            f"{path}.fontSize",
            f"letters of {size * scale:.3g} px cannot be read on a phone",
            f"write {smallest:.0f} or more",
            f"at least {smallest:.3g} px",
        )


def _hurried(subject: Subject, placed: PlacedLayer, layer: TextLayer) -> Iterator[Finding]:
    text = layer.text or "".join(span.text for span in layer.spans)
    count = len(" ".join(text.split()))
    most = subject.number("reading-speed", "characters-per-second")
    seconds = float(placed.frames / subject.composition.fps)
    if count > _SHORT_TEXT and seconds > 0 and count / seconds > most:
        needed = -(-count * subject.composition.fps // most)
        yield Finding(
            "reading-speed",
            placed.path,
            f"{count} characters in {seconds:.2g} s are {count / seconds:.0f} a second, "
            "faster than people read",
            f"show it for {int(needed)} frames or longer, or say less",
            f"at most {most:g} characters a second",
        )


def _wide(subject: Subject, path: str, style: CaptionStyle) -> Iterator[Finding]:
    most = subject.number("caption-line", "characters")
    if style.max_chars_per_line is not None and style.max_chars_per_line > most:
        yield Finding(
            "caption-line",
            f"{path}.maxCharsPerLine",
            f"lines of {style.max_chars_per_line} characters are hard to follow in captions",
            f"write {most:g} or less",
            f"at most {most:g}",
        )


def _fast(subject: Subject, path: str, style: CaptionStyle) -> Iterator[Finding]:
    if not isinstance(style.source, str):
        yield from _fast_words(subject, f"{path}.source", style.source)
        return
    voice = subject.composition.audio.voiceover
    if style.source != "voiceover" or voice is None:
        return
    yield from _fast_words(subject, "audio.voiceover.words", voice.words)
    for index, segment in enumerate(voice.segments):
        yield from _fast_words(subject, f"audio.voiceover.segments[{index}].words", segment.words)


def _fast_words(subject: Subject, path: str, words: Sequence[Word]) -> Iterator[Finding]:
    fps = float(subject.composition.fps)
    most = subject.number("caption-speed", "characters-per-second")
    for first, page in _pages(words, _PAUSE_SECONDS * fps):
        count = len(" ".join(word.text for word in page))
        seconds = (page[-1].end_frame - page[0].start_frame) / fps
        if count > _SHORT_TEXT and seconds > 0 and count / seconds > most:
            yield Finding(
                "caption-speed",
                f"{path}[{first}]",
                f"{count} characters in {seconds:.2g} s are {count / seconds:.0f} a second, "
                "faster than people read captions",
                "speak slower, or say less",
                f"at most {most:g} characters a second",
            )


def _pages(words: Sequence[Word], pause_frames: float) -> Iterator[tuple[int, Sequence[Word]]]:
    """Yield what stands on screen together, with the index of its first word."""
    first, count = 0, 0
    for index, word in enumerate(words):
        rests = index > first and word.start_frame - words[index - 1].end_frame > pause_frames
        if index > first and (rests or count + len(word.text) > _PAGE_CHARACTERS):
            yield first, words[first:index]
            first, count = index, 0
        count += len(word.text) + 1
    if words:
        yield first, words[first:]


register(
    Check(
        "text-size",
        "warning",
        "Letters are too small to be read on a phone.",
        why="The size counts in parts of the canvas's shorter side.",
        bad='{"type": "text", "text": "Terms apply", "fontSize": 14}',
        good='{"type": "text", "text": "Terms apply", "fontSize": 30}',
        settings={"percent": 2.0},
    ),
    Check(
        "reading-speed",
        "warning",
        "A text is gone before it can be read.",
        bad='{"type": "text", "text": "Slow mornings taste better in Brooklyn",'
        ' "durationFrames": 20}',
        good='{"type": "text", "text": "Slow mornings taste better in Brooklyn",'
        ' "durationFrames": 90}',
        settings={"characters-per-second": 30.0},
    ),
    Check(
        "caption-speed",
        "warning",
        "Captions change faster than people read.",
        why="Subtitles of films are held to 17 to 20 characters a second.",
        bad='{"captions": {"source": [{"text": "Slow mornings taste", "startFrame": 0,'
        ' "endFrame": 10}, {"text": "better in Brooklyn", "startFrame": 10, "endFrame": 20}]}}',
        good='{"captions": {"source": [{"text": "Slow mornings taste", "startFrame": 0,'
        ' "endFrame": 40}, {"text": "better in Brooklyn", "startFrame": 40, "endFrame": 80}]}}',
        settings={"characters-per-second": 21.0},
    ),
    Check(
        "caption-line",
        "warning",
        "Lines of captions are longer than the eye follows.",
        bad='{"captions": {"maxCharsPerLine": 70}}',
        good='{"captions": {"maxCharsPerLine": 38}}',
        settings={"characters": 42.0},
    ),
    find=find,
)
