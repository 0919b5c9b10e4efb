"""What docs/serve.md shows works."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from render.cli.app import app
from render.serve import serve_folder
from tests.docs.test_examples import ROOT

PAGE = (ROOT / "docs/serve.md").read_text()
KEYS = {"assets/latte.jpg", "assets/latte_800w.jpg"}


def block(language):
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_program_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "serve.md", "exec"), {})  # noqa: S102 - our own document
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")


def test_the_options_are_those_of_the_command():
    from typer.main import get_command  # noqa: PLC0415

    command = get_command(app).commands["assets"].commands["serve"]
    there = {name for option in command.params for name in option.opts if name.startswith("--")}
    shown = {name for line in PAGE.splitlines() if line.startswith("| `--")
             for name in re.findall(r"`(--[\w-]+)", line)}  # fmt: skip
    assert shown == there


@pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")
def test_the_request_by_hand_is_answered_as_shown(tmp_path):
    for key in KEYS:
        path = Path(tmp_path / key)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff\xd8\xff")
    with serve_folder(tmp_path) as server:
        variables = {"WAVEMAKER_API_URL": server.url, "WAVEMAKER_API_KEY": server.api_key}
        said = subprocess.run(
            ["sh", "-c", block("sh")], capture_output=True, env=os.environ | variables, check=True
        ).stdout
    urls, shown = json.loads(said)["urls"], json.loads(block("json"))["urls"]
    assert urls.keys() == shown.keys() == KEYS
    for key, url in shown.items():
        shape = re.escape(url).replace("8787", r"\d+").replace(r"\.\.\.", r"\w+")
        assert re.fullmatch(shape, urls[key])
