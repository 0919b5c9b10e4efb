"""Places in a store, and processes that use it."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from render.storage.notes import blob_path, note_path

DAMAGES = [
    lambda blob, _: rewrite(blob, blob.read_bytes()[:-1]),
    lambda blob, _: rewrite(blob, blob.read_bytes()[:-1] + b"!"),
    lambda blob, _: rewrite(blob, b""),
    lambda blob, _: blob.unlink(),
    lambda blob, _: (blob.unlink(), blob.mkdir()),
    lambda _, note: note.unlink(),
    lambda _, note: note.write_text(""),
    lambda _, note: note.write_text("[]"),
    lambda _, note: note.write_text("{"),
    lambda _, note: note.write_text('{"check": 1}'),
    lambda _, note: note.write_bytes(b"\xff\xfe"),
    lambda _, note: note.write_text("[" * 100_000),
    lambda _, note: note.write_text(note.read_text().replace('"size_bytes": ', '"size_bytes": 1')),
    lambda _, note: note.write_text(note.read_text().replace('"kind": "assets"', '"kind": "cats"')),
]


def rewrite(path, data):
    path.chmod(0o644)
    path.write_bytes(data)


def keep(store, name, data=b"content", kind="assets", **facts):
    with store.put(name, kind, facts=facts) as path:
        path.write_bytes(data)
    return store.find(name, kind)


def places(store, name, kind="assets"):
    """Return the blob and the note of a name."""
    from render.storage.notes import read_note  # noqa: PLC0415 - beside its use

    note = note_path(store.root, kind, name)
    found = read_note(note)
    assert found is not None
    return blob_path(store.root, found.sha256), note


def last_used(store, name, seconds, kind="assets"):
    os.utime(note_path(store.root, kind, name), (seconds, seconds))


def files(store):
    """Return every file of a store but its locks."""
    return [path for path in store.root.rglob("*") if path.is_file() and path.name != "gate"]


@contextmanager
def process(code, *arguments):
    """Run Python code that says `ready`; kill it at the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        try:
            assert started.stdout.readline() == "ready\n"
            yield started
        finally:
            started.send_signal(signal.SIGKILL)
