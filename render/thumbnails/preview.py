"""A few moments of a film as an animated WebP or GIF, to be shown where a pointer rests."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from PIL import Image

from render.errors import UsageError
from render.options import RenderOptions
from render.storage import write_atomically
from render.thumbnails.footage import Footage, View, open_footage
from render.thumbnails.poster import CANDIDATES, scored_frames

if TYPE_CHECKING:
    from av.filter import Graph
    from av.video.frame import VideoFrame

MOMENTS: Final = 4
MAX_SECONDS: Final = 60
MAX_PIXELS: Final = 100_000_000
"""Of all pictures together: GIF's palette is made from all of them, so they are held in memory."""

WORST_SHARE: Final = 0.5
"""A moment's first frame scores at least this share of the best one's."""

WEBP_QUALITY: Final = 55
GIF_DITHER: Final = 3
"""FFmpeg's `bayer_scale`: 0 is a coarse pattern, 5 hardly any. At 3 skies have no steps."""

_FORMATS: Final = {".webp": "WEBP", ".gif": "GIF"}
_DEFAULTS = RenderOptions()


@dataclass(frozen=True)
class Preview:
    """A moving preview that was written.

    Attributes:
        path: The file.
        frames: How many pictures it has.
        width_px, height_px: Its size.
        duration_seconds: Of one round.
        starts_seconds: Where in the source its moments begin.
    """

    path: Path
    frames: int
    width_px: int
    height_px: int
    duration_seconds: Fraction
    starts_seconds: tuple[Fraction, ...]


def make_preview(
    source: Path,
    output: Path,
    options: RenderOptions = _DEFAULTS,
    *,
    width_px: int = 320,
    seconds: Fraction = Fraction(4),
    fps: int = 10,
) -> Preview:
    """Choose moments from all over some footage and write them as a moving picture that loops.

    Args:
        source: A film or a composition's JSON.
        output: A .webp or .gif, written whole or not at all.
        options: Assets, fonts and strictness of a composition.
        width_px: Of the picture.
        seconds: How long one round is; a shorter film is shown whole.
        fps: Pictures a second.

    Raises:
        RenderError: The source cannot be read, or the file cannot be written.
    """
    kind = _FORMATS.get(output.suffix.lower())
    if kind is None:
        raise UsageError(
            f'"{output.suffix}" is no moving picture', where=str(output), hint="use .webp or .gif"
        )
    if not 0 < seconds <= MAX_SECONDS:
        raise UsageError(f"a preview lasts up to {MAX_SECONDS} seconds", where="--seconds")
    footage = open_footage(source, options, output)
    size = footage.size_at(width_px)
    if size[0] * size[1] * seconds * fps > MAX_PIXELS:
        raise UsageError(
            f"{int(seconds * fps)} pictures of {size[0]}x{size[1]} are too many or too large",
            hint="make it shorter, smaller or slower",
        )
    starts, moment = choose_moments(footage, seconds)
    times = [start + Fraction(n, fps) for start in starts for n in range(ceil(moment * fps))]
    # GIF counts hundredths of a second.
    shown_ms = max(10, round(Fraction(100, fps)) * 10) if kind == "GIF" else round(1000 / fps)
    with footage.viewed(size) as view, write_atomically(output) as unfinished:
        pictures = _pictures(footage, view, times)
        if kind == "WEBP":
            _write_webp(pictures, unfinished, shown_ms)
        else:
            _write_gif(pictures, unfinished, shown_ms)
    lasts = Fraction(shown_ms * len(times), 1000)
    return Preview(output, len(times), *size, lasts, tuple(starts))


def choose_moments(footage: Footage, seconds: Fraction) -> tuple[list[Fraction], Fraction]:
    """Return where moments begin, in order, and how long each is.

    The best frames that lie well apart are where they begin; frames that are far worse than the
    best, the black of a fade, are left out. What is not much longer than the preview is one moment:
    all of it.
    """
    lasts = footage.duration_seconds
    if lasts <= seconds * Fraction(5, 4):
        return [Fraction(0)], lasts
    scored = scored_frames(footage, CANDIDATES)
    scored.sort(key=lambda each: each.score.total, reverse=True)
    good = [
        footage.seconds_at(each.frame)
        for each in scored
        if each.score.total >= scored[0].score.total * WORST_SHARE
    ]
    moment = seconds / MOMENTS
    starts: list[Fraction] = []
    for apart in (lasts / (MOMENTS + 1), lasts / (2 * MOMENTS), moment):
        for at in good:
            start = min(at, lasts - moment)
            clear = all(abs(start - other) >= max(apart, moment) for other in starts)
            if clear and len(starts) < MOMENTS:
                starts.append(start)
    return sorted(starts), seconds / len(starts) if len(starts) > 1 else moment


def _pictures(footage: Footage, view: View, times: list[Fraction]) -> Iterator[Image.Image]:
    for seconds in times:
        yield Image.fromarray(view.rgb(footage.frame_at(seconds)))


def _write_webp(pictures: Iterator[Image.Image], path: Path, shown_ms: int) -> None:
    first = next(pictures)
    first.save(
        path, "WEBP", save_all=True, append_images=pictures, duration=shown_ms, loop=0,
        quality=WEBP_QUALITY, method=4, minimize_size=False, kmax=30,
    )  # fmt: skip


def _write_gif(pictures: Iterator[Image.Image], path: Path, shown_ms: int) -> None:
    """Write with one palette for all, so that what stands still stays the same to the pixel.

    FFmpeg's palette has cleaner greys and skins than Pillow's, and its ordered dither stays in
    place: half the bytes of an error diffusion that crawls from picture to picture.
    """
    import av  # noqa: PLC0415 - only for GIF
    from av.filter import Graph  # noqa: PLC0415
    from av.video.format import VideoFormat  # noqa: PLC0415

    first = next(pictures)
    graph = Graph()
    source = graph.add_buffer(
        width=first.width,
        height=first.height,
        format=VideoFormat("rgb24"),
        time_base=Fraction(1, 100),
    )
    both, palette = graph.add("split"), graph.add("palettegen", "stats_mode=full")
    paint = graph.add("paletteuse", f"dither=bayer:bayer_scale={GIF_DITHER}:diff_mode=rectangle")
    source.link_to(both)
    both.link_to(palette, 0, 0)
    both.link_to(paint, 1, 0)
    palette.link_to(paint, 0, 1)
    paint.link_to(graph.add("buffersink"))
    graph.configure()
    step = shown_ms // 10
    for number, picture in enumerate(chain([first], pictures)):
        frame = av.VideoFrame.from_ndarray(np.asarray(picture), "rgb24")
        frame.pts, frame.time_base = number * step, Fraction(1, 100)
        graph.push(frame)
    graph.push(None)
    with av.open(str(path), "w", format="gif", options={"loop": "0"}) as container:
        stream = container.add_stream("gif", rate=Fraction(100, step))
        stream.width, stream.height, stream.pix_fmt = first.width, first.height, "pal8"
        stream.codec_context.time_base = Fraction(1, 100)
        for painted in _pulled(graph):
            painted.pict_type = 0
            container.mux(stream.encode(painted))
        container.mux(stream.encode(None))


def _pulled(graph: "Graph") -> "Iterator[VideoFrame]":
    """Yield what comes out of a filter graph until its end."""
    from av.error import EOFError as GraphEndError  # noqa: PLC0415

    while True:
        try:
            yield cast("VideoFrame", graph.pull())
        except GraphEndError:
            return
