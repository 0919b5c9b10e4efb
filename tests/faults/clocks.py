"""A wall clock that jumps while films are made: `python -m tests.faults.clocks [RUNS]`.

A few lines of C, compiled here and loaded before the C library, move the wall clock of a command
and its workers several times a second: years to and fro, an hour (daylight saving), a second
(leap). The monotonic clock is left alone, as it is when somebody sets the time. Needs a C compiler.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.injection import ROOT, Film, Variants

STUCK_SECONDS = 60.0
_YEAR = 365 * 86_400
JUMPS = {
    "two years on": (0, 2 * _YEAR),
    "two years back": (0, -2 * _YEAR),
    "to and fro": (0, 2 * _YEAR, -2 * _YEAR),
    "daylight saving": (0, 3_600, 0, -3_600),
    "leap seconds": (0, 1, 0, -1),
}
_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static int (*real)(clockid_t, struct timespec *);

static long jump(void) {
    static long jumps[8], count = -1;
    struct timespec now;
    if (count < 0) {
        char *at = getenv("CLOCK_JUMPS");
        for (count = 0; at && *at && count < 8; count++) {
            jumps[count] = strtol(at, &at, 10);
            at += *at == ',';
        }
    }
    real(CLOCK_MONOTONIC, &now);
    return count ? jumps[(now.tv_sec * 10 + now.tv_nsec / 100000000) % count] : 0;
}
int clock_gettime(clockid_t clock, struct timespec *told) {
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, told);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        told->tv_sec += jump();
    }
    return failed;
}
int gettimeofday(struct timeval *told, void *zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
"""


def compiler():
    """Return a C compiler, None where there is none."""
    return shutil.which("cc") or shutil.which("gcc")


def jumping_clock(folder):
    """Compile the clock; return the environment that a process needs to have it, but the jumps."""
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(_SOURCE)
    command = [compiler(), "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"]
    subprocess.run(list(map(str, command)), check=True)
    return {"LD_PRELOAD": str(library)}


class _Jumping:
    """A command under a clock that jumps."""

    def run_under(self, clock, jumps):
        """Run it twice, without and with what the first kept; return what is wrong."""
        wrong = []
        self._fresh(self.old)
        environment = os.environ | clock | {"CLOCK_JUMPS": ",".join(map(str, jumps))}
        for which in ("first", "again"):
            try:
                done = subprocess.run(
                    [sys.executable, "-m", "render.cli", *self._arguments(), "--jobs", "2",
                     "--json"],
                    cwd=ROOT, check=False, timeout=STUCK_SECONDS, capture_output=True, text=True,
                    env=environment | {"WAVEMAKER_CACHE_DIR": str(self._place / "cache")},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return [*wrong, f"{which}: stuck"]
            if done.returncode or self._outputs() != self.whole:
                wrong.append(f"{which}: exit code {done.returncode}, {done.stderr[-300:]}")
            if below := negatives(done.stdout):
                wrong.append(f"{which}: below zero: {below}")
        return wrong


class JumpingFilm(_Jumping, Film):
    pass


class JumpingVariants(_Jumping, Variants):
    pass


class Pull:
    """Assets from a server, whose links expire, into a cache; both have a clock that jumps."""

    def __init__(self, folder):
        self._film = Film(folder)
        self._media = folder / "media"
        self._cache = folder / "pulled"

    def run_under(self, clock, jumps):
        """Fetch into an empty cache, and again; return what is wrong."""
        shutil.rmtree(self._cache, ignore_errors=True)
        jumping = os.environ | clock | {"CLOCK_JUMPS": ",".join(map(str, jumps))}
        # Their clocks agree to a second in the field, so the links' hour is judged by one clock.
        serve = [sys.executable, "-m", "render.cli", "assets", "serve", str(self._media)]
        with subprocess.Popen(
            [*serve, "--port", "0", "--json"], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE
        ) as server:
            try:
                ready = json.loads(server.stdout.readline())
                environment = jumping | {
                    "WAVEMAKER_API_KEY": ready["api_key"],
                    "WAVEMAKER_CACHE_DIR": str(self._cache),
                }
                return [
                    said
                    for which in ("first", "again")
                    for said in self._pull(which, ready["url"], environment)
                ]
            finally:
                server.terminate()

    def _pull(self, which, url, environment):
        command = [sys.executable, "-m", "render.cli", "assets", "pull", "--json"]
        composition = str(self._media / "composition.json")
        try:
            done = subprocess.run(
                [*command, composition, "--api-url", url, "--allow-host", "127.0.0.1"],
                cwd=ROOT, check=False, timeout=STUCK_SECONDS, capture_output=True, text=True,
                env=environment,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return [f"{which}: stuck"]
        wrong = []
        if done.returncode:
            wrong.append(f"{which}: exit code {done.returncode}, {done.stdout[-300:]}{done.stderr}")
        if below := negatives(done.stdout):
            wrong.append(f"{which}: below zero: {below}")
        return wrong


def negatives(text):
    """Return the numbers below zero in lines of JSON, or one document of it."""
    found = []

    def look(value, name=""):
        if isinstance(value, dict):
            for key, each in value.items():
                look(each, key)
        elif isinstance(value, list):
            for each in value:
                look(each, name)
        elif isinstance(value, (int, float)) and value < 0 and "second" in name:
            found.append((name, value))

    try:
        look(json.loads(text))
    except ValueError:
        for line in text.splitlines():
            look(json.loads(line))
    return found


def main(runs=40):
    if compiler() is None:
        sys.exit("a C compiler is needed")
    bad, worst = 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock = jumping_clock(folder)
        kinds = [JumpingFilm(folder / "a"), JumpingVariants(folder / "b"), Pull(folder / "c")]
        for number in range(runs):
            kind = kinds[number % len(kinds)]
            jumps = list(JUMPS)[number // len(kinds) % len(JUMPS)]
            began = time.monotonic()
            wrong = kind.run_under(clock, JUMPS[jumps])
            worst = max(worst, time.monotonic() - began)
            bad += bool(wrong)
            for line in wrong:
                sys.stdout.write(f"{type(kind).__name__}, {jumps}: {line}\n")
    sys.stdout.write(f"tried {runs}: survived {runs - bad}; worst time {worst:.1f} s\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
