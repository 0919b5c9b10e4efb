"""What the tests of film variants share: make the built-in ones, read a finished file."""

import struct
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np

from render.variants.profiles import BUILT_IN, videos_of
from render.variants.videos import make_video_variants

WEB, PREVIEW = videos_of(BUILT_IN)


def make(source, folder, *profiles, **how):
    """Make variants (the two built in unless named) beside one another; return their paths."""
    outputs = [(p, folder / p.name_for("out.mp4")) for p in profiles or (WEB, PREVIEW)]
    results = make_video_variants(source, outputs, **how)
    assert [result.path for result in results] == [path for _, path in outputs]
    return [path for _, path in outputs]


@dataclass
class Film:
    """A finished film, decoded by FFmpeg alone."""

    luma: list
    planes: list
    seconds: list
    size: tuple
    stream: dict
    samples: np.ndarray | None
    duration: Fraction  # of the longer of picture and sound
    metadata: dict


def read(path):
    """Read a finished film as a player would."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        planes, seconds = [], []
        for frame in container.decode(video):
            planes.append(planes_of(frame))
            seconds.append(frame.pts * frame.time_base)
        stream = {
            "profile": context.profile,
            "pix_fmt": context.pix_fmt,
            "tags": (
                context.colorspace, context.color_range, context.color_primaries, context.color_trc
            ),
            "rate": video.average_rate,
            "aspect": video.sample_aspect_ratio,
            "streams": [each.type for each in container.streams],
        }  # fmt: skip
        metadata = dict(container.metadata)
    sound = None
    if "audio" in stream["streams"]:
        with av.open(str(path)) as container:
            assert container.streams.audio[0].codec_context.name == "aac"
            assert container.streams.audio[0].rate == 48_000
            blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
            sound = np.concatenate(blocks, axis=1).T
            assert sound.shape[1] == 2
    size = (planes[0][0].shape[1], planes[0][0].shape[0])
    luma = [each[0] for each in planes]
    return Film(luma, planes, seconds, size, stream, sound, movie_seconds(path), metadata)


def planes_of(frame):
    """Return copies of a 4:2:0 frame's planes."""
    assert frame.format.name == "yuv420p"
    found = []
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        found.append(rows[:, : plane.width].copy())
    return found


def movie_seconds(path):
    """Return how long the movie header says that a film is."""
    data = path.read_bytes()
    at = data.index(b"mvhd") + 4
    return Fraction(*reversed(struct.unpack(">II", data[at + 12 : at + 20])))


def boxes(path):
    """Return the names of an MP4's outermost boxes."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    return names
