"""The programs in docs/verify.md and docs/testing.md run, and so does the sample project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "samples/pytest-project"


def programs(name):
    page = (ROOT / "docs" / name).read_text()
    return re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def run(folder):
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_sample_project_passes_with_the_tests_of_the_page(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(PROJECT, project)
    goldens = project / "goldens"
    shutil.copy(next(goldens.iterdir()), goldens / "test_the_end_card-0040.png")
    (project / "test_page.py").write_text(programs("testing.md")[0])
    result = run(project)
    assert "8 passed" in result.stdout, result.stdout + result.stderr


def test_the_builders_of_the_page_work():
    exec(compile(programs("testing.md")[1], "testing.md", "exec"), {})  # noqa: S102 - our own page


def test_the_library_call_of_the_page_works(tmp_path):
    program = compile(programs("verify.md")[0], "verify.md", "exec")
    exec(program, {"folder": tmp_path})  # noqa: S102 - our own page
