"""video: a clip in a box, under a camera, exact to the source frame."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import cv2
import numpy as np

from render.animation.camera import Camera, Window
from render.animation.volume import volume_points
from render.assets.frames import DecodedFrame
from render.assets.media import NOT_IN_KEY, Media, VideoFacts
from render.canvas import verbs
from render.canvas.affine import Affine
from render.canvas.color import reduce, sprite_to_rgba
from render.canvas.ops import Draw, DrawList
from render.canvas.picture import HALF, Picture, Plane, Raster
from render.layers.footage import (
    AIMS,
    needs_cut,
    plan_box,
    plan_camera,
    plan_surround,
    window_at,
    window_to_canvas,
)
from render.layers.image import cropped_size, plan_crop
from render.layers.registry import register
from render.layers.staging import Staging, halvings
from render.layers.surround import surrounded

if TYPE_CHECKING:
    from render.layers.context import PlanContext
    from render.layers.studio import Studio
    from schemas import VideoLayer


@dataclass(frozen=True)
class VideoFrameSource:
    """One frame of a clip.

    Attributes:
        media: The asset.
        index: Of the frame, in presentation order.
        halvings: How often it is halved in both directions.
        lane: Whose reader is asked: two layers that show one clip at different times have one each.
        crop: (left, top, right, bottom) in pixels of the upright frame, even; or None.
    """

    media: Media
    index: int
    halvings: int
    lane: str
    crop: tuple[int, int, int, int] | None = None

    @property
    def transient(self) -> bool:
        """A clip's next frame is another one."""
        return True

    def sprite(self, studio: "Studio") -> Picture:
        """Decode the frame; its planes are the canvas's planes."""
        frame = studio.reader(self.media, self.lane).frame(self.index)
        whole = Picture(frame.y, frame.cb, frame.cr)
        if frame.alpha is not None:
            whole = _premultiplied(frame, frame.alpha)
        coverage, chroma_coverage = whole.coverage, whole.chroma_coverage
        return Picture(
            self._part(whole.y, 1),
            self._part(whole.cb, whole.subsampling.x),
            self._part(whole.cr, whole.subsampling.x),
            None if coverage is None else self._part(coverage, 1),
            None if chroma_coverage is None else self._part(chroma_coverage, whole.subsampling.x),
        )

    def _part(self, plane: Plane, step: int) -> Plane:
        """Return the cropped and halved plane; `step` is how many luma samples one of it spans."""
        if self.crop:
            left, top, right, bottom = (-(-side // step) for side in self.crop)
            plane = plane[top:bottom, left:right]
        if self.halvings == 0:
            return plane
        size = [max(1, -(-length // 2**self.halvings)) for length in plane.shape[::-1]]
        return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)

    def raster(self, studio: "Studio") -> Raster:
        """Decode the frame to sRGB."""
        return Raster(sprite_to_rgba(self.sprite(studio)))


def _premultiplied(frame: DecodedFrame, alpha: Plane) -> Picture:
    small = reduce(alpha, HALF)
    y, cb, cr = (
        np.asarray(cv2.multiply(plane, over, scale=1 / verbs.OPAQUE), np.uint8)
        for plane, over in ((frame.y, alpha), (frame.cb, small), (frame.cr, small))
    )
    return Picture(y, cb, cr, alpha, small)


@dataclass(frozen=True)
class VideoContent:
    """A clip under a camera.

    Attributes:
        media: The asset.
        camera: In pixels of the asset as shown, upright.
        cut: Whether the box cuts the picture off.
        around: What of the picture lies blurred around it; None for nothing.
        crop: (left, top, right, bottom) in pixels of an upright decoded frame, even; or None.
        fps: Frames a second of the composition.
        trim_start_frame: Where the clip starts, in composition frames of the source's time.
        trim_end_frame: Where it ends (exclusive), likewise, or None for its own end.
        playback_rate: Source seconds a second shown.
        loop: Whether it starts over at its end.
        freeze: Whether it holds its last frame at its end; otherwise it is gone then.
        lane: Names the reader.
        gain: Of the clip's own sound, linear; 0 is muted.
        fade_in_frames, fade_out_frames: Of that sound.
        volume_points: (frame of the layer, linear gain): volume under keyframes, on top of `gain`.
    """

    media: Media
    camera: Camera
    cut: bool
    crop: tuple[int, int, int, int] | None
    fps: Fraction
    around: Window | None = None
    trim_start_frame: int = 0
    trim_end_frame: int | None = None
    playback_rate: Fraction = Fraction(1)
    loop: bool = False
    freeze: bool = True
    lane: str = field(default="", metadata=NOT_IN_KEY)
    # Sound is mixed apart: none of this changes a picture.
    gain: float = field(default=0.0, metadata=NOT_IN_KEY)
    fade_in_frames: int = field(default=0, metadata=NOT_IN_KEY)
    fade_out_frames: int = field(default=0, metadata=NOT_IN_KEY)
    volume_points: tuple[tuple[int, float], ...] = field(default=(), metadata=NOT_IN_KEY)

    numbers: ClassVar = AIMS

    @property
    def moves(self) -> bool:
        """A clip always depends on the frame."""
        return True

    @property
    def crisp(self) -> bool:
        """Footage is resampled anyway."""
        return False

    @property
    def facts(self) -> VideoFacts:
        """The facts of the clip's pictures."""
        if self.media.video is None:
            raise ValueError(f"{self.media.key} has no moving picture")
        return self.media.video

    @property
    def source_span_seconds(self) -> tuple[Fraction, Fraction]:
        """Start and end of what is shown of the source, counted from its first frame."""
        whole = self.facts.duration_seconds
        start = min(self.trim_start_frame / self.fps, whole)
        end = whole if self.trim_end_frame is None else min(self.trim_end_frame / self.fps, whole)
        return start, max(start, end)

    def source_index(self, frame: int) -> int | None:
        """Return the index of the source frame shown at a frame of the layer; None when over."""
        start, end = self.source_span_seconds
        seconds = frame * self.playback_rate / self.fps
        if self.loop and end > start:
            seconds %= end - start
        elif not self.freeze and start + seconds >= end:
            return None
        index = self.facts.frame_at(start + seconds)
        if self.trim_end_frame is None:
            return index
        return min(index, self._last_before(end))

    def _last_before(self, seconds: Fraction) -> int:
        """Return the last frame that starts before a time; at least the first."""
        tick = seconds / self.facts.time_base + self.facts.first_tick - Fraction(1, 2)
        ceiling = -(-tick.numerator // tick.denominator)
        return max(0, int(np.searchsorted(self.facts.frame_ticks, ceiling, "left")) - 1)

    def draw(self, frame: int, duration_frames: int, staging: Staging) -> DrawList:
        """Draw the source frame of the moment through the window of the moment."""
        index = self.source_index(frame)
        if index is None:
            return ()
        # A decoded frame may have other proportions than the picture shows (anamorphic video).
        upright = upright_size(self.facts)
        stretch = Affine.scaling(
            self.facts.width_px / upright[0], self.facts.height_px / upright[1]
        )
        width, height = cropped_size(upright, self.crop)
        shown = (width * stretch.a, height * stretch.d)
        window = window_at(self.camera, frame, duration_frames, shown, staging)
        to_canvas = window_to_canvas(window, staging)
        times = halvings((to_canvas @ stretch).largest_scale)
        shrunk = (-(-width // 2**times), -(-height // 2**times))
        grow = stretch @ Affine.scaling(width / shrunk[0], height / shrunk[1])
        source = VideoFrameSource(self.media, index, times, self.lane, self.crop)
        front = Draw(source, to_canvas @ grow, staging.opacity)
        if self.around is None:
            return (front,)
        return surrounded(front, shrunk, shown, self.around, staging)


def upright_size(facts: VideoFacts) -> tuple[int, int]:
    """Return width and height of a decoded frame after rotation, before its pixels are squared."""
    width, height = facts.coded_width_px, facts.coded_height_px
    return (height, width) if facts.rotation_degrees % 180 else (width, height)


def plan(layer: "VideoLayer", context: "PlanContext") -> tuple[VideoContent, tuple[float, float]]:
    """Make a video layer concrete."""
    media = context.picture(layer.asset, moving=True)
    if media.video is None:
        raise ValueError(f"{media.key} has no moving picture")
    upright = upright_size(media.video)
    crop = plan_crop(layer, upright)
    if crop:
        left, top, right, bottom = (side // 2 * 2 for side in crop)
        crop = (left, top, max(right, left + 2), max(bottom, top + 2))
    width, height = cropped_size(upright, crop)
    shown = (
        max(1, round(width * media.size_px[0] / upright[0])),
        max(1, round(height * media.size_px[1] / upright[1])),
    )
    box = plan_box(layer, shown, context)
    camera = plan_camera(layer, shown, box, context)
    content = VideoContent(
        media=media,
        camera=camera,
        cut=needs_cut(camera, shown),
        crop=crop,
        fps=context.fps,
        around=plan_surround(layer, shown, box),
        trim_start_frame=layer.trim_start_frame,
        trim_end_frame=layer.trim_end_frame,
        playback_rate=Fraction(str(layer.playback_rate)),
        loop=layer.repeats,
        freeze=layer.freeze,
        lane=context.path,
        gain=_gain(layer),
        fade_in_frames=layer.fade_in_frames,
        fade_out_frames=layer.fade_out_frames,
        volume_points=volume_points(layer.keyframes.get("volume", ())),
    )
    return content, box


def _gain(layer: "VideoLayer") -> float:
    if layer.muted:
        return 0.0
    return layer.volume if layer.gain_db is None else 10 ** (layer.gain_db / 20)


register("video", plan)
