"""Progress: live on a terminal, nothing in a pipe."""

import io
import sys
from types import ModuleType

import pytest

from render.cli.console import printable
from render.cli.progress import shown_progress
from render.events import STAGES, Notice, Progress, StageStarted

EVENTS = (
    StageStarted("read"),
    StageStarted("render"),
    Progress(30, 90, 1, 1, 3),
    Progress(60, 90, 2, 1, 3, frames_per_second=12.4, seconds_left=75.2),
    Notice("a worker died (\x1b[31m[/red]); trying it again"),
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(stream, monkeypatch, *, quiet=False):
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with shown_progress(quiet=quiet) as tell:
        for event in EVENTS:
            tell(event)
    return stream.getvalue()


def test_a_terminal_shows_frames_rate_time_left_and_reuse(monkeypatch):
    shown = told(Terminal(), monkeypatch)
    assert "60/90 frames" in shown
    assert "2/3 segments, 1 reused, 12 fps, 1:15 left" in shown
    assert "render" in shown
    assert "a worker died (\\x1b[31m[/red]); trying it again" in shown


def test_a_pipe_gets_what_a_user_should_know_and_nothing_else(monkeypatch):
    shown = told(io.StringIO(), monkeypatch)
    assert shown == "a worker died (\\x1b[31m[/red]); trying it again\n"


def test_quiet_shows_no_progress_on_a_terminal_either(monkeypatch):
    assert "frames" not in told(Terminal(), monkeypatch, quiet=True)


def test_stages_are_counted_from_one():
    assert [StageStarted(stage).number for stage in STAGES] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("ä 日本", "ä 日本"), ("\x1b]0;x\x07", "\\x1b]0;x\\x07"), ("a\u2066b", "a\\u2066b"),
     ("a\x85b\x7f", "a\\x85b\\x7f"), ("two\nlines", "two\nlines"), ("tab\t\r", "tab\\x09\\x0d")],
)  # fmt: skip
def test_what_is_printed_cannot_steer_a_terminal(text, shown):
    assert printable(text) == shown


class Interrupted(ModuleType):
    """A module during whose loading Ctrl-C is pressed."""

    def __getattr__(self, name):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("render", ["render", "a.json", "-o", "b.mp4"]), ("inspect", ["inspect", "a.json"]),
     ("pictures", ["frame", "a.json", "0", "-o", "b.png"]), ("validate", ["validate", "a.json"]),
     ("variants", ["variants", "photos"])],
)  # fmt: skip
def test_ctrl_c_while_the_libraries_load_ends_in_the_same_way(
    module, arguments, wavemaker, monkeypatch
):
    monkeypatch.setitem(sys.modules, f"render.cli.{module}", Interrupted("loading"))
    result = wavemaker(*arguments)
    assert (result.exit_code, result.stderr) == (130, "error: interrupted\n")
