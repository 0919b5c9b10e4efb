"""When layers are shown."""

from collections.abc import Iterator

from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register


def find(subject: Subject) -> Iterator[Finding]:
    """Find layers that are outside what they lie in, wholly or with their ends."""
    for placed in subject.layers:
        layer, parent = placed.layer, placed.parent_frames
        what = "group" if placed.path.count(".layers") > 1 else "scene"
        what = "composition" if placed.path.startswith("overlays[") else what
        if parent and not placed.frames:
            yield Finding(
                "never-shown",
                f"{placed.path}.startFrame",
                f"the layer is never shown: it starts at frame {layer.start_frame} of a {what} "
                f"with {parent} frames",
            )
            continue
        end = layer.start_frame + (layer.duration_frames or 0)
        if layer.duration_frames is not None and end > parent:
            yield Finding(
                "layer-cut-off",
                f"{placed.path}.durationFrames",
                f"the layer ends at frame {end} of a {what} with {parent} frames",
                f"write {parent - layer.start_frame}, or leave it out to last to the end",
                f"at most {parent - layer.start_frame} frames",
            )


register(
    Check(
        "never-shown",
        "warning",
        "A layer lies wholly outside its scene.",
        bad='{"durationFrames": 90, "layers": [{"type": "text", "text": "Late",'
        ' "startFrame": 120}]}',
        good='{"durationFrames": 90, "layers": [{"type": "text", "text": "Late",'
        ' "startFrame": 60}]}',
    ),
    Check(
        "layer-cut-off",
        "warning",
        "A layer is to last longer than what it lies in.",
        why="An exit that is timed from its end is never seen.",
        bad='{"durationFrames": 90, "layers": [{"type": "text", "text": "Long",'
        ' "startFrame": 30, "durationFrames": 90}]}',
        good='{"durationFrames": 90, "layers": [{"type": "text", "text": "Long",'
        ' "startFrame": 30, "durationFrames": 60}]}',
    ),
    find=find,
)
