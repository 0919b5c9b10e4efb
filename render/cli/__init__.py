"""The `wavemaker` command: read arguments, call the library, show progress. Nothing else."""


def main() -> None:
    """Run the command; the process ends with its exit code."""
    import gc  # noqa: PLC0415 - importing the package must cost nothing
    import os  # noqa: PLC0415

    from render.threads import ONE_THREAD  # noqa: PLC0415

    os.environ.update(ONE_THREAD | os.environ)  # before NumPy is imported
    # What is imported stays: looking through it for garbage takes a tenth of the start.
    gc.set_threshold(20_000)
    from render.cli.app import run  # noqa: PLC0415

    run()
