"""What a worker does: draw and encode one segment, or mix and encode the sound, into the cache.

slice of the plan, settings -> frames -> H.264          the same slice, the same bytes
plan of the sound           -> samples -> AAC
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from render.audio import AudioPlan, encode_aac, mix_blocks
from render.audio.samples import Samples
from render.encode.profiles import Profile
from render.encode.verify import verify_segment, verify_sound
from render.encode.video import SegmentEncoder
from render.frames.renderer import FrameRenderer
from render.segments.cache import SegmentCache
from render.storage import NO_BOUND
from render.text import FontBook
from render.timeline.model import Timeline
from render.workers.events import Report
from render.workers.usage import give_back_memory

_REPORT_EVERY_FRAMES = 5


@dataclass(frozen=True)
class PictureSettings:
    """What decides about a segment's bytes besides its slice; all of it is in the key.

    Attributes:
        width_px, height_px: Of the output, even.
        profile: How it is encoded.
    """

    width_px: int
    height_px: int
    profile: Profile


@dataclass(frozen=True)
class SegmentWork:
    """One segment to render.

    Attributes:
        key: Under which it is kept.
        timeline: The slice that it shows, counted from its first frame.
        settings: Size and encoding.
    """

    key: str
    timeline: Timeline
    settings: PictureSettings


@dataclass(frozen=True)
class SoundWork:
    """The sound to mix.

    Attributes:
        key: Under which it is kept.
        plan: What sounds when.
        sample_bounds: First and end sample of the mix that are heard.
        bitrate_bps: Of the AAC.
    """

    key: str
    plan: AudioPlan
    sample_bounds: tuple[int, int]
    bitrate_bps: int


Work = SegmentWork | SoundWork


@dataclass
class Bench:
    """A worker's state: its cache and the renderer that it keeps from segment to segment."""

    cache: SegmentCache
    fonts: FontBook
    renderer: FrameRenderer | None = None

    def renderer_of(self, settings: PictureSettings) -> FrameRenderer:
        """Return a renderer of a size."""
        size = (settings.width_px, settings.height_px)
        if self.renderer is None or (self.renderer.width_px, self.renderer.height_px) != size:
            self.renderer = FrameRenderer(self.fonts, *size)
        return self.renderer


def open_bench(cache_root: Path, font_folders: tuple[Path, ...]) -> Bench:
    """Build a worker's state."""
    # The bound is kept by whoever started the workers.
    return Bench(SegmentCache(cache_root, NO_BOUND), FontBook(font_folders))


def perform(bench: Bench, work: Work, report: Report) -> None:
    """Do one piece of work; its result is in the cache afterwards.

    Raises:
        RenderError: An asset cannot be decoded, the cache cannot be written, ...
    """
    if isinstance(work, SoundWork):
        _mix(bench, work)
    else:
        _render(bench, work, report)


def _render(bench: Bench, work: SegmentWork, report: Report) -> None:
    timeline, settings = work.timeline, work.settings
    renderer = bench.renderer_of(settings)
    size = (settings.width_px, settings.height_px)
    with bench.cache.publish(work.key, timeline.frame_count) as path:
        with SegmentEncoder(path, *size, timeline.fps, settings.profile) as encoder:
            for frame in range(timeline.frame_count):
                encoder.write(renderer.frame(timeline, frame).planes)
                if (frame + 1) % _REPORT_EVERY_FRAMES == 0:
                    report(frame + 1)
        verify_segment(path, timeline.frame_count, timeline.fps)
    # The next segment lies elsewhere in its clips or shows others; an open 1080p decoder holds
    # 25 to 60 MB.
    renderer.close()
    give_back_memory()
    report(timeline.frame_count)


def _cut(blocks: Iterator[Samples], skip: int) -> Iterator[Samples]:
    """Leave out the first samples of a mix."""
    for block in blocks:
        if skip < len(block):
            yield block[skip:]
        skip = max(0, skip - len(block))


def _mix(bench: Bench, work: SoundWork) -> None:
    first, end = work.sample_bounds
    with bench.cache.publish(work.key, end - first) as path:
        encode_aac(_cut(mix_blocks(work.plan), first), path, end - first, work.bitrate_bps)
        verify_sound(path, end - first)
