"""`wavemaker variants`: what it says, in words and in JSON Lines, and how it ends."""

import io
import json
import os
import signal
import subprocess
import sys

import pytest

from render.cli.batch_progress import shown_batch
from render.cli.variants import keys_of
from render.events import Notice
from render.variants.database import MANIFEST_NAME
from render.variants.outcome import Looking, Making
from tests.variants import fakes
from tests.variants.fakes import film, picture

PROFILES = """
[[image]]
suffix = "_tiny"
width-px = 64
extension = ".webp"
"""


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """A folder with a picture, a film and a broken picture; all is made in this process."""
    monkeypatch.setattr("render.variants.batch.Makers", lambda: fakes.MAKERS)
    monkeypatch.setattr("render.variants.batch.available_cpus", lambda: 0)
    monkeypatch.chdir(tmp_path)
    picture(tmp_path / "photos/a.png")
    film(tmp_path / "photos/sub/b.mov")
    picture(tmp_path / "photos/bad.png", b"fail")
    return tmp_path / "photos"


def lines_of(result):
    *outcomes, last = [json.loads(line) for line in result.stdout.splitlines()]
    return {outcome["original"]: outcome for outcome in outcomes}, last["summary"]


def test_it_ends_with_all_that_failed_and_one_line_about_all(photos, wavemaker):
    result = wavemaker("variants", "photos")
    assert result.exit_code == 4
    assert result.stdout == ""
    failed, hint, summary = result.stderr.splitlines()
    assert failed == "failed: photos/bad.png: it is broken"
    assert hint == "  hint: mend it"
    assert summary.startswith("3 originals: 2 made (4 files, ")
    assert ", 0 unchanged, 1 failed, in " in summary
    assert (photos / "a_400w.jpg").exists()


def test_without_failures_the_exit_code_is_nought(photos, wavemaker):
    (photos / "bad.png").unlink()
    assert wavemaker("variants", "photos").exit_code == 0
    result = wavemaker("variants", "photos")
    assert result.exit_code == 0
    assert "2 originals: 0 made (0 files, 0.0 MB), 2 unchanged" in result.stderr
    assert "2 made" in wavemaker("variants", "photos", "--force").stderr


def test_nothing_to_do_is_no_failure(tmp_path, wavemaker):
    result = wavemaker("variants", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "there is nothing to make variants of\n")


def test_json_is_one_line_an_original_and_a_summary(photos, wavemaker):
    result = wavemaker("variants", "photos", "--json")
    assert result.exit_code == 4
    outcomes, summary = lines_of(result)
    assert outcomes["photos/a.png"] == {
        "original": "photos/a.png",
        "status": "made",
        "kind": "image",
        "variants": [
            {
                "path": str(photos / f"a{tail}"),
                "width_px": 4,
                "height_px": 3,
                "size_bytes": (photos / f"a{tail}").stat().st_size,
                "notes": ["a note"],
            }
            for tail in ("_400w.jpg", "_800w.jpg")
        ],
        "reason": None,
        "error": None,
        "seconds": outcomes["photos/a.png"]["seconds"],
    }
    assert outcomes["photos/bad.png"]["error"]["message"] == "it is broken"
    assert outcomes["photos/bad.png"]["error"]["type"] == "AssetUnreadable"
    size = sum(path.stat().st_size for path in photos.rglob("*_*") if path.is_file())
    assert summary.pop("seconds") >= 0
    assert summary == {
        "made": 2, "unchanged": 0, "planned": 0, "ignored": 0, "failed": 1, "files": 4,
        "size_bytes": size, "exit_code": 4, "error": None,
    }  # fmt: skip
    assert result.stderr == ""
    outcomes, summary = lines_of(wavemaker("variants", "photos", "--json"))
    assert outcomes["photos/a.png"]["variants"][0] == {"path": str(photos / "a_400w.jpg")}
    assert summary["unchanged"] == 2


def test_what_stops_the_batch_is_in_the_summary(photos, wavemaker):
    picture(photos / "0.png", b"full")
    result = wavemaker("variants", "photos", "--json")
    _, summary = lines_of(result)
    assert result.exit_code == summary["exit_code"] == 1
    assert summary["error"]["type"] == "DiskFull"
    result = wavemaker("variants", "photos")
    assert result.exit_code == 1
    assert "error: " in result.stderr
    assert result.stderr.count("disk is full") == 1


def test_a_dry_run_lists_what_would_be_made(photos, wavemaker):
    result = wavemaker("variants", "photos", "--dry-run")
    assert result.exit_code == 0
    assert "photos/a.png: a_400w.jpg, a_800w.jpg\n" in result.stderr
    assert "3 originals: 3 to make (6 files), 0 unchanged" in result.stderr
    assert not list(photos.rglob("*_*"))
    _, summary = lines_of(wavemaker("variants", "photos", "--dry-run", "--json"))
    assert (summary["planned"], summary["files"]) == (3, 6)


def test_keys_come_from_standard_input(photos, wavemaker):
    keys = "photos/a.png\r\n\n./photos/sub/b.mov\nphotos/missing.png\n../x.png\n"
    outcomes, _ = lines_of(wavemaker("variants", "-", "--json", input=keys))
    assert {name: outcome["status"] for name, outcome in outcomes.items()} == {
        "photos/a.png": "made",
        "photos/sub/b.mov": "made",
        "photos/missing.png": "failed",
        "../x.png": "failed",
    }
    result = wavemaker("variants", "-", "-o", "out", "--assets", "photos", input=b"a.png")
    assert result.exit_code == 0
    assert (photos.parent / "out/a_400w.jpg").exists()


