"""Faults in the middle of using a cache; what happens is written in `crashes`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ERRORS = ["ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE"]


def faults(*arguments):
    """Run `crashes` and return how many faults it tried."""
    command = [sys.executable, "-m", "tests.storage.crashes", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return int(done.stdout)


def test_a_kill_before_a_step_leaves_nothing_torn_and_the_rerun_completes(tmp_path):
    assert faults("kill", 11, tmp_path) > 20


@pytest.mark.parametrize("error", ["ENOSPC-once", "EIO-ever"])
def test_an_error_at_a_step_is_said_or_survived(tmp_path, error):
    assert faults(error, 29, tmp_path) >= 10


def test_a_dozen_kills_at_random_moments_leave_nothing_torn(tmp_path):
    assert faults("random", 12, tmp_path) == 12


def test_sixteen_that_want_the_same_files_download_each_once(tmp_path):
    assert faults("race", 12, tmp_path) == 12


@pytest.mark.soak
def test_sixteen_that_want_500_files_download_each_once(tmp_path):
    assert faults("race", 500, tmp_path) == 500


@pytest.mark.soak
def test_a_kill_before_each_step_leaves_nothing_torn_and_the_rerun_completes(tmp_path):
    assert faults("kill", 1, tmp_path) > 200


@pytest.mark.soak
@pytest.mark.parametrize("how", ["once", "ever"])
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_at_each_step_is_said_or_survived(tmp_path, error, how):
    assert faults(f"{error}-{how}", 1, tmp_path) > 200


@pytest.mark.soak
def test_200_kills_at_random_moments_leave_nothing_torn(tmp_path):
    assert faults("random", 200, tmp_path) == 200


@pytest.mark.parametrize("fault", ["kill", "EIO-once", "ENOSPC-ever"])
def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path, fault):
    assert faults(fault, 2, tmp_path, "folder") > 10
