"""The installed plugin, used as another project would."""

import json
import subprocess
import sys

import pytest

from render.testing import composition, scene

TEST = """
import numpy as np
import pytest
from render.testing import assert_frame

def test_red(composition, render_frame, render_range):
    assert composition.frame_count == 6
    assert np.abs(render_frame(0)[5, 5].astype(int) - (200, 0, 0)).max() < 4
    assert len(render_range(1, 4)) == 3

@pytest.mark.wavemaker("b.composition.json", resolution=None)
def test_other(composition, render_frame):
    assert render_frame(0).shape == (36, 64, 3)

def test_golden(composition):
    assert_frame(composition, 2)
"""


@pytest.fixture
def project(tmp_path):
    """A project with two compositions and a test."""

    def film(color):
        return composition(scene(background=color, frames=6), size=(64, 36))

    (tmp_path / "a").mkdir()
    (tmp_path / "a/a.composition.json").write_text(json.dumps(film("#c80000")))
    (tmp_path / "a/test_a.py").write_text(TEST.replace('"b.', '"../b.'))
    (tmp_path / "b.composition.json").write_text(json.dumps(film("#00c800")))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def run(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_fixtures_draw_and_goldens_are_written_and_kept(project):
    first = run(project, "--update-goldens", "-n", "2")
    assert "3 passed" in first.stdout, first.stdout + first.stderr
    assert (project / "a/goldens/test_golden-0002.png").exists()
    path = project / "a/a.composition.json"
    path.write_text(path.read_text().replace("#c80000", "#c86000"))
    second = run(project, "--wavemaker-compositions")
    assert "2 failed, 5 passed" in second.stdout, second.stdout + second.stderr
    assert "differs by" in second.stdout
    assert list((project / ".wavemaker-failures").glob("*.png"))


def test_compositions_are_collected_when_named_and_faults_have_their_place(project):
    path = project / "b.composition.json"
    path.write_text(path.read_text().replace('"durationFrames"', '"durationFrame"'))
    result = run(project, path)
    assert "2 failed" in result.stdout, result.stdout
    assert "line 1, column" in result.stdout
    assert "Traceback" not in result.stdout
    quiet = run(project, "--collect-only")
    assert "composition.json" not in quiet.stdout


def test_another_project_with_a_folder_named_render_runs_without_the_plugin(tmp_path):
    (tmp_path / "render").mkdir()
    (tmp_path / "render/__init__.py").write_text("raise RuntimeError('imported')\n")
    (tmp_path / "conftest.py").write_text(
        "def pytest_addoption(parser): parser.addoption('--update-goldens')\n"
    )
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")
    result = run(tmp_path)
    assert "1 passed" in result.stdout, result.stdout + result.stderr


def test_the_plugin_loads_nothing_heavy():
    code = (
        "import sys, pytest_wavemaker; names = {m.split('.')[0] for m in sys.modules}; "
        "print(names & {'numpy', 'av', 'cv2', 'skia', 'PIL', 'httpx', 'pydantic', 'moviepy'})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"
