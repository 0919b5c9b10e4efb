"""The composition itself, and the API's envelope around it."""

from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import Field, field_validator

from schemas.audio import Audio
from schemas.layers import Layer
from schemas.model import Model
from schemas.named import AspectRatio
from schemas.names import AspectRatioName
from schemas.rate import Rate
from schemas.scene import Scene
from schemas.style import Style
from schemas.text import Captions
from schemas.values import EvenPixels, Id, Integer, SomeFrames, Text, at_least
from schemas.wording import refusal

DESIGN_SIZES_PX: Final[dict[AspectRatioName, tuple[int, int]]] = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
    "2:3": (1080, 1620),
}
"""Width and height of the design canvas: the short side is 1080."""


class Composition(Model):
    """A whole video.

    Attributes:
        version: Of the format.
        id: The composition's name for machines.
        title: The composition's name for people.
        aspect_ratio: Shape of the picture.
        width: Of the design canvas, even. Unset, from the aspect ratio.
        height: Likewise.
        fps: Frames a second, exact: 23.976, 29.97 and 59.94 mean the NTSC rationals.
        total_duration_frames: The output has exactly this many frames.
        scenes: One after the other.
        style: What layers take their looks from.
        audio: What is heard.
        captions: Burned-in captions over all scenes.
        overlays: Layers over all scenes, timed in composition frames.
        metadata: Carried along.
    """

    version: Integer = 1
    id: Id
    title: Text = ""
    aspect_ratio: AspectRatio = "16:9"
    width: EvenPixels | None = None
    height: EvenPixels | None = None
    fps: Rate = Fraction(30)
    total_duration_frames: SomeFrames
    scenes: Annotated[tuple[Scene, ...], at_least(1, "a composition needs at least one scene")]
    style: Style = Field(default_factory=Style)
    audio: Audio = Field(default_factory=Audio)
    captions: Captions | None = None
    overlays: tuple[Layer, ...] = ()
    metadata: dict[str, Any] = {}  # noqa: RUF012 - Pydantic copies defaults

    @field_validator("version", mode="after")
    @classmethod
    def _is_known(cls, version: int) -> int:
        if version != 1:
            raise refusal(
                "version",
                f"there is no version {version} of the format",
                hint="this reads version 1",
            )
        return version

    @property
    def design_size_px(self) -> tuple[int, int]:
        """Width and height of the design canvas in pixels.

        One side alone is completed by the aspect ratio, to an even number.
        """
        width, height = DESIGN_SIZES_PX[self.aspect_ratio]
        if self.width is not None and self.height is not None:
            return self.width, self.height
        if self.width is not None:
            return self.width, max(2, round(self.width * height / width / 2) * 2)
        if self.height is not None:
            return max(2, round(self.height * width / height / 2) * 2), self.height
        return width, height


class Envelope(Model):
    """A composition as the hosted API delivers it.

    Attributes:
        composition_id: The job's name for it.
        composition: The composition.
    """

    composition_id: Id | None = None
    composition: Composition
