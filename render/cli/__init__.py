"""The `wavemaker` command: read arguments, call the library, show progress. Nothing else."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command; the process ends with its exit code."""
    import gc  # noqa: PLC0415 - importing the package must cost nothing
    import os  # noqa: PLC0415
    import sys  # noqa: PLC0415
    from contextlib import suppress  # noqa: PLC0415

    from render.threads import ONE_THREAD  # noqa: PLC0415

    os.environ.update(ONE_THREAD | os.environ)  # before NumPy is imported
    # What is imported stays: looking through it for garbage takes a tenth of the start.
    gc.set_threshold(20_000)
    try:
        from render.cli.app import run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:  # before the command itself, which says more, has begun
        with suppress(OSError, ValueError):
            sys.stderr.write("error: interrupted\n")
        os._exit(130)
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # whoever read it has gone, or it is closed
                stream.flush()
        # All that was opened is closed; taking the libraries down takes another eighth of a second.
        os._exit(end.code if isinstance(end.code, int) else 1 if end.code else 0)
    raise AssertionError("the command line always exits")
