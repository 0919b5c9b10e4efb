"""MoviePy takes half a second to import: only who uses it pays."""

import subprocess
import sys
from pathlib import Path


def test_the_package_imports_neither_moviepy_nor_pydub():
    code = (
        "import sys, render, render.interchange, render.pipeline\n"
        "print([name for name in ('moviepy', 'pydub') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
