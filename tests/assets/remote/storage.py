"""A double of the hosted API and its storage, with faults as a test orders them."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import numpy as np
from pydantic import SecretStr

from render.assets.remote import DownloadOptions, RemoteAssets, RetryPolicy
from render.assets.remote.config import ApiConfig
from render.storage import ContentStore
from tests.assets.remote.loopback import Loopback, Request, Step, reply

KEY = "mcp_0123456789abcdef0123456789abcdef"
SIGNATURE = "topsecret"
PNG = b"\x89PNG\r\n\x1a\n"

Fault = Callable[[Request, str, int], Iterable[Step] | None]
"""Given a request for a file, its key and how often it was asked for before: what to send instead
of what is right, None for what is right."""


def picture(size_bytes: int, seed: int = 0) -> bytes:
    """Return something that looks like a PNG and does not repeat itself."""
    return PNG + np.random.default_rng(seed).bytes(size_bytes - len(PNG))


async def at_once(_seconds: float) -> None:
    """Wait for nothing."""


@dataclass
class Storage:
    """The API and the storage in one server. Use it in a `with` block.

    Attributes:
        files: Key to bytes, variants included.
        fault: What goes wrong with downloads.
        sign_answer: What is answered to signing instead of what is right, None for the latter.
        with_etags: Whether the storage names versions.
        valid: URLs are good when they were signed as this or a later generation.
        gets: How often each key was asked for.
        sent: Bytes of files that went out, by key.
        signed: The keys of every signing request.
        most_at_once: The most downloads that ran at the same time.
    """

    files: dict[str, bytes]
    fault: Fault | None = None
    sign_answer: Callable[[Request], Iterable[Step] | None] = lambda _request: None
    with_etags: bool = True
    valid: int = 0
    generation: int = 0
    gets: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    signed: list[list[str]] = field(default_factory=list)
    most_at_once: int = 0

    def __enter__(self):
        self._lock = threading.Lock()
        self._running = 0
        self.server = Loopback(self._answer)
        self.server.__enter__()
        return self

    def __exit__(self, *details):
        self.server.__exit__(*details)

    @property
    def url(self):
        return self.server.url

    @property
    def downloads(self):
        return [request for request in self.server.requests if request.method == "GET"]

    def _answer(self, request):
        if request.path == "/assets/sign":
            yield from self.sign_answer(request) or [self._sign(request)]
            return
        key = unquote(request.path.removeprefix("/files/"))
        with self._lock:
            before = self.gets[key]
            self.gets[key] += 1
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            faulty = self.fault(request, key, before) if self.fault else None
            for step in self._get(request, key) if faulty is None else faulty:
                if isinstance(step, bytes):
                    self.sent[key] += len(step)
                yield step
        finally:
            with self._lock:
                self._running -= 1

    def _sign(self, request):
        keys = json.loads(request.body)["keys"]
        with self._lock:
            self.signed.append(keys)
        stems = tuple(key.rpartition(".")[0] + "_" for key in keys)
        there = [key for key in self.files if key in keys or key.startswith(stems)]
        urls = {
            key: f"{self.url}/files/{quote(key)}?sig={SIGNATURE}&g={self.generation}"
            for key in there
        }
        return reply(200, json.dumps({"urls": urls}).encode())

    def _get(self, request, key):
        generation = int(request.query.rpartition("g=")[2] or 0)
        if generation < self.valid:
            return [reply(403, b"<Error><Code>ExpiredToken</Code></Error>")]
        if key not in self.files:
            return [reply(404, b"<Error/>")]
        return whole_or_part(request, self.files[key], with_etags=self.with_etags)


def etag(data: bytes) -> str:
    """Return what names a version."""
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def whole_or_part(request: Request, data: bytes, *, with_etags: bool = True) -> list[Step]:
    """Answer as a good storage does."""
    named = {"etag": etag(data)} if with_etags else {}
    asked = request.headers.get("range", "")
    if not asked or request.headers.get("if-range") != named.get("etag"):
        return [reply(200, data, **named)]
    start = int(asked.removeprefix("bytes=").removesuffix("-"))
    if start >= len(data):
        return [reply(416, content_range=f"bytes */{len(data)}", **named)]
    said = f"bytes {start}-{len(data) - 1}/{len(data)}"
    return [reply(206, data[start:], content_range=said, **named)]


def cut(answer: Iterable[Step], size_bytes: int, end: Step) -> list[Step]:
    """Send so much of an answer's body only, and end the connection."""
    whole = b"".join(step for step in answer if isinstance(step, bytes))
    head = whole.index(b"\r\n\r\n") + 4
    return [whole[: head + size_bytes], end]


def assets(storage: Storage | str, store: ContentStore, **options: object) -> RemoteAssets:
    """Return a resolver that waits for nothing and leaves nothing to chance."""
    url = storage if isinstance(storage, str) else storage.url
    quick = {"sleep": at_once, "dice": lambda: 0.0, "retry": RetryPolicy(tries=4)}
    return RemoteAssets(
        ApiConfig(url=url, key=SecretStr(KEY), key_source="a test"),
        store,
        options=DownloadOptions(**(quick | options)),
    )
