"""What moves: keyframes and animations inside the time of their layer."""

from collections.abc import Iterator

from render.checks.finding import Finding, PlacedLayer, Subject
from render.checks.registry import Check, register
from schemas import Animation


def find(subject: Subject) -> Iterator[Finding]:
    """Find movement that nobody sees, because its layer is not there."""
    for placed in subject.layers:
        if placed.frames:
            yield from _late_keyframes(placed)
            yield from _long_animations(placed)


def _late_keyframes(placed: PlacedLayer) -> Iterator[Finding]:
    frames = placed.frames - min(0, placed.layer.start_frame)
    for name, track in placed.layer.keyframes.items():
        late = next((index for index, each in enumerate(track) if each.frame > frames), None)
        if late is not None:
            yield Finding(
                "keyframe-outside",
                f"{placed.path}.keyframes.{name}[{late}].frame",
                f"the keyframe is at frame {track[late].frame} of a layer with {frames} frames",
                "keyframes count from the start of their layer",
                f"at most {frames}",
            )


def _long_animations(placed: PlacedLayer) -> Iterator[Finding]:
    layer, shown = placed.layer, placed.frames
    enter, leave = _frames(layer.enter), _frames(layer.exit)
    for way, frames in (("enter", enter), ("exit", leave)):
        if frames > shown:
            yield Finding(
                "animation-too-long",
                f"{placed.path}.{way}.durationFrames",
                f"the {way} takes {frames} frames, the layer is shown for {shown}",
                "make it shorter, or the layer longer",
                f"at most {shown} frames",
            )
            return
    if enter and leave and enter + leave > shown:
        yield Finding(
            "animation-too-long",
            f"{placed.path}.exit.durationFrames",
            f"enter and exit take {enter + leave} frames together, the layer is shown for {shown}",
            "make one of them shorter, or the layer longer",
            f"at most {shown} frames together",
        )


def _frames(animation: Animation | None) -> int:
    """Return how long an animation takes as far as that is written."""
    if animation is None or animation.duration_frames is None:
        return 0
    return animation.delay_frames + animation.duration_frames


register(
    Check(
        "keyframe-order",
        "error",
        "Keyframes are not in the order of their frames.",
        bad='{"type": "shape", "keyframes": {"opacity": [{"frame": 30, "value": 0},'
        ' {"frame": 0, "value": 1}]}}',
        good='{"type": "shape", "keyframes": {"opacity": [{"frame": 0, "value": 0},'
        ' {"frame": 30, "value": 1}]}}',
        binding=True,
    ),
    needs="text",
)
register(
    Check(
        "keyframe-outside",
        "warning",
        "A keyframe lies after the end of its layer, so its value is never reached.",
        bad='{"type": "shape", "durationFrames": 60, "keyframes": {"opacity":'
        ' [{"frame": 0, "value": 0}, {"frame": 80, "value": 1}]}}',
        good='{"type": "shape", "durationFrames": 60, "keyframes": {"opacity":'
        ' [{"frame": 0, "value": 0}, {"frame": 50, "value": 1}]}}',
    ),
    Check(
        "animation-too-long",
        "warning",
        "An enter or exit, or both together, take longer than their layer is shown.",
        bad='{"type": "text", "text": "Hello", "durationFrames": 20,'
        ' "enter": {"preset": "fade", "durationFrames": 30}}',
        good='{"type": "text", "text": "Hello", "durationFrames": 60,'
        ' "enter": {"preset": "fade", "durationFrames": 30}}',
    ),
    find=find,
)
