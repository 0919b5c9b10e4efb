"""A layer with everything concrete: when it is shown, where, how it moves, and what it shows."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from render.animation.keyframes import Track
from render.animation.pose import REST, Pose
from render.animation.presets import PRESETS, Stage
from render.assets.media import NOT_IN_KEY
from render.canvas.affine import Affine
from render.canvas.ops import Draw, DrawList, Isolate
from render.layers.context import Scope
from render.layers.dressing import Box, dressed
from render.layers.exposure import Exposure, expose
from render.layers.finish import Finish
from render.layers.movement import PlannedAnimation, PlannedLoop, moving_parts
from render.layers.placement import Placement, posed, turned
from render.layers.registry import Content, Paged
from render.layers.staging import Staging
from render.layers.vector import ShapeSource, rounded_rectangle
from render.timebase import FrameRange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up"}
_PLAIN = Finish()
_SIZES = (("scale", "scale"), ("scaleX", "stretch_x"), ("scaleY", "stretch_y"))
_PLACES = ("x", "y", "scale", "scaleX", "scaleY", "rotation", "opacity")
"""What moves a picture without changing it."""
_STRAIGHT = 1e-9
_AFTER_ALL_KEYFRAMES = 1 << 62


@dataclass(frozen=True)
class PlannedLayer:
    """One layer, ready to be drawn at any of its frames by itself.

    Attributes:
        span: When it is shown, in the parent's frames.
        content: What it shows.
        placement: Where it rests.
        opacity: At rest, [0, 1].
        enter, exit: Animations at the ends of the span.
        loop: How it moves all the while.
        tracks: Keyframes by property: opacity, scale, rotation, x, y, width, height, cornerRadius,
            colours, and what the content moves itself (its `numbers`).
        corner_radius: Of the box, in design pixels; the content is cut to the rounded box.
        clip: Whether the content is cut to its box (where anything can be seen beside it).
        finish: What is done to its picture: effects, border, mask, shadow, blend mode.
        shutter: How long the shutter is open while the layer moves, in frames; 0 blurs nothing.
        path: JSON path, for messages.
    """

    span: FrameRange
    content: Content
    placement: Placement
    opacity: float = 1.0
    enter: PlannedAnimation | None = None
    exit: PlannedAnimation | None = None
    loop: PlannedLoop | None = None
    tracks: tuple[tuple[str, Track], ...] = ()
    corner_radius: float = 0.0
    clip: bool = False
    finish: Finish = _PLAIN
    shutter: float = 0.0
    path: str = field(default="", metadata=NOT_IN_KEY)

    def draw(self, parent_frame: int, scope: Scope) -> DrawList:
        """Turn a frame number of the parent into draw operations; none when not shown."""
        if parent_frame not in self.span:
            return ()
        frame = parent_frame - self.span.start
        if not self._rests_at(frame):
            return self._drawn_at(frame, scope)
        # A logo or a standing line of text is the same for seconds: it is worked out once.
        kept: tuple[Scope, DrawList] | None = self.__dict__.get("_at_rest_ops")
        if kept is None or kept[0] != scope:
            kept = self.__dict__["_at_rest_ops"] = (scope, self._drawn_at(frame, scope))
        return kept[1]

    def _rests_at(self, frame: int) -> bool:
        """Tell whether the layer shows the same as at any other frame it rests at."""
        moves = self.content.moves or self.tracks or self.loop or self.finish.moves
        return not moves and self._is_entered(frame)

    def is_settled(self, parent_frame: int) -> bool:
        """Tell whether it is shown at a frame of the parent, all of it come in and none leaving."""
        return parent_frame in self.span and self._is_entered(parent_frame - self.span.start)

    def _is_entered(self, frame: int) -> bool:
        parts = self._part_count()
        since, left = frame - self._blurred_frames, len(self.span) - frame - self._blurred_frames
        entered = self.enter is None or since >= self.enter.total_frames(parts)
        return entered and (self.exit is None or left >= self.exit.total_frames(parts))

    @property
    def _blurred_frames(self) -> int:
        """How many frames before and after a movement still show some of it."""
        return 1 if self.shutter else 0

    def _drawn_at(self, frame: int, scope: Scope) -> DrawList:
        exposure = self._exposure(frame, scope) if self.shutter else None
        if exposure is None:
            ops = self._picture(frame, frame, scope)
        else:
            ops = exposure.joined(
                [self._picture(moment, frame, scope) for moment in exposure.moments]
            )
        if not self.finish.joins:
            return ops
        pose = self._pose(frame, None, 1, scope)
        return self.finish.put_down(ops, self._opacity_at(frame, pose))

    def _exposure(self, frame: int, scope: Scope) -> Exposure | None:
        """Return at which moments the layer is drawn for a frame; None when it stands still."""
        animated = dict(self.tracks)
        parent = scope.to_canvas @ self._settled(self._at_rest(animated), scope)

        def points_at(moment: float) -> list[tuple[float, float]]:
            place = self._placement_at(moment, animated)
            to_canvas = parent @ posed(place, self._pose(moment, None, 1, scope))
            boxes = [(0.0, 0.0, place.width, place.height)]
            maps = [to_canvas]
            parts: Sequence[Box] = getattr(self.content, "parts", ())
            for part, box in enumerate(parts):
                left, top, width, height = box
                pose = self._pose(moment, part, len(parts), scope)
                about = turned(pose).about(left + width / 2, top + height / 2)
                boxes.append(box)
                maps.append(to_canvas @ Affine.translation(pose.dx, pose.dy) @ about)
            return [
                point
                for (left, top, width, height), box_map in zip(boxes, maps, strict=True)
                for point in (
                    box_map.point(left, top),
                    box_map.point(left + width, top),
                    box_map.point(left, top + height),
                    box_map.point(left + width, top + height),
                )
            ]

        return expose(points_at, frame, self.shutter, scope.output_size_px)

    def _opacity_at(self, moment: float, pose: Pose) -> float:
        animated = dict(self.tracks)
        opacity = animated["opacity"].number(moment) if "opacity" in animated else self.opacity
        return min(max(opacity, 0.0), 1.0) * pose.opacity

    def _picture(self, moment: float, frame: int, scope: Scope) -> DrawList:
        """Draw the layer as it lies at a moment.

        Args:
            moment: In the layer's own frames, with parts of a frame.
            frame: The whole frame that is shown: its media are those of the frame.
            scope: The parent's coordinate system.
        """
        animated = dict(self.tracks)
        place = self._placement_at(moment, animated)
        by = moving_parts(self.enter, self.exit, self.loop)
        pose = self._pose(moment, None, 1, scope)
        opacity = self._opacity_at(moment, pose)
        at_rest = self._at_rest(animated)
        parent = scope.to_canvas @ self._settled(at_rest, scope)
        to_canvas = parent @ posed(place, pose)
        if opacity <= 0 or min(place.width, place.height) <= 0 or to_canvas.determinant == 0:
            return ()
        staging = Staging(
            to_canvas=to_canvas,
            at_rest=scope.at_rest @ _at_its_largest(at_rest, animated).matrix(),
            scope=scope,
            width=place.width,
            height=place.height,
            opacity=1.0 if self.finish.joins else opacity,
            parts=by,
            pose_of=lambda part, parts: self._pose(moment, part, parts, scope),
            numbers={
                name: track.number(moment)
                for name, track in self.tracks
                if len(track.values[0]) == 1
            },
            changing=any(
                track.at(frame) != track.at(frame + 1)
                for name, track in self.tracks
                if name not in _PLACES
            ),
            colors={
                name: tuple(round(min(max(v, 0), 255)) for v in track.at(moment))  # type: ignore[misc]
                for name, track in self.tracks
                if len(track.values[0]) == 4  # noqa: PLR2004 - RGBA
            },
        )
        ops = self.content.draw(frame, len(self.span), staging)
        radius = self._corner_radius_at(frame, animated)
        if radius > 0 or (self.clip and not staging.fills_output):
            ops = _cut_to_box(ops, staging, radius)
        ops = self.finish.applied(ops, frame, self.span.start + frame, staging)
        return dressed(ops, pose, parent @ place.matrix(), (0, 0, place.width, place.height))

    def seen_in(self, window: FrameRange) -> "PlannedLayer | None":
        """Return the layer as far as a window of parent frames can show it, or None.

        What cannot be seen from inside the window is taken out, so that it does not decide about
        the window's key: a finished enter, an exit still to come and, where nothing else moves,
        when the layer began and ends.
        """
        if not self.span.overlaps(window):
            return None
        layer = replace(self, finish=self.finish.seen_in(window))
        seen = self.span.intersection(window)
        if isinstance(self.content, Paged):
            content = self.content.seen_in(seen.shifted(-self.span.start))
            layer = replace(layer, content=content)
        parts, still = self._part_count(), self._blurred_frames
        if layer.enter and seen.start - self.span.start - still >= layer.enter.total_frames(parts):
            layer = replace(layer, enter=None)
        if layer.exit and self.span.end - seen.end - still >= layer.exit.total_frames(parts):
            layer = replace(layer, exit=None)
        moves = layer.loop or layer.tracks or layer.finish.moves
        if isinstance(layer.content, Paged):
            if not (layer.enter or layer.exit or moves):
                content = layer.content.shifted(layer.span.start - seen.start)
                layer = replace(layer, span=seen, content=content)
        elif not (layer.enter or layer.exit or moves or layer.content.moves):
            layer = replace(layer, span=seen)
        return layer

    def shifted(self, frames: int) -> "PlannedLayer":
        """Return the layer for a parent whose frames are counted from elsewhere."""
        return replace(self, span=self.span.shifted(frames), finish=self.finish.shifted(frames))

    def _part_count(self) -> int:
        return len(getattr(self.content, "parts", ())) or 1

    def _placement_at(self, frame: float, animated: dict[str, Track]) -> Placement:
        rest = self.placement
        if not animated:
            return rest

        def value(name: str, otherwise: float) -> float:
            return animated[name].number(frame) if name in animated else otherwise

        return Placement(
            x=value("x", rest.x),
            y=value("y", rest.y),
            anchor_x=rest.anchor_x,
            anchor_y=rest.anchor_y,
            width=value("width", rest.width),
            height=value("height", rest.height),
            scale=value("scale", rest.scale),
            rotation_degrees=value("rotation", rest.rotation_degrees),
            stretch_x=value("scaleX", rest.stretch_x),
            stretch_y=value("scaleY", rest.stretch_y),
        )

    def _corner_radius_at(self, frame: int, animated: dict[str, Track]) -> float:
        """Return what the box is cut to; a content with an outline rounds that one itself."""
        if "cornerRadius" not in animated or "cornerRadius" in getattr(self.content, "numbers", ()):
            return self.corner_radius
        return max(animated["cornerRadius"].number(frame), 0.0)

    def _at_rest(self, animated: dict[str, Track]) -> Placement:
        """Return where the keyframes leave the layer."""
        return self._placement_at(_AFTER_ALL_KEYFRAMES, animated)

    def _pose(self, frame: float, part: int | None, parts: int, scope: Scope) -> Pose:
        """Return the pose of a part, or of the whole layer (None): each has animations of its own.

        A layer may rise as one, and its words wave.
        """
        pose, index = REST, part or 0
        ways: list[tuple[PlannedAnimation | PlannedLoop | None, Callable[[Stage], Pose]]] = [
            (self.enter, lambda stage: self._entering(frame, index, parts, stage)),
            (self.exit, lambda stage: self._leaving(frame, index, parts, stage)),
            (self.loop, lambda stage: self._looping(frame, index, parts, stage)),
        ]
        for animation, at in ways:
            if animation is not None and (animation.by == "layer") == (part is None):
                pose = pose @ at(self._stage(part, scope, animation.direction))
        return pose

    def _entering(self, frame: float, part: int, parts: int, stage: Stage) -> Pose:
        enter = self.enter
        if enter is None:
            return REST
        return PRESETS[enter.preset](enter.presence_entering(frame, part, parts), stage)

    def _leaving(self, frame: float, part: int, parts: int, stage: Stage) -> Pose:
        leave = self.exit
        if leave is None:
            return REST
        presence = leave.presence_leaving(len(self.span) - frame, part, parts)
        # An exit is an enter backwards: what is to move left comes, backwards, from the left.
        stage = replace(stage, direction=_OPPOSITE.get(stage.direction or ""))
        return PRESETS[leave.preset](presence, stage)

    def _looping(self, frame: float, part: int, parts: int, stage: Stage) -> Pose:
        loop = self.loop
        if loop is None:
            return REST
        return PRESETS[loop.preset].in_loop(loop.phase(frame, part, parts), stage)

    def _stage(self, part: int | None, scope: Scope, direction: str | None) -> Stage:
        place = self.placement
        boxes: Sequence[Box] = getattr(self.content, "parts", ())
        return Stage(
            width=place.width * place.scale,
            height=place.height * place.scale,
            left=place.x - place.anchor_x * place.width * place.scale,
            top=place.y - place.anchor_y * place.height * place.scale,
            canvas_width=scope.canvas_width,
            canvas_height=scope.canvas_height,
            direction=direction,
            part_size=None if part is None or part >= len(boxes) else boxes[part][2:],
        )

    def _settled(self, at_rest: Placement, scope: Scope) -> Affine:
        """Return the small shift that puts a crisp layer on whole output pixels where it rests.

        It is the same at every frame, so it never makes a movement jump.
        """
        rest = scope.at_rest @ at_rest.matrix()
        if not self.content.crisp or abs(rest.b) > _STRAIGHT or abs(rest.c) > _STRAIGHT:
            return Affine()
        dx, dy = round(rest.tx) - rest.tx, round(rest.ty) - rest.ty
        back = scope.at_rest.inverse()
        return Affine.translation(back.a * dx + back.b * dy, back.c * dx + back.d * dy)


def _at_its_largest(at_rest: Placement, animated: dict[str, Track]) -> Placement:
    """Return a placement with the largest scale that keyframes give it."""
    largest = {
        field: max(abs(value) for (value,) in animated[name].values)
        for name, field in _SIZES
        if name in animated
    }
    return replace(at_rest, **largest) if largest else at_rest


def _cut_to_box(ops: DrawList, staging: Staging, corner_radius: float) -> DrawList:
    scale = staging.drawing_scale
    mask = rounded_rectangle(staging.width, staging.height, corner_radius)
    source = ShapeSource(mask, scale)
    matrix = staging.to_canvas @ Affine.scaling(1 / scale)
    return (Isolate(ops, 1.0, Draw(source, matrix)),) if ops else ()
