"""How much a composition asks for, before anything of it is made."""

from collections.abc import Iterable

from schemas import Composition, GroupLayer
from schemas.layers import Layer


def drawn_pixels(composition: Composition) -> int:
    """Return a bound on the work: design pixels times frames, for the canvas and for each layer.

    Every layer counts as if it covered the canvas as long as it is there, so this says how much a
    composition could cost, not what it will.
    """
    frames = composition.total_duration_frames
    shown = frames + _layer_frames(composition.overlays, frames)
    for scene in composition.scenes:
        shown += min(scene.duration_frames, frames)
        shown += _layer_frames(scene.layers, min(scene.duration_frames, frames))
    width, height = composition.design_size_px
    return shown * width * height


def _layer_frames(layers: Iterable[Layer], frames: int) -> int:
    """Return for how many frames layers are shown, added up, in so many frames of their parent."""
    total = 0
    for layer in layers:
        start, lasts = layer.start_frame, layer.duration_frames
        end = frames if lasts is None else min(frames, start + lasts)
        own = max(0, end - max(0, start))
        total += own
        if isinstance(layer, GroupLayer):
            total += _layer_frames(layer.layers, own)
    return total
