"""Originals that say what becomes of them, and makers that do it; workers import them."""

import errno
import hashlib
import os
import signal
import time
from pathlib import Path

from render.errors import AssetUnreadable
from render.storage import write_atomically
from render.variants.result import VariantResult
from render.variants.work import Makers, Nothing

PNG = b"\x89PNG\r\n\x1a\n"
MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41"
END = b"END"
CHUNKS = 40


def picture(path, says=b"fine"):
    """Write an original that is a picture by its first bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PNG + says)
    return path


def film(path, says=b"fine"):
    """Write an original that is a film by its first bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MP4 + says)
    return path


def content(source, tail):
    """Return what the variant of an original holds."""
    digest = hashlib.sha256(Path(source).read_bytes()).hexdigest().encode()
    return b"|".join([tail.encode(), digest * CHUNKS, END])


def is_whole(path):
    """Tell whether a variant is all there."""
    data = Path(path).read_bytes()
    return data.startswith(b"_") and data.endswith(END)


def make_images(source, orders):
    return _make(source, orders, lambda _: None)


def make_videos(source, orders, threads, report):
    if b"sound" in source.read_bytes():
        return Nothing("it is a sound")
    made = _make(source, orders, report)
    return [VariantResult(v.path, threads, v.height_px, v.size_bytes, v.notes) for v in made]


def _make(source, orders, report):
    says = source.read_bytes()
    if b"fail" in says:
        raise AssetUnreadable("it is broken", where=str(source), hint="mend it")
    if b"defect" in says:
        raise ZeroDivisionError("by nought")
    made = []
    for profile, path in orders:
        data = content(source, profile.tail)
        with write_atomically(path, durable=False) as unfinished, unfinished.open("wb") as file:
            for number in range(CHUNKS):
                file.write(data[len(data) * number // CHUNKS : len(data) * (number + 1) // CHUNKS])
                file.flush()
                report(number)
                _misbehave(says)
        made.append(VariantResult(path, 4, 3, len(data), ("a note",)))
    return made


def _misbehave(says):
    if b"die" in says:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"hang" in says:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        time.sleep(60)
    if b"full" in says:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if b"slow" in says:
        time.sleep(0.002)
    if b"wait" in says:
        time.sleep(60)


MAKERS = Makers(make_images, make_videos)
