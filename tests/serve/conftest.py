"""A folder that is served, and a client that has its key."""

import os
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from render.serve import serve_folder

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomavc1" + b"film" * 1000
FILES = {
    "assets/scene-1/image.png": PICTURE,
    "assets/scene-1/image_400w.jpg": b"\xff\xd8\xff\xe0 400",
    "assets/scene-1/image_800w.jpg": b"\xff\xd8\xff\xe0 800",
    "assets/scene-2/video.mp4": FILM,
    "assets/scene-2/video_web.mp4": FILM + b"web",
    "assets/scene-2/video_preview.mp4": FILM + b"preview",
    "assets/small.jpg": b"\xff\xd8\xff\xe0 small",
    "assets/small_800w.jpg": b"\xff\xd8\xff\xe0 its only variant",
    "assets/empty.bin": b"",
    "assets/a b/50%/ü#?&.png": PICTURE,
    "assets/page.html": b"<html><script>alert(1)</script>",
    "assets/.secret": b"hidden file",
    ".git/config": b"hidden folder",
}


def write_files(root):
    for key, content in FILES.items():
        path = root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    outside = root.parent / "outside.png"
    outside.write_bytes(PICTURE)
    (root / "assets/link-out.png").symlink_to(outside)
    (root / "assets/link-in.png").symlink_to(root / "assets/scene-1/image.png")
    os.mkfifo(root / "assets/pipe.png")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serve FILES; yield url, api_key, root, and a client that sends the key and nothing else."""
    root = tmp_path_factory.mktemp("served") / "folder"
    write_files(root)
    with serve_folder(root) as server, _client(server) as client:
        yield SimpleNamespace(url=server.url, api_key=server.api_key, root=root, client=client)


@pytest.fixture
def serving(tmp_path):
    """Return a function that serves FILES with options of the test's own choice."""
    root = tmp_path / "folder"
    write_files(root)
    with ExitStack() as stack:

        def start(folder: Path = root, **options):
            server = stack.enter_context(serve_folder(folder, **options))
            client = stack.enter_context(_client(server))
            return SimpleNamespace(
                url=server.url, api_key=server.api_key, root=root, client=client, server=server
            )

        yield start


@pytest.fixture(scope="session")
def anyone():
    """Return a client without a key; making one for each request takes longer than the request."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def _client(server):
    headers = {"Authorization": f"Bearer {server.api_key}"} if server.api_key else {}
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20)


@pytest.fixture
def link(served):
    """Return a function from a key to its signed URL."""

    def sign(key):
        answer = served.client.post("/assets/sign", json={"keys": [key]})
        assert answer.status_code == 200
        return answer.json()["urls"][key]

    return sign
