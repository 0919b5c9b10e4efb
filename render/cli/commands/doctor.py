"""`wavemaker doctor`."""

from render.cli.console import guarded
from render.cli.options import Json


def doctor(*, json: Json = False) -> None:
    """Check the installation with a real render, and say what to fix; exit code 1 if it fails."""
    with guarded(as_json=json):
        from render.cli.doctor import run_doctor  # noqa: PLC0415

        run_doctor(as_json=json)
