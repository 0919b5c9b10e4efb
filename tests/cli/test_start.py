"""Starting is quick: nothing heavy is loaded for a help text or to validate."""

import pytest

HEAVY = ("av", "cv2", "skia", "numpy", "moviepy", "PIL", "pydub", "fontTools")
LOADED = """
import sys
from render.cli.app import run
try:
    run()
finally:
    heavy = {name.partition(".")[0] for name in sys.modules} & set(%r)
    print("loaded:", *sorted(heavy), file=sys.stderr)
"""
GOOD = {"id": "c", "totalDurationFrames": 5, "scenes": [{"id": "s", "durationFrames": 5}]}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["render", "--help"], ["--version"], ["validate", "FILE"]],
    ids=" ".join,
)  # fmt: skip
def test_no_heavy_library_is_loaded(arguments, start, write):
    path = write(GOOD)
    arguments = [str(path) if argument == "FILE" else argument for argument in arguments]
    process = start(*arguments, code=LOADED % (HEAVY,))
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert err.splitlines()[-1].strip() == "loaded:"
    assert out or "valid" in err


def test_the_package_alone_loads_nothing_heavy(start):
    code = f"import sys, render, render.cli, schemas; print(set(sys.modules) & set({HEAVY!r}))"
    out, err = start(code=code).communicate()
    assert (out.strip(), err) == ("set()", "")


def test_help_names_every_command_and_option_in_words(wavemaker):
    overview = wavemaker("--help")
    assert overview.exit_code == 0
    for command in ("render", "frame", "sheet", "inspect", "validate"):
        assert f"  {command} " in overview.stdout
        helped = wavemaker(command, "-h")
        assert helped.exit_code == 0
        assert "--json" in helped.stdout
        assert "--strict" in helped.stdout


def test_the_module_is_the_command(start):
    code = "import runpy; runpy.run_module('render.cli', run_name='__main__')"
    out, _ = start("--version", code=code).communicate()
    assert out.startswith("wavemaker-local ")


def test_without_arguments_the_help_is_shown_and_it_is_a_usage_error(wavemaker):
    result = wavemaker()
    assert result.exit_code == 2
    assert "Commands:" in result.stdout + result.stderr


@pytest.mark.parametrize(
    "arguments", [["explode"], ["render"], ["render", "a.json"], ["frame", "a.json", "x"],
                  ["render", "a.json", "-o", "b.mp4", "--jobs", "0"],
                  ["render", "a.json", "-o", "b.mp4", "--quality", "best"],
                  ["sheet", "a.json", "-o", "b.png", "--width", "1"]],
    ids=" ".join,
)  # fmt: skip
def test_arguments_that_make_no_sense_are_usage_errors(arguments, wavemaker):
    result = wavemaker(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
