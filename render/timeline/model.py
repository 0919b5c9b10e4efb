"""The timeline: every scene, layer and transition concrete, and what is on screen at frame n."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from render.animation.easing import easing
from render.assets.media import NOT_IN_KEY, Media
from render.layers.planned import PlannedLayer
from render.text.spec import Fill
from render.timebase import FrameRange
from render.transitions import Moment


@dataclass(frozen=True)
class PlannedTransition:
    """How a scene comes in over the one before.

    Attributes:
        kind: Name in the table of transitions.
        duration_frames: 1 or more, from the scene's first frame on.
        direction: left, right, up, down, or None for the kind's own.
        easing: Name of an easing.
        picture: The asset of a kind that takes one.
        sound: "crossfade" or "cut": what the clips' own sound does meanwhile.
    """

    kind: str
    duration_frames: int
    direction: str | None = None
    easing: str = "easeInOutCubic"
    picture: Media | None = None
    sound: str = field(default="crossfade", metadata=NOT_IN_KEY)

    def progress(self, frame: int) -> float:
        """Return the eased progress at a frame of the transition, [0, 1].

        Neither end is shown: the frame before is wholly the first picture, the frame after wholly
        the second, so n frames lie at 1/(n+1) ... n/(n+1) before easing. Easings that overshoot are
        held at the ends: there is no picture beyond either.
        """
        return self._eased(frame + 1)

    def moment(self, frame: int) -> Moment:
        """Return what the transition's kind is told at a frame of it."""
        before, here, after = (self._eased(frame + step) for step in (0.5, 1, 1.5))
        # The slower half counts twice: what jumps from step to step is not blurred over the jump.
        pace = 2 * min(abs(here - before), abs(after - here))
        return Moment(here, self.direction, min(pace, 1.0), self.picture)

    def _eased(self, step: float) -> float:
        eased = easing(self.easing)(step / (self.duration_frames + 1))
        return min(max(eased, 0.0), 1.0)


@dataclass(frozen=True)
class PlannedScene:
    """One scene.

    Attributes:
        start_frame: In composition frames (in a slice: counted from the slice's first frame).
        duration_frames: Its own length.
        tail_frames: How long it runs on after that under the next scene's transition.
        background: What lies under its layers.
        layers: Back to front; they count frames from the scene's start.
        transition: How it comes in, or None for a cut.
        id, name, path: As in the document, for people.
    """

    start_frame: int
    duration_frames: int
    tail_frames: int
    background: Fill
    layers: tuple[PlannedLayer, ...]
    transition: PlannedTransition | None = None
    id: str = field(default="", metadata=NOT_IN_KEY)
    name: str = field(default="", metadata=NOT_IN_KEY)
    path: str = field(default="", metadata=NOT_IN_KEY)

    @property
    def on_screen(self) -> FrameRange:
        """When any of it can be seen, tail included."""
        end = self.start_frame + self.duration_frames + self.tail_frames
        return FrameRange(self.start_frame, end)

    @property
    def coming_in(self) -> FrameRange:
        """When its transition runs; empty for a cut."""
        length = self.transition.duration_frames if self.transition else 0
        return FrameRange(self.start_frame, self.start_frame + length)


@dataclass(frozen=True)
class Shot:
    """One scene fills the screen, at one of its frames."""

    scene: PlannedScene
    frame: int


@dataclass(frozen=True)
class Blend:
    """A transition between what was on screen and a scene.

    Attributes:
        before: What the scene comes in over; None is the bare background.
        after: The scene that comes in.
        transition: Its transition.
        frame: Of the transition, from 0.
    """

    before: "Shot | Blend | None"
    after: Shot
    transition: PlannedTransition
    frame: int

    @property
    def progress(self) -> float:
        """How far the transition is, eased, [0, 1]."""
        return self.transition.progress(self.frame)


OnScreen = Shot | Blend | None
"""What fills the screen under the overlays; None is the bare background."""


@dataclass(frozen=True)
class Timeline:
    """A whole composition, or a slice of it, ready to be drawn at any frame by itself.

    Attributes:
        frame_count: How many frames it has, exactly.
        fps: Frames a second.
        width, height: The design canvas.
        background: Where no scene is.
        scenes: In order of their start.
        overlays: Layers over all scenes, in composition frames.
    """

    frame_count: int
    fps: Fraction
    width: int
    height: int
    background: Fill
    scenes: tuple[PlannedScene, ...]
    overlays: tuple[PlannedLayer, ...]

    def on_screen(self, frame: int) -> OnScreen:
        """Return what fills the screen at a frame."""
        return self._on_screen(frame, len(self.scenes))

    def _on_screen(self, frame: int, below: int) -> OnScreen:
        """Return what the first `below` scenes show at a frame: the last one that is there."""
        for index in reversed(range(below)):
            scene = self.scenes[index]
            if frame not in scene.on_screen:
                continue
            shot = Shot(scene, frame - scene.start_frame)
            if scene.transition is None or frame not in scene.coming_in:
                return shot
            return Blend(self._on_screen(frame, index), shot, scene.transition, shot.frame)
        return None

    def seen_in(self, window: FrameRange) -> "Timeline":
        """Return the slice of the timeline that a window of frames shows, counted from its start.

        A slice holds nothing else: drawing its frame n gives the picture of frame
        `window.start + n`, and equal slices give equal pictures wherever they lie. This is what
        makes a segment a pure function of its slice.
        """
        scenes = []
        for scene in self.scenes:
            if not scene.on_screen.overlaps(window):
                continue
            local = window.intersection(scene.on_screen).shifted(-scene.start_frame)
            layers = (layer.seen_in(local) for layer in scene.layers)
            coming_in = scene.coming_in.overlaps(window)
            scenes.append(
                replace(
                    scene,
                    start_frame=scene.start_frame - window.start,
                    layers=tuple(layer for layer in layers if layer is not None),
                    transition=scene.transition if coming_in else None,
                )
            )
        overlays = (layer.seen_in(window) for layer in self.overlays)
        return replace(
            self,
            frame_count=len(window),
            scenes=tuple(scenes),
            overlays=tuple(layer.shifted(-window.start) for layer in overlays if layer is not None),
        )
