"""A scene: a stretch of the composition with its own background and layers."""

from schemas.layers import Layer
from schemas.media import take_medium
from schemas.model import Draft, Model
from schemas.motion import Motion, Transition
from schemas.paint import Paint
from schemas.values import AssetKey, Frames, Id, Name, SomeFrames


class Scene(Model):
    """A stretch of the composition.

    Attributes:
        id: Unique in the composition: scene-1.
        name: For people.
        start_frame: Composition frame. Unset, after the scene before.
        duration_frames: How long it is shown, transitions included.
        background: A colour or a gradient. Unset, $background.
        asset: Shorthand: this image or video covers the frame under `layers`.
        motion: Camera movement on that asset. Unset, the style decides.
        layers: Later ones lie on top.
        transition: How the scene comes in over the one before. Unset, as the motion language
            does, where one is named and the scenes meet; else a cut. null is a cut.
    """

    id: Id
    name: Name | None = None
    start_frame: Frames | None = None
    duration_frames: SomeFrames
    background: Paint | None = None
    asset: AssetKey | None = None
    motion: Motion | None = None
    layers: tuple[Layer, ...] = ()
    transition: Transition | None = None

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Read the medium in any of its spellings."""
        take_medium(draft)
