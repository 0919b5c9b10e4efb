"""Renders at once to one output and one cache: `python -m tests.faults.writers [ROUNDS]`.

Four processes render two films, two each, to the same file, all beginning at the same moment. After
each round the file has to be one of the two films, whole, and nothing else may be beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from render.options import RenderOptions
from render.pipeline import render_composition
from tests.faults.injection import ROOT

PROCESSES = 4


def render_when_told(composition, output):
    """Render each time a line comes, and say so."""
    for _ in sys.stdin:
        try:
            render_composition(composition, output, RenderOptions(quality="draft", jobs=1))
        except Exception as error:  # noqa: BLE001 - the other side judges
            sys.stdout.write(f"{error!r}\n")
        else:
            sys.stdout.write("done\n")
        sys.stdout.flush()


def write_film(path, colors):
    document = {
        "id": "writers", "width": 32, "height": 32, "fps": 30, "totalDurationFrames": 4,
        "scenes": [
            {"id": color[1:], "durationFrames": 2, "background": color} for color in colors
        ],
    }  # fmt: skip
    path.write_text(json.dumps(document))


def compete(folder, rounds):
    """Let them compete; return what is wrong, and the longest round in seconds."""
    films = [folder / "a.json", folder / "b.json"]
    write_film(films[0], ["#102030", "#f0a020"])
    write_film(films[1], ["#102030", "#20a0f0"])  # half of it is the other's, by the same key
    alone = []
    for film in films:
        render_composition(film, folder / "alone.mp4", RenderOptions(quality="draft", jobs=1))
        alone.append((folder / "alone.mp4").read_bytes())
    output = folder / "out" / "film.mp4"
    code = "import sys; from pathlib import Path; from tests.faults.writers import *;"
    code += "render_when_told(*map(Path, sys.argv[1:]))"
    environment = os.environ | {"WAVEMAKER_CACHE_DIR": str(folder / "cache")}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(films[number % 2]), str(output)],
            cwd=ROOT, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    wrong, longest = [], 0.0
    try:
        for number in range(rounds):
            if number % 2:
                for kept in (folder / "cache").rglob("*.mp4"):
                    kept.unlink()  # every other round they have to make the segments as well
            began = time.monotonic()
            for process in running:
                process.stdin.write("go\n")
            said = [process.stdout.readline().strip() for process in running]
            longest = max(longest, time.monotonic() - began)
            wrong += [f"round {number}: {each}" for each in said if each != "done"]
            if output.read_bytes() not in alone:
                wrong.append(f"round {number}: the film is torn")
            if (left := sorted(path.name for path in output.parent.iterdir())) != ["film.mp4"]:
                wrong.append(f"round {number}: {left}")
    finally:
        for process in running:
            process.stdin.close()
            process.wait()
            process.stdout.close()
    return wrong, longest


def main(rounds=300):
    with tempfile.TemporaryDirectory() as name:
        os.environ["WAVEMAKER_CACHE_DIR"] = str(Path(name) / "first")
        wrong, longest = compete(Path(name), rounds)
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"tried {rounds} rounds of {PROCESSES}: wrong {len(wrong)}; worst time {longest:.1f} s\n"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
