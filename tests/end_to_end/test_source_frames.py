"""Every frame of the output shows the source frame whose time it is."""

from fractions import Fraction
from math import floor

import numpy as np
import pytest

from render import RenderOptions, render_composition
from render.prepare import prepare
from render.timeline.model import Blend
from tests.assets.patterns import Numbered, numbered_luma, read_number, write_numbered
from tests.end_to_end.films import luma_frames, write_json

RATES = {
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "60": Fraction(60),
}
SIZE = (192, 128)
FRAMES_IN_SOURCE = 200


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    for name, rate in RATES.items():
        film = Numbered(rate=rate, frame_count=FRAMES_IN_SOURCE, gop=30)
        write_numbered(folder, film, name)
    return folder


def scene(source, duration_frames, **video):
    layer = {"type": "video", "asset": f"{source}.mp4", **video}
    return {
        "id": f"s-{source}-{len(video)}-{duration_frames}",
        "durationFrames": duration_frames,
        "layers": [layer],
    }


def composition(fps):
    crossfade = {"type": "crossfade", "durationFrames": 10, "easing": "linear"}
    scenes = [
        scene("24", 100),
        scene("25", 40, trimStartFrame=17) | {"transition": crossfade},
        scene("29.97", 170, loop=True, trimStartFrame=20, trimEndFrame=71),
        scene("30", 60, playbackRate=2) | {"transition": crossfade},
        scene("60", 95, trimStartFrame=3) | {"transition": crossfade},
        scene("25", 50, loop=True, trimEndFrame=23, playbackRate=0.5),
        scene("30", 45, trimStartFrame=180, trimEndFrame=190),
    ]
    return {
        "id": "numbers",
        "fps": fps,
        "width": SIZE[0],
        "height": SIZE[1],
        "totalDurationFrames": sum(s["durationFrames"] for s in scenes),
        "scenes": scenes,
    }


def expected_number(layer, rate, frame, fps):
    """Say from the definition, not from the code, which source frame is on at a layer's frame."""
    start = Fraction(layer.get("trimStartFrame", 0)) / fps
    end = Fraction(FRAMES_IN_SOURCE) / rate
    if "trimEndFrame" in layer:
        end = min(end, Fraction(layer["trimEndFrame"]) / fps)
    seconds = frame * Fraction(str(layer.get("playbackRate", 1))) / fps
    if layer.get("loop"):
        seconds %= end - start
    # The last frame that starts before the end is held.
    last = -(-end * rate // 1) - 1
    return int(min(floor((start + seconds) * rate), last))


@pytest.mark.parametrize("fps", ["30", "30000/1001"])
def test_every_output_frame_shows_the_source_frame_of_its_time(fps, sources, tmp_path):
    said = composition(fps)
    path = write_json(tmp_path / "composition.json", said)
    options = RenderOptions(assets=sources, jobs=1)
    report = render_composition(path, tmp_path / "out.mp4", options)
    assert report.segments > len(said["scenes"]), "no segment border inside a scene"
    timeline = prepare(path, options).timeline
    layers = [scene["layers"][0] for scene in said["scenes"]]
    rates = [RATES[layer["asset"].removesuffix(".mp4")] for layer in layers]
    starts = [scene.start_frame for scene in timeline.scenes]

    def number(index, frame):
        return expected_number(layers[index], rates[index], frame - starts[index], Fraction(fps))

    wrong = []
    shown = 0
    for frame, luma in enumerate(luma_frames(tmp_path / "out.mp4")):
        on_screen = timeline.on_screen(frame)
        index = max(i for i, start in enumerate(starts) if start <= frame)
        if isinstance(on_screen, Blend):
            pair = [numbered_luma(number(i, frame), *SIZE) for i in (index - 1, index)]
            mixed = pair[0] + (pair[1].astype(float) - pair[0]) * on_screen.progress
            right = np.abs(luma - mixed).mean() < 4
        else:
            right = read_number(luma) == number(index, frame)
        wrong += [] if right else [frame]
        shown += 1
    assert shown == said["totalDurationFrames"]
    assert wrong == []
