"""Render with the MoviePy compositor instead of the fast engine: `--engine moviepy`.

Stages are those of `render.pipeline`. MoviePy composes the frames in this process, one after the
other. They are encoded by the same encoder, joined with the same sound and verified alike:
MoviePy's own writer rounds rates and leaves colours in BT.601 (docs/decisions/moviepy-engine.md).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from render.audio import encode_aac
from render.encode.digests import PacketDigests
from render.encode.mux import mux
from render.encode.profiles import Profile, profile_named
from render.encode.verify import verify
from render.encode.video import Planes, SegmentEncoder
from render.errors import Cancelled, OutputError, RenderError
from render.events import Event, Notice, OnEvent, Progress, StageStarted
from render.interchange.film import Film
from render.interchange.sound import blocks_from, sample_bounds
from render.options import RenderOptions
from render.prepare import Prepared, Source, check_output, frames_asked, prepare
from render.report import RenderReport
from render.storage import sha256_file
from render.timebase import FrameRange
from render.timeline.canvas_size import output_size
from render.workers.events import Cancel
from render.workers.usage import peak_rss_bytes

_DEFAULTS = RenderOptions()
_Tell = Callable[[Event], None]


def render_with_moviepy(
    source: Source,
    output: str | Path,
    options: RenderOptions = _DEFAULTS,
    *,
    on_event: OnEvent | None = None,
    cancel: Cancel | None = None,
) -> RenderReport:
    """Render a composition to an MP4 with MoviePy's compositor, in R'G'B'.

    Frames, sound, size, rate and tags are those of `render_composition`; pixels differ by what
    rounding and 4:2:0 chroma make of them. One process, nothing cached: `jobs` and `cache` do not
    count.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        output: The MP4 to write; it appears whole or not at all.
        options: How.
        on_event: Told what happens, in this thread.
        cancel: Asked before every frame whether to stop.

    Raises:
        RenderError: As for `render_composition`.
    """
    tell: _Tell = on_event or (lambda _event: None)
    began, cpu_began = time.perf_counter(), time.process_time()
    output = Path(output)
    profile = profile_named(options.quality)
    prepared = prepare(source, options, on_event)
    check_output(output, source, prepared)
    timeline = prepared.timeline
    window = frames_asked(prepared, options.frames, options.scene)
    size = output_size(timeline.width, timeline.height, options.resolution)
    with _workplace() as folder:
        tell(StageStarted("render"))
        picture = folder / "picture.mp4"
        # The sound first: a file that cannot be read is then known before hours of drawing.
        sound, sample_count = _mix(prepared, window, profile, folder / "sound.m4a")
        _draw(prepared, window, size, profile, picture, tell, cancel)
        tell(StageStarted("join"))

        def check(path: Path, packets: PacketDigests) -> None:
            tell(StageStarted("verify"))
            verify(path, len(window), timeline.fps, size, sample_count, packets)

        mux(
            [picture],
            [len(window)],
            sound,
            output,
            timeline.fps,
            metadata={"title": prepared.composition.title},
            check=check,
        )
    return RenderReport(
        output=output,
        frames=len(window),
        fps=timeline.fps,
        width_px=size[0],
        height_px=size[1],
        duration_seconds=len(window) / timeline.fps,
        samples=sample_count,
        segments=1,
        segments_reused=0,
        sound_reused=False,
        wall_seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu_began,
        peak_memory_bytes=peak_rss_bytes(),
        sha256=sha256_file(output),
        warnings=prepared.warnings,
    )


@contextmanager
def _workplace() -> Iterator[Path]:
    try:
        folder = TemporaryDirectory(prefix="wavemaker-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputError(f"there is no room for temporary files: {error}") from error
    with folder as name:
        yield Path(name)


def _draw(
    prepared: Prepared,
    window: FrameRange,
    size: tuple[int, int],
    profile: Profile,
    path: Path,
    tell: _Tell,
    cancel: Cancel | None,
) -> None:
    """Compose the frames of a window and encode them into one segment."""
    film = Film(prepared.timeline, prepared.fonts, *size)
    if film.borrowed_transitions:
        names = ", ".join(sorted(film.borrowed_transitions))
        tell(Notice(f"the MoviePy engine borrows these transitions from the fast one: {names}"))
    reformatter = VideoReformatter()
    meter = _Meter(len(window), tell)
    try:
        with SegmentEncoder(path, *size, prepared.timeline.fps, profile) as encoder:
            for frame in window:
                _stop_if(cancel)
                encoder.write(to_planes(_composed(film, frame), reformatter))
                meter.tell_frames(encoder.frame_count)
    finally:
        film.close()


def _composed(film: Film, frame: int) -> NDArray[np.uint8]:
    try:
        return film.rgb(frame)
    except RenderError:
        raise
    except Exception as error:  # MoviePy and Pillow raise what they like
        raise RenderError(f"MoviePy cannot compose frame {frame}: {error}") from error


def to_planes(rgb: NDArray[np.uint8], reformatter: VideoReformatter) -> Planes:
    """Turn a picture into BT.709 4:2:0 planes in limited range, by swscale.

    Args:
        rgb: `(height, width, 3)` uint8 sRGB with even sides.
        reformatter: Keeps swscale's tables between frames.
    """
    frame = reformatter.reformat(
        VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
        format="yuv420p",
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        dst_colorspace=Colorspace.ITU709,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND,
    )
    y, cb, cr = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return y, cb, cr


def _mix(
    prepared: Prepared, window: FrameRange, profile: Profile, path: Path
) -> tuple[Path | None, int | None]:
    """Mix and encode the sound of a window; return its file and its samples, or None twice."""
    if prepared.sound.is_silent:
        return None, None
    first, end = sample_bounds(prepared, window)
    blocks = blocks_from(prepared.sound, first)
    encode_aac(blocks, path, end - first, profile.audio_bitrate_bps)
    return path, end - first


class _Meter:
    """Tells how far a render is."""

    def __init__(self, frames_total: int, tell: _Tell) -> None:
        self._frames_total = frames_total
        self._tell = tell
        self._began = time.monotonic()
        self.tell_frames(0)

    def tell_frames(self, frames_done: int) -> None:
        """Tell that so many frames are done."""
        passed = time.monotonic() - self._began
        rate = frames_done / passed if frames_done and passed > 0 else None
        self._tell(
            Progress(
                frames_done=frames_done,
                frames_total=self._frames_total,
                segments_done=int(frames_done == self._frames_total),
                segments_reused=0,
                segments_total=1,
                frames_per_second=rate,
                seconds_left=(self._frames_total - frames_done) / rate if rate else None,
            )
        )


def _stop_if(cancel: Cancel | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("the render was stopped")
