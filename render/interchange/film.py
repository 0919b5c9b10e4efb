"""A timeline as clips of a plain MoviePy program, to hold the fast engine against.

One `VideoClip` with a mask a layer, one `CompositeVideoClip` a scene, one more for the scenes and
the transitions between them, overlays on top, all in painter's order. The timeline and what a layer
draws (sources and matrices) are shared with the fast engine. Everything after that is not: pixels
are R'G'B' floats, warped in `tiles.py`, composed by MoviePy, mixed in `mixes.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from moviepy import ColorClip, CompositeVideoClip, ImageClip, VideoClip
from numpy.typing import NDArray

from render.frames.draw import Plain, draw_frame, scope_of
from render.interchange.clock import duration_of, frame_at, middle_of, start_of
from render.interchange.mixes import MIXES, through_planes, to_bytes
from render.interchange.shelf import Shelf
from render.interchange.tiles import Brush, Tile
from render.layers.planned import PlannedLayer
from render.layers.studio import Studio
from render.text import FontBook
from render.text.spec import Fill as Shade
from render.timeline.model import PlannedScene, Timeline

if TYPE_CHECKING:
    from render.timebase import FrameRange

Rgb = NDArray[np.uint8]
"""`(height, width, 3)` uint8 sRGB."""

_TILES_BYTES = 96 << 20
"""A layer that covers a 1080p frame takes 14 MB."""

_PICTURES_BYTES = 32 << 20
"""Whole frames: the two sides of a transition, and those of one below it."""


class Film:
    """A timeline as one MoviePy clip without sound.

    Args:
        timeline: What to show.
        fonts: The fonts texts are drawn with.
        width_px, height_px: Size of the picture.

    Attributes:
        clip: The clip. Ask it in the middle of a frame's time; on the border between two, floats
            decide which of them it is.
        borrowed_transitions: Kinds of transition that this engine has not of its own.
    """

    def __init__(self, timeline: Timeline, fonts: FontBook, width_px: int, height_px: int) -> None:
        self._timeline = timeline
        self._size = (width_px, height_px)
        self._studio = Studio(fonts)
        self._brush = Brush(self._studio, width_px, height_px)
        self._tiles: Shelf[Tile] = Shelf(_TILES_BYTES, lambda tile: tile.size_bytes)
        self._pictures: Shelf[Rgb] = Shelf(_PICTURES_BYTES, lambda picture: picture.nbytes)
        self._backgrounds: dict[Shade, VideoClip] = {}
        self._scope = scope_of(timeline, width_px, height_px)
        self.borrowed_transitions: set[str] = set()
        self.clip = self._film()

    def rgb(self, frame: int) -> Rgb:
        """Return one frame as `(h, w, 3)` uint8 sRGB."""
        return _picture(self.clip, middle_of(frame, self._timeline.fps))

    def close(self) -> None:
        """Close the media files that are open."""
        self._studio.close()

    def _film(self) -> VideoClip:
        timeline = self._timeline
        background = self._background(timeline.background)
        shown: list[tuple[FrameRange, VideoClip]] = []
        for scene in timeline.scenes:
            picture = self._scene(scene)
            below = [clip for frames, clip in shown if frames.overlaps(scene.coming_in)]
            start_seconds = start_of(scene.start_frame, timeline.fps)
            shown.append((scene.on_screen, picture.with_start(start_seconds)))
            if scene.transition is not None:
                mixed = self._transition(scene, self._over(background, below), picture)
                shown.append((scene.coming_in, mixed))
        scenes = self._over(background, [clip for _, clip in shown])
        film = self._stacked(scenes, timeline.overlays, timeline.frame_count)
        return film.with_duration(duration_of(timeline.frame_count, timeline.fps))

    def _over(self, background: VideoClip, clips: Sequence[VideoClip]) -> VideoClip:
        if not clips:  # MoviePy takes the end of the last clip
            return background
        return CompositeVideoClip([background, *clips], size=self._size, use_bgclip=True)

    def _background(self, shade: Shade) -> VideoClip:
        if shade not in self._backgrounds:
            self._backgrounds[shade] = self._backdrop(shade)
        return self._backgrounds[shade]

    def _backdrop(self, shade: Shade) -> VideoClip:
        if isinstance(shade, tuple):
            return ColorClip(self._size, color=shade[:3])
        bare = replace(self._timeline, background=shade, scenes=(), overlays=())
        base = draw_frame(bare, 0, *self._size).base
        ops = base.ops if isinstance(base, Plain) else ()
        return ImageClip(self._brush.tile(ops).rgb)

    def _scene(self, scene: PlannedScene) -> VideoClip:
        background = self._background(scene.background)
        composed = self._stacked(background, scene.layers, len(scene.on_screen))
        fps = self._timeline.fps
        # A transition asks for the frame that lies hidden below it as well: it is drawn once.
        return self._clip(
            lambda frame: _picture(composed, middle_of(frame, fps)), len(scene.on_screen)
        )

    def _stacked(
        self, below: VideoClip, layers: Sequence[PlannedLayer], frame_count: int
    ) -> VideoClip:
        """Return layers over a clip; those that blend with what lies below take it as it is."""
        clips: list[VideoClip] = []
        for layer in layers:
            if layer.finish.blend == "normal":
                clips.append(self._layer(layer))
            else:
                below, clips = self._blending(self._over(below, clips), layer, frame_count), []
        return self._over(below, clips)

    def _blending(self, below: VideoClip, layer: PlannedLayer, frame_count: int) -> VideoClip:
        fps = self._timeline.fps

        def over(frame: int) -> Rgb:
            picture = _picture(below, middle_of(frame, fps))
            return self._brush.over(picture, layer.draw(frame, self._scope))

        return self._clip(over, frame_count)

    def _layer(self, layer: PlannedLayer) -> VideoClip:
        start, fps = layer.span.start, self._timeline.fps

        def tile_at(seconds: float) -> Tile:
            ops = layer.draw(start + frame_at(seconds, fps), self._scope)
            return self._tiles.get(ops, lambda: self._brush.tile(ops))

        clip = self._moving(lambda t: tile_at(t).rgb, len(layer.span))
        mask = self._moving(lambda t: tile_at(t).mask, len(layer.span), is_mask=True)
        placed = clip.with_mask(mask).with_position(
            lambda t: (tile_at(t).left_px, tile_at(t).top_px)
        )
        return placed.with_start(start_of(start, fps))

    def _transition(self, scene: PlannedScene, before: VideoClip, after: VideoClip) -> VideoClip:
        transition = scene.transition
        if transition is None:
            raise ValueError(f"{scene.path} comes in with a cut")
        fps = self._timeline.fps
        mix = MIXES.get(transition.kind)
        if mix is None:
            self.borrowed_transitions.add(transition.kind)
            mix = through_planes(transition.kind)

        def mixed(frame: int) -> Rgb:
            a = _picture(before, middle_of(scene.start_frame + frame, fps))
            b = _picture(after, middle_of(frame, fps))
            floats = (a.astype(np.float32), b.astype(np.float32))
            return to_bytes(mix(*floats, transition.moment(frame)))

        clip = self._clip(mixed, transition.duration_frames)
        return clip.with_start(start_of(scene.start_frame, fps))

    def _clip(self, picture: Callable[[int], Rgb], frame_count: int) -> VideoClip:
        """Return a clip of pictures by frame number; the latest are kept."""
        name, fps = object(), self._timeline.fps

        def at(seconds: float) -> Rgb:
            frame = frame_at(seconds, fps)
            return self._pictures.get((name, frame), lambda: picture(frame))

        return self._moving(at, frame_count)

    def _moving(
        self,
        at: Callable[[float], NDArray[np.generic]],
        frame_count: int,
        *,
        is_mask: bool = False,
    ) -> VideoClip:
        """Return a clip of a function of time.

        Given to the constructor, the function would be called for the clip's size: every layer of
        the film would be drawn at once.
        """
        clip = VideoClip(
            is_mask=is_mask,
            duration=duration_of(frame_count, self._timeline.fps),
            has_constant_size=False,
        )
        clip.frame_function = at
        clip.size = self._size
        return clip


def _picture(clip: VideoClip, seconds: float) -> Rgb:
    return np.asarray(clip.get_frame(seconds), np.uint8)
