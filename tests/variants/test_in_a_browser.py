"""Both variants play in Chromium: right size and length, the right frame after every seek."""

import json
import shutil
import subprocess
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import urlencode

import av
import numpy as np
import pytest

from tests.assets.patterns import numbered_frame, read_number
from tests.variants.films import make

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PAGE = Path(__file__).with_name("player.html")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-dev-shm-usage", "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
PATIENCE_SECONDS = 120
FPS = Fraction(30000, 1001)
FRAMES = 50
SIZE = (640, 360)
SOUGHT = (3, 48, 31, 30, 29, 0, 49, 45, 1)


class Handler(BaseHTTPRequestHandler):
    """Serves the page and a folder of films with ranges; takes what the page saw."""

    def __init__(self, folder, seen, *arguments):
        self.folder, self.seen = folder, seen
        super().__init__(*arguments)

    def do_GET(self):
        name = self.path.partition("?")[0].strip("/")
        path = PAGE if name == "player" else self.folder / name
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        start, end = 0, len(data)
        wanted = self.headers.get("Range")
        if wanted:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), int(last) + 1 if last else len(data)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Type", "text/html" if path == PAGE else "video/mp4")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.end_headers()
        with suppress(OSError):  # a player drops what it does not need any more
            self.wfile.write(data[start:end])

    def do_POST(self):
        self.seen.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder):
    """Yield the address of a server on loopback and the queue of what its page saw."""
    seen = Queue()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, folder, seen)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


def watch(folder, name, profile):
    """Open the page on a film in a browser of its own and return what it saw."""
    middles = [float((n + Fraction(1, 2)) / FPS) for n in SOUGHT]
    query = urlencode({"film": name, "seeks": ",".join(map(str, middles))})
    with serving(folder) as (address, seen):
        browser = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", f"{address}/player?{query}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return seen.get(timeout=PATIENCE_SECONDS)
        finally:
            browser.terminate()
            browser.wait()


def write_source(path):
    """Write a numbered film that hums."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "24"})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="stereo")
        for number in range(FRAMES):
            frame = numbered_frame(number, *SIZE)
            frame.pts, frame.time_base = number, 1 / FPS
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        hum = 0.2 * np.sin(np.linspace(0, 2 * np.pi * 440 * 1.6, 80_000)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(np.tile(hum, (2, 1)), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    return path


def number_in(levels):
    return read_number(np.array(levels, dtype=np.float64).reshape(48, 64))


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium; Debian's package is chromium")
@pytest.mark.parametrize("which", ["web", "preview"])
def test_a_browser_plays_and_seeks(tmp_path, which):
    source = write_source(tmp_path / "source.mp4")
    made = {path.stem.partition("_")[2]: path for path in make(source, tmp_path)}
    seen = watch(tmp_path, made[which].name, tmp_path / "profile")
    assert "error" not in seen, seen
    assert (seen["width"], seen["height"]) == SIZE
    assert seen["duration"] == pytest.approx(float(FRAMES / FPS), abs=0.002)
    assert [number_in(levels) for _, levels in seen["seeks"]] == list(SOUGHT)
    played = [(round(seconds * FPS), number_in(levels)) for seconds, levels in seen["played"]]
    # A busy machine drops frames, and may draw a later one than it said; never an earlier one.
    assert len(played) > 1
    assert played == sorted(played)
    assert all(at <= number for at, number in played)
    assert number_in(seen["last"]) == FRAMES - 1
    assert seen["audioBytes"] > 1000
