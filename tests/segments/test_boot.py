"""What a worker waits for before its first frame."""

import subprocess
import sys

NOT_FOR_DRAWING = ("pydantic", "schemas.layers", "render.layers.plan", "typer", "httpx", "moviepy")


def test_workers_import_what_draws_and_not_what_reads_and_plans():
    found = f"[m for m in {NOT_FOR_DRAWING} if m in sys.modules]"
    code = f"import sys, render.segments.work; print({found})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
