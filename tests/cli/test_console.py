"""Whatever goes wrong inside a command is told in a line or two, never with a traceback."""

import errno
import json

import pytest
import typer

from render.cli.console import guarded
from render.errors import OutputError


def ended(error, capsys, *, as_json=False):
    with pytest.raises(typer.Exit) as stop, guarded(as_json=as_json):
        raise error
    return stop.value.exit_code, capsys.readouterr()


def test_a_file_that_fails_where_no_stage_expects_it_is_named(capsys):
    code, told = ended(OSError(errno.EMFILE, "Too many open files", "/media/a.png"), capsys)
    assert code == 1
    assert told.err == "error: /media/a.png: the system says: Too many open files\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [(OutputError("no"), 1), (KeyboardInterrupt(), 130), (MemoryError(), 1), (RecursionError(), 1)],
)
def test_every_kind_of_end_has_its_code_and_is_json_for_machines(error, code, capsys):
    ended_with, told = ended(error, capsys, as_json=True)
    assert ended_with == code
    assert json.loads(told.out)["error"]["exit_code"] == code
