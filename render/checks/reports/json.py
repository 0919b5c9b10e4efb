"""JSON: one entry a file."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from render.checks.run import Checked


def write(files: Sequence[Checked]) -> str:
    """Return a list with one object a file."""
    return json.dumps(
        [
            {
                "file": checked.name,
                "valid": checked.valid,
                "problems": [asdict(problem) for problem in checked.problems],
            }
            for checked in files
        ],
        indent=2,
        ensure_ascii=False,
    )
