"""The `wavemaker` command: read arguments, call the library, show progress. Nothing else."""


def main() -> None:
    """Run the command; the process ends with its exit code."""
    from render.cli.app import run  # noqa: PLC0415 - importing the package must cost nothing

    run()
