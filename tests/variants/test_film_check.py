"""A finished film that is not what was planned is refused, whatever it is that differs."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from render.assets.probe import probe
from render.errors import VerificationError
from render.variants.film_check import check_film
from render.variants.film_plan import plan_shape, plan_timing
from tests.assets.patterns import Numbered, write_numbered
from tests.variants.films import WEB, make

SHORT = Numbered(frame_count=10)


@pytest.fixture
def made(tmp_path):
    """Return a finished film and what was planned of it."""
    source = write_numbered(tmp_path, SHORT)
    facts = probe("film", source).video
    (path,) = make(source, tmp_path, WEB)
    return path, plan_shape(facts, WEB), plan_timing(facts, WEB)


def test_what_was_planned_passes(made):
    check_film(*made, None)


def test_whatever_differs_is_named(made):
    path, shape, timing = made
    late = replace(timing, ticks=timing.ticks + np.array([0] * 9 + [1]), end_tick=11)
    for planned, what in (
        ((replace(shape, width_px=98), timing, None), "size: (96, 64) instead of (98, 64)"),
        ((shape, replace(timing, ticks=timing.ticks[:-1]), None), "frames: 10 instead of 9"),
        ((shape, late, None), "1 frames are shown at other times"),
        ((shape, replace(timing, end_tick=12), None), "it lasts: 2/5 instead of 12/25"),
        ((shape, timing, 19_200), "streams: ['video'] instead of ['audio', 'video']"),
        ((shape, replace(timing, time_base=Fraction(1, 24)), None), "shown at other times"),
    ):
        with pytest.raises(VerificationError) as caught:
            check_film(path, *planned)
        assert what in str(caught.value)


@pytest.mark.parametrize("options", [{}, {"movflags": "frag_keyframe+empty_moov"}])
def test_an_index_behind_the_media_is_found(made, tmp_path, options):
    path, *planned = made
    copy = tmp_path / "copy.mp4"
    with av.open(str(path)) as given, av.open(str(copy), "w", options=options) as container:
        stream = container.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.size:
                packet.stream = stream
                container.mux(packet)
    with pytest.raises(VerificationError, match=r"index|lasts"):
        check_film(copy, *planned, None)


@pytest.mark.parametrize("kept", [0, 10, 600, 0.9])
def test_a_file_cut_short_is_found(made, kept):
    path, *planned = made
    data = path.read_bytes()
    path.write_bytes(data[: int(kept * len(data)) if isinstance(kept, float) else kept])
    with pytest.raises(VerificationError):
        check_film(path, *planned, None)


def test_other_colours_are_found(made, tmp_path):
    path, *planned = made
    film = replace(SHORT, bframes=0, container_options={"movflags": "faststart"})
    with pytest.raises(VerificationError, match="color"):
        check_film(write_numbered(tmp_path, film, "untagged"), *planned, None)
    assert path.exists()