def test_a_list_of_keys_may_hold_anything():
    text = b"\xef\xbb\xbfa.png\r\n\xff.png\n" + b"x" * 200_000 + b"\nb.png"
    keys = list(keys_of(io.BytesIO(text)))
    assert (keys[0], keys[1], keys[3]) == ("a.png", "\udcff.png", "b.png")
    assert set(keys[2]) == {"x"}
    assert len(keys) == 4


def test_an_error_before_the_first_original_stands_alone(photos, wavemaker):
    result = wavemaker("variants", "photos", "-o", "photos/a.png")
    assert result.exit_code == 2
    assert result.stderr == f"error: {photos}/a.png: is a file, not a folder\n"


def test_profiles_of_ones_own(photos, tmp_path, wavemaker):
    (tmp_path / "mine.toml").write_text(PROFILES)
    assert wavemaker("variants", "photos/a.png", "--profile", "mine.toml").exit_code == 0
    assert (photos / "a_tiny.webp").exists()
    (tmp_path / "mine.toml").write_text("[[image]]\nsuffix = 5")
    result = wavemaker("variants", "photos/a.png", "--profile", "mine.toml", "--json")
    assert result.exit_code == 2
    _, summary = lines_of(result)
    assert summary["error"]["type"] == "UsageError"


def test_a_manifest_may_lie_elsewhere(photos, tmp_path, wavemaker):
    wavemaker("variants", "photos", "--manifest", "m.sqlite")
    assert (tmp_path / "m.sqlite").exists()
    assert not (photos / MANIFEST_NAME).exists()


def test_names_cannot_steer_a_terminal_or_break_lines(photos, wavemaker):
    picture(photos / "x\x1b[2J\ny.png", b"fail")
    picture(photos / os.fsdecode(b"\xff.png"), b"fail")
    result = wavemaker("variants", "photos")
    assert "\x1b" not in result.stderr
    assert "failed: photos/x\\x1b[2J\\ny.png: it is broken\n" in result.stderr
    outcomes, summary = lines_of(wavemaker("variants", "photos", "--json"))
    assert summary["failed"] == 3
    assert "photos/\udcff.png" in outcomes


@pytest.mark.parametrize(
    "arguments", [[], ["x", "--jobs", "0"], ["x", "--profile", "missing.toml"]], ids=str
)
def test_arguments_that_make_no_sense_are_usage_errors(arguments, wavemaker):
    assert wavemaker("variants", *arguments).exit_code == 2


def test_real_pictures_by_real_workers(start, tmp_path):
    from PIL import Image  # noqa: PLC0415 - one test of many

    Image.new("RGB", (1200, 900), "#336699").save(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff and no more")
    process = start("variants", tmp_path, "--jobs", "2")
    _, err = process.communicate()
    assert process.returncode == 4
    assert "1 made (2 files" in err
    assert "failed: " in err
    with Image.open(tmp_path / "a_400w.jpg") as variant:
        assert variant.size == (400, 300)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path, start):
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text("text")
    process = start("variants", tmp_path, "--json", "--jobs", "1")
    process.stdout.readline()
    process.stdout.close()
    process.wait(timeout=30)
    assert process.stderr.read() == ""
    process.stdout = None


def test_no_heavy_library_is_loaded_when_all_is_unchanged(tmp_path, start):
    code = (
        "import sys\nfrom render.cli.app import run\n"
        "try:\n    run()\n"
        "finally:\n    print(sorted({name.partition('.')[0] for name in sys.modules} "
        "& {'av', 'cv2', 'numpy', 'PIL', 'skia', 'pyvips', 'httpx'}))"
    )
    (tmp_path / "a.txt").write_text("text")
    out, err = start("variants", tmp_path, "--dry-run", code=code).communicate()
    assert out == "[]\n", err


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(stream, monkeypatch, *, quiet=False):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    events = [
        Looking(70_000, 9_000), Making(0, 9_000, 0), Making(120, 9_000, 2, 0.7, 45.4, 3_725.0),
        Notice("a worker died (\x1b[31m[/red])"),
    ]  # fmt: skip
    with shown_batch(quiet=quiet) as tell:
        for event in events:
            tell(event)
    return stream.getvalue()


def test_a_terminal_shows_files_rate_time_left_and_failures(monkeypatch):
    shown = told(Terminal(), monkeypatch)
    assert "120/9000 files" in shown
    assert "45/s, 1:02:05 left, 2 failed" in shown
    assert "a worker died (\\x1b[31m[/red])" in shown


def test_a_pipe_gets_what_a_user_should_know_and_nothing_else(monkeypatch):
    assert told(io.StringIO(), monkeypatch) == "a worker died (\\x1b[31m[/red])\n"
    assert "files" not in told(Terminal(), monkeypatch, quiet=True)


def test_interrupted_while_keys_are_read(tmp_path):
    """It waits for standard input, and Ctrl-C ends that too."""
    process = subprocess.Popen(
        [sys.executable, "-m", "render.cli", "variants", "-", "--assets", str(tmp_path), "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdin.write("missing.png\n" * 2000)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["status"] == "failed"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    summary = json.loads(rest.splitlines()[-1])["summary"]
    assert process.returncode == summary["exit_code"] == 130
    assert summary["error"]["type"] == "Cancelled"
