"""What docs/variants.md shows of batches works as it is written."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.assets.patterns import Numbered, write_numbered

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/variants.md").read_text()
SECTION = re.search(r"^## Batch\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL).group(1)


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL).group(1)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "photos/sub").mkdir(parents=True)
    for name in ("a.jpg", "sub/b.png"):
        Image.new("RGB", (1200, 900), "#336699").save(tmp_path / "photos" / name)
    (tmp_path / "photos/notes.txt").write_text("some notes")
    write_numbered(tmp_path, Numbered(frame_count=10, suffix=".mov"), "clip")
    (tmp_path / "mine.toml").write_text('[[image]]\nsuffix = "_1600w"\nwidth-px = 1600\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line):
    """Run a line as a shell would, the command being the one of this tree."""
    command = f'wavemaker() {{ "{sys.executable}" -m render.cli "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_commands_do_what_is_written_beside_them(folder):
    lines = block("sh").splitlines()
    beside, into, plan, profiles, keys = lines
    for line in lines:
        result = run(line)
        assert result.returncode == 0, (line, result.stderr)
        if line == beside:
            assert (folder / "photos/sub/b_800w.jpg").exists()
        elif line == into:
            assert (folder / "out/sub/b_800w.jpg").exists()
            assert (folder / "out/clip_web.mp4").exists()
        elif line == plan:
            assert "1 unchanged" in result.stderr
        elif line == profiles:
            assert "2 made (2 files" in result.stderr
            assert (folder / "photos/a_1600w.jpg").exists()
        else:
            assert line == keys
            *outcomes, _ = map(json.loads, result.stdout.splitlines())
            assert [outcome["original"] for outcome in outcomes] == ["photos/sub/b.png"]


def test_the_lines_of_json_are_those_that_are_written(folder):
    shown = [json.loads(line) for line in block("jsonl").splitlines()]
    (folder / "photos/sub/b.png").unlink()
    printed = run("wavemaker variants photos --json").stdout.splitlines()
    *outcomes, summary = map(json.loads, printed)
    *shown_outcomes, shown_summary = shown
    by_name = {outcome["original"]: outcome for outcome in outcomes}
    for expected in shown_outcomes:
        found = by_name.pop(expected["original"])
        assert found.keys() == expected.keys()
        for key in ("status", "kind", "reason", "error"):
            assert found[key] == expected[key]
        for variant, written in zip(found["variants"], expected["variants"], strict=True):
            assert variant.keys() == written.keys()
            assert (variant["width_px"], variant["height_px"]) == (
                written["width_px"],
                written["height_px"],
            )
    assert by_name == {}
    measured = ("seconds", "size_bytes")
    assert [(k, v) for k, v in summary["summary"].items() if k not in measured] == [
        (k, v) for k, v in shown_summary["summary"].items() if k not in measured
    ]


def test_the_program_runs(folder, capsys):
    exec(compile(block("python"), "variants.md", "exec"), {})  # noqa: S102 - our own document
    assert (folder / "out/a_400w.jpg").exists()
    assert f"{folder}/out/a_400w.jpg 400 300" in capsys.readouterr().out
