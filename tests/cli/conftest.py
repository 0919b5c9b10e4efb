"""Run the command in this process, or as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def wavemaker():
    """Return a function that runs the command here; its result has exit_code, stdout, stderr."""
    from render.cli.app import app  # noqa: PLC0415 - a test looks at what importing brings

    def run(*arguments, **how):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], **how)
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result

    before = signal.getsignal(signal.SIGTERM)
    yield run
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.fixture
def start():
    """Return a function that starts the command in a process group of its own, as a shell does."""
    started = []

    def run(*arguments, code="from render.cli import main; main()", **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | environment, process_group=0,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a composition and returns its path."""

    def to_file(document, name="composition.json"):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    return to_file
