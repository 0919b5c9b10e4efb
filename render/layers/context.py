"""What a layer may know while it is planned and while it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from render.assets.media import Media
from render.canvas.affine import Affine
from render.captions.sources import Speech
from render.errors import AssetMissing, AssetUnreadable, Problem
from render.layers.ground import BlockPart, Ground
from render.style import StyleSheet
from render.text import FontBook

_SILENCE = Speech()
_BARE_GROUND = Ground()

NOTE_NOT_DRAWN = "not-drawn-yet"
"""Code of warnings about what the format has and the renderer leaves out."""


@dataclass
class Notes:
    """Warnings gathered while planning."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, message: str, hint: str | None = None, code: str = "note") -> None:
        """Note something the user should know; the same note is kept once."""
        problem = Problem(path, message, hint, severity="warning", code=code)
        if problem not in self.problems:
            self.problems.append(problem)


_TEXT_MARGIN = 0.085
"""Safe area of texts in parts of the canvas's short side; broadcast title safe is 5 % a side
(EBU R 95), and type set on that line already looks lost."""


@dataclass(frozen=True)
class PlanContext:
    """Where a layer stands and what it can use.

    Attributes:
        width, height: Size of the parent's box (the canvas, or a group's box) in design pixels.
        duration_frames: Length of the parent (a scene, the composition, a group).
        tail_frames: How long the parent is still seen after that, under the next transition.
        fps: Of the composition.
        media: Facts of every asset, by key.
        fonts: The registered fonts.
        style: Palette, typography and motion of the composition.
        notes: Where warnings go.
        path: JSON path of the layer.
        parts: What the layer's animations move as one: layer, line, word or char.
        start_frame: Composition frame that the parent's frame 0 lies on.
        speech: What is spoken in the composition, for captions.
        ground: What the style has to know about the list the layer is in.
        block: The layer's part in a block of texts that name no place; None for other layers.
    """

    width: float
    height: float
    duration_frames: int
    tail_frames: int
    fps: Fraction
    media: Mapping[str, Media]
    fonts: FontBook
    style: StyleSheet
    notes: Notes
    path: str
    parts: str = "layer"
    start_frame: int = 0
    speech: Speech = _SILENCE
    ground: Ground = _BARE_GROUND
    block: BlockPart | None = None

    @property
    def text_margin(self) -> float:
        """The room that texts leave to the edges, in design pixels."""
        return _TEXT_MARGIN * min(self.width, self.height)

    def at(self, path: str) -> "PlanContext":
        """Return the same context for another place in the document."""
        return replace(self, path=path)

    def asset(self, key: str) -> Media:
        """Return the facts of an asset.

        Raises:
            AssetMissing: It was not among the assets resolved for this composition.
        """
        if key not in self.media:
            raise AssetMissing("the asset was not resolved", where=key)
        return self.media[key]

    def picture(self, key: str, *, moving: bool = False) -> Media:
        """Return the facts of an asset that has a picture.

        Args:
            key: Asset key.
            moving: Whether the picture has to move.

        Raises:
            AssetError: It was not resolved, or has no such picture.
        """
        media = self.asset(key)
        if media.video is None and (moving or media.image is None):
            wanted = "a video" if moving else "an image or a video"
            raise AssetUnreadable(
                f"{wanted} is needed here, the file holds {_article(media.kind)}",
                where=key,
                hint=f"used at {self.path}"
                + "; an SVG is shown by a layer of type svg" * (media.kind == "drawing"),
            )
        return media

    def still(self, key: str) -> Media:
        """Return the facts of an asset that is a still picture.

        Raises:
            AssetError: It was not resolved, or is none.
        """
        media = self.asset(key)
        if media.image is None:
            raise AssetUnreadable(
                f"an image is needed here, the file holds {_article(media.kind)}",
                where=key,
                hint=f"used at {self.path}",
            )
        return media

    def drawing(self, key: str) -> Media:
        """Return the facts of an asset that is an SVG drawing.

        Raises:
            AssetError: It was not resolved, or is none.
        """
        media = self.asset(key)
        if media.drawing is None:
            raise AssetUnreadable(
                f"an SVG drawing is needed here, the file holds {_article(media.kind)}",
                where=key,
                hint=f"used at {self.path}; a picture is shown by a layer of type image",
            )
        return media

    def table(self, key: str) -> Media:
        """Return the facts of an asset that is a table of colours.

        Raises:
            AssetError: It was not resolved, or is none.
        """
        media = self.asset(key)
        if media.kind != "table":
            raise AssetUnreadable(
                f"a .cube colour table is needed here, the file holds {_article(media.kind)}",
                where=key,
                hint=f"used at {self.path}",
            )
        return media

    def length(self, value: float | str | None, whole: float) -> float | None:
        """Turn a size as written (`120`, `"50%"`, `"auto"`, None) into design pixels.

        Args:
            value: As written.
            whole: What 100 % is, in design pixels.

        Returns:
            Design pixels, or None for "auto" and None.
        """
        if value is None or value == "auto":
            return None
        if isinstance(value, str):
            return float(value.removesuffix("px").removesuffix("%")) * (
                whole / 100 if value.endswith("%") else 1
            )
        return float(value)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


@dataclass(frozen=True, slots=True)
class Scope:
    """The coordinate system a layer is drawn in.

    Attributes:
        to_canvas: From the parent's design pixels to output pixels, at this frame.
        canvas_width, canvas_height: Of the parent's box in design pixels.
        parent_at_rest: `to_canvas` where the parent rests; None for a parent that never moves.
        frame_size_px: Width and height of the output; None for a parent that fills it exactly.
    """

    to_canvas: Affine
    canvas_width: float
    canvas_height: float
    parent_at_rest: Affine | None = None
    frame_size_px: tuple[float, float] | None = None

    @property
    def at_rest(self) -> Affine:
        """From the parent's design pixels to output pixels where the parent rests."""
        return self.parent_at_rest or self.to_canvas

    @property
    def output_size_px(self) -> tuple[float, float]:
        """Width and height of the output."""
        return self.frame_size_px or self.to_canvas.point(self.canvas_width, self.canvas_height)
