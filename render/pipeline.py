"""The whole render on one screen. The file to read first.

1 read      bytes -> Composition                          render.prepare, render.document
2 assets    keys -> files and facts                       render.prepare, render.assets
3 plan      Composition + facts -> Timeline, AudioPlan    render.prepare, render.timeline
4 render    Timeline -> segments, AudioPlan -> AAC        render.segments, render.frames
5 join      segments + AAC -> MP4                         render.encode
6 verify    the MP4 is what was asked for                 render.encode
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from render.encode.digests import PacketDigests
from render.encode.mux import mux
from render.encode.profiles import profile_named
from render.encode.verify import verify
from render.errors import Cancelled, UsageError
from render.events import Event, OnEvent, StageStarted
from render.options import RenderOptions
from render.prepare import Source, check_output, frames_asked, prepare
from render.report import RenderReport
from render.segments.plan import SegmentPlan, plan_segments
from render.segments.run import Finished, run_segments
from render.segments.store import segment_store
from render.storage import sha256_file
from render.timeline.canvas_size import output_size
from render.workers.events import Cancel
from render.workers.reserve import Reserve, segment_workers
from render.workers.usage import available_cpus, peak_rss_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from render.stills import ContactSheet


_DEFAULTS = RenderOptions()


def render_composition(
    source: Source,
    output: str | Path,
    options: RenderOptions = _DEFAULTS,
    *,
    on_event: OnEvent | None = None,
    cancel: Cancel | None = None,
    reserve: Reserve | None = None,
) -> RenderReport:
    """Render a composition to an MP4.

    The output appears whole or not at all, and has exactly the frames asked for.

    Args:
        source: The composition: its file, `"-"` for standard input, a model, or parsed JSON.
        output: The MP4 to write.
        options: How.
        on_event: Told what happens, in this thread.
        cancel: Asked ten times a second whether to stop; a `threading.Event` will do.
        reserve: Workers that boot already, for a program that has more to import.

    Raises:
        CompositionError: The document is invalid.
        AssetError: An asset is missing or unreadable.
        OutputError: The output cannot be written.
        WorkerDied: A worker died twice on one segment.
        Cancelled: `cancel` was set.
        RenderError: Anything else that is known to go wrong.

    Example:
        >>> report = render_composition("composition.json", "final.mp4")  # doctest: +SKIP
        >>> report.frames  # doctest: +SKIP
        900
    """
    tell: Callable[[Event], None] = on_event or (lambda _event: None)
    began, cpu_began = time.perf_counter(), time.process_time()
    output = Path(output)
    profile = profile_named(options.quality)
    jobs = options.jobs or available_cpus()
    workers = reserve or segment_workers()
    with workers, segment_store(keep=options.cache) as cache:
        prepared = prepare(
            source,
            options,
            on_event,
            cancel,
            on_read=lambda _: workers.start(jobs),
        )
        check_output(output, source, prepared)
        _stop_if(cancel)
        plan = plan_segments(
            prepared.timeline,
            prepared.sound,
            frames_asked(prepared, options.frames, options.scene),
            output_size(prepared.timeline.width, prepared.timeline.height, options.resolution),
            profile,
        )
        tell(StageStarted("render"))
        files = [media.path for media in prepared.media.values()]
        finished = run_segments(plan, cache, options.fonts, jobs, tell, cancel, workers, files)
        tell(StageStarted("join"))
        sha256 = _join(plan, finished, output, prepared.composition.title, tell)
    return RenderReport(
        output=output,
        frames=plan.frame_count,
        fps=plan.fps,
        width_px=plan.settings.width_px,
        height_px=plan.settings.height_px,
        duration_seconds=plan.frame_count / plan.fps,
        samples=plan.sample_count,
        segments=len(plan.segments),
        segments_reused=finished.segments_reused,
        sound_reused=finished.sound_reused,
        wall_seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu_began + finished.cpu_seconds,
        peak_memory_bytes=max(peak_rss_bytes(), finished.peak_memory_bytes),
        sha256=sha256,
        warnings=prepared.warnings,
    )


def render_frame(
    source: Source, frame: int, options: RenderOptions = _DEFAULTS
) -> "NDArray[np.uint8]":
    """Draw one frame of a composition, without encoding anything.

    Args:
        source: As for `render_composition`.
        frame: In [0, totalDurationFrames).
        options: Assets, fonts, resolution and strictness count.

    Returns:
        `(height, width, 3)` uint8 sRGB.

    Raises:
        UsageError: The composition has no such frame.
        RenderError: As for `render_composition`.
    """
    from render.frames.renderer import FrameRenderer  # noqa: PLC0415 - the libraries that draw

    prepared = prepare(source, options)
    timeline = prepared.timeline
    if not 0 <= frame < timeline.frame_count:
        raise UsageError(
            f"there is no frame {frame}",
            hint=f"the composition has frames 0 to {timeline.frame_count - 1}",
        )
    size = output_size(timeline.width, timeline.height, options.resolution)
    with FrameRenderer(prepared.fonts, *size) as renderer:
        return renderer.rgb(timeline, frame)


def render_sheet(
    source: Source,
    options: RenderOptions = _DEFAULTS,
    *,
    count: int | None = None,
    columns: int | None = None,
    width_px: int = 480,
) -> "ContactSheet":
    """Draw pictures from all over a composition, side by side.

    Args:
        source: As for `render_composition`.
        options: Assets, fonts and strictness count.
        count: How many pictures; None is one a second, 12 to 48.
        columns: In a row; None chooses.
        width_px: Of one picture.

    Raises:
        RenderError: As for `render_composition`.
    """
    from render.stills import contact_sheet  # noqa: PLC0415 - the libraries that draw

    return contact_sheet(prepare(source, options), count, columns, width_px)


def _join(
    plan: SegmentPlan, finished: Finished, output: Path, title: str, tell: Callable[[Event], None]
) -> str:
    """Write the output; return its SHA-256, taken before it gets its name."""
    sha256 = ""

    def check(path: Path, packets: PacketDigests) -> None:
        nonlocal sha256
        tell(StageStarted("verify"))
        size = (plan.settings.width_px, plan.settings.height_px)
        verify(path, plan.frame_count, plan.fps, size, plan.sample_count, packets)
        sha256 = sha256_file(path)

    mux(
        finished.segments,
        [len(segment.frames) for segment in plan.segments],
        finished.sound,
        output,
        plan.fps,
        metadata={"title": title},
        check=check,
    )
    return sha256


def _stop_if(cancel: Cancel | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("the render was stopped")
