"""What the planning of a film finds, when the media are looked at."""

from render.checks.registry import Check, register

register(
    Check(
        "not-drawn-yet",
        "warning",
        "The format has something that is not drawn yet.",
        bad='{"type": "shape", "keyframes": {"focalX": [{"frame": 0, "value": 0}]}}',
        good='{"type": "shape", "keyframes": {"x": [{"frame": 0, "value": 0}]}}',
    ),
    Check(
        "no-effect",
        "warning",
        "Something is said that does nothing here.",
        bad='[{"id": "a", "durationFrames": 60}, {"id": "b", "durationFrames": 60,'
        ' "transition": {"type": "crossfade", "durationFrames": 20, "direction": "left"}}]',
        good='[{"id": "a", "durationFrames": 60}, {"id": "b", "durationFrames": 60,'
        ' "transition": {"type": "wipe", "durationFrames": 20, "direction": "left"}}]',
    ),
    needs="assets",
)
