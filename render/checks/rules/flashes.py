"""Pictures that flash."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from render.checks.finding import Finding
from render.checks.registry import Check, register

if TYPE_CHECKING:
    from render.checks.rehearsal.stage import Rehearsal


def find(rehearsal: "Rehearsal") -> Iterator[Finding]:
    """Find stretches that flash more than three times a second."""
    for flash in rehearsal.flashes:
        shown = [
            index
            for index, scene in enumerate(rehearsal.timeline.scenes)
            if flash.start_frame in scene.on_screen
        ]
        path = rehearsal.timeline.scenes[shown[-1]].path if shown else ""
        yield Finding(
            "flashes",
            path,
            f"frames {flash.start_frame} to {flash.end_frame - 1} flash {flash.count} times within "
            "a second, which can cause seizures",
            "flash less often, smaller than a quarter of the picture, or less bright",
            "at most 3",
        )


_FLASHING = ", ".join(f'{{"frame": {at}, "value": {at // 4 % 2}}}' for at in range(0, 40, 4))
_BREATHING = ", ".join(f'{{"frame": {at}, "value": {at // 30 % 2}}}' for at in range(0, 60, 30))
_PULSE = (
    '{{"durationFrames": 60, "background": "#000000", "layers": [{{"type": "shape", "fill": "#fff",'
    ' "size": {{"width": "100%", "height": "100%"}}, "keyframes": {{"opacity": [{}]}}}}]}}'
)

register(
    Check(
        "flashes",
        "error",
        "The picture flashes more than three times a second (WCAG 2.2, 2.3.1).",
        why="Such pictures can cause seizures.",
        bad=_PULSE.format(_FLASHING),
        good=_PULSE.format(_BREATHING),
    ),
    needs="assets",
    find=find,
)
