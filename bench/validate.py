"""How long `wavemaker validate` takes, cold: the sample, and 2,000 scenes.

python -m bench.validate
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import Goal

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLE = _ROOT / "samples" / "brooklyn-coffee" / "composition.json"
_SCENES = 2_000
_RUNS = 9
_SAMPLE_SECONDS, _LARGE_SECONDS = 0.5, 2.0


def large_composition() -> dict[str, object]:
    """Return a composition with as many scenes as there may be, two layers each."""
    scenes = []
    for number in range(_SCENES):
        scene: dict[str, object] = {
            "id": f"scene-{number}",
            "durationFrames": 30,
            "asset": f"assets/{number % 50}.jpg",
            "motion": {"preset": "zoom-in", "amount": 0.1},
            "layers": [
                {
                    "type": "text", "role": "heading", "text": f"Title {number}",
                    "position": "bottom-left", "color": "$accent",
                    "enter": {"preset": "rise", "by": "word"},
                },
                {
                    "type": "shape", "size": {"width": "50%", "height": 8}, "fill": "$primary",
                    "keyframes": {"opacity": [{"frame": 0, "value": 0}, {"frame": 9, "value": 1}]},
                },
            ],
        }  # fmt: skip
        if number:
            scene["transition"] = {"type": "crossfade", "durationFrames": 8}
        scenes.append(scene)
    palette = {"primary": "#333333", "accent": "#eeeeee"}
    return {
        "id": "large",
        "totalDurationFrames": 30 * _SCENES,
        "style": {"colorPalette": palette},
        "scenes": scenes,
    }


def seconds_to_validate(path: Path) -> float:
    """Return the wall time of validating a file in a process of its own.

    The least of several: other work of the machine only ever adds.
    """
    code = "from render.cli import main; main()"
    taken = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, "validate", str(path)],
            check=True,
            capture_output=True,
            cwd=_ROOT,
        )
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> int:
    """Measure both and print the goals."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.json"
        large.write_text(json.dumps(large_composition(), indent=1))
        goals = [
            Goal(
                "validate the sample",
                seconds_to_validate(_SAMPLE),
                _SAMPLE_SECONDS,
                at_most=True,
                unit=" s",
            ),
            Goal(
                f"validate {_SCENES:,} scenes",
                seconds_to_validate(large),
                _LARGE_SECONDS,
                at_most=True,
                unit=" s",
            ),
        ]
    for goal in goals:
        print(goal)
    return 0 if all(goal.reached for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
