"""When scenes are shown: the time rule, gaps and overlaps."""

from collections.abc import Iterator
from itertools import pairwise

from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register
from render.document.timing import transition_frames


def find(subject: Subject) -> Iterator[Finding]:
    """Find scenes that begin while the one before is still to be seen, and nobody sees it."""
    timing = subject.timing
    if timing.reading != "explicit":
        return
    scenes = subject.composition.scenes
    spans = zip(timing.starts, scenes, strict=True)
    for index, ((start, scene), (following, after)) in enumerate(pairwise(spans)):
        end = start + scene.duration_frames
        lost = end - following - transition_frames(after)
        # The earlier scene may run on under the transition, wholly or in part.
        if following > start and lost > 0:
            yield Finding(
                "scene-overlap",
                f"scenes[{index + 1}].startFrame",
                f"the scene covers the last {lost} frames of the one before it, which are never "
                "seen",
                f"begin at frame {end - transition_frames(after)}, or shorten the scene before to "
                f"{scene.duration_frames - lost} frames",
            )


register(
    Check(
        "duration-mismatch",
        "error",
        "The scenes do not add up to `totalDurationFrames`, neither one after the other nor with "
        "their transitions overlapping.",
        bad='{"totalDurationFrames": 170, "scenes": [{"id": "a", "durationFrames": 90},'
        ' {"id": "b", "durationFrames": 90, "transition": "crossfade"}]}',
        good='{"totalDurationFrames": 180, "scenes": [{"id": "a", "durationFrames": 90},'
        ' {"id": "b", "durationFrames": 90, "transition": "crossfade"}]}',
        binding=True,
    ),
    Check(
        "scene-outside",
        "error",
        "A scene begins after the composition is over.",
        bad='{"totalDurationFrames": 90, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 90}, {"id": "b", "startFrame": 90, "durationFrames": 30}]}',
        good='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 90}, {"id": "b", "startFrame": 90, "durationFrames": 30}]}',
        binding=True,
    ),
    Check(
        "scene-order",
        "error",
        "The scenes are not in the order of their `startFrame`.",
        bad='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 90,'
        ' "durationFrames": 30}, {"id": "b", "startFrame": 0, "durationFrames": 90}]}',
        good='{"totalDurationFrames": 120, "scenes": [{"id": "b", "startFrame": 0,'
        ' "durationFrames": 90}, {"id": "a", "startFrame": 90, "durationFrames": 30}]}',
        binding=True,
    ),
    Check(
        "scene-cut-off",
        "warning",
        "A scene goes on after the end of the composition.",
        bad='{"totalDurationFrames": 80, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 90}]}',
        good='{"totalDurationFrames": 90, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 90}]}',
    ),
    Check(
        "transition-too-long",
        "error",
        "A transition is longer than a scene it joins, or runs into the next transition.",
        bad='{"totalDurationFrames": 180, "scenes": [{"id": "a", "durationFrames": 90},'
        ' {"id": "b", "durationFrames": 90, "transition":'
        ' {"type": "wipe", "durationFrames": 120}}]}',
        good='{"totalDurationFrames": 180, "scenes": [{"id": "a", "durationFrames": 90},'
        ' {"id": "b", "durationFrames": 90, "transition":'
        ' {"type": "wipe", "durationFrames": 20}}]}',
        binding=True,
    ),
    Check(
        "uncovered-frames",
        "warning",
        "No scene covers some frames; they show the bare background.",
        bad='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 50}, {"id": "b", "startFrame": 60, "durationFrames": 60}]}',
        good='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 60}, {"id": "b", "startFrame": 60, "durationFrames": 60}]}',
    ),
    needs="text",
)
register(
    Check(
        "scene-overlap",
        "warning",
        "A scene begins while the one before is still on, and no transition joins them.",
        bad='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 80}, {"id": "b", "startFrame": 60, "durationFrames": 60}]}',
        good='{"totalDurationFrames": 120, "scenes": [{"id": "a", "startFrame": 0,'
        ' "durationFrames": 80}, {"id": "b", "startFrame": 60, "durationFrames": 60,'
        ' "transition": {"type": "crossfade", "durationFrames": 20}}]}',
    ),
    find=find,
)
