"""What a render tells while it runs, and how it is stopped."""

import threading

import pytest

from render import Cancelled, Progress, RenderOptions, StageStarted, render_composition
from render.events import STAGES

OPTIONS = RenderOptions(resolution="480p", quality="draft")
SAID = {
    "id": "c",
    "fps": 30,
    "totalDurationFrames": 40,
    "scenes": [
        {"id": f"s{n}", "durationFrames": 20, "layers": [{"type": "text", "text": f"Scene {n}"}]}
        for n in range(2)
    ],
}


def test_stages_come_in_order_and_progress_only_grows(tmp_path):
    events = []
    render_composition(SAID, tmp_path / "out.mp4", OPTIONS, on_event=events.append)
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == list(STAGES)
    progress = [event for event in events if isinstance(event, Progress)]
    frames = [event.frames_done for event in progress]
    assert frames == sorted(frames)
    last = progress[-1]
    assert (last.frames_done, last.frames_total) == (40, 40)
    assert (last.segments_done, last.segments_total, last.segments_reused) == (2, 2, 0)
    assert last.seconds_left == 0


def test_reused_segments_count_as_done_from_the_start(tmp_path):
    render_composition(SAID, tmp_path / "out.mp4", OPTIONS)
    events = []
    render_composition(SAID, tmp_path / "out.mp4", OPTIONS, on_event=events.append)
    progress = [event for event in events if isinstance(event, Progress)]
    assert (progress[0].frames_done, progress[0].segments_reused) == (40, 2)


def test_a_cancelled_render_stops_and_leaves_nothing_behind(tmp_path):
    cancel = threading.Event()

    def stop(event):
        if isinstance(event, Progress) and event.frames_done:
            cancel.set()

    output = tmp_path / "film" / "out.mp4"
    with pytest.raises(Cancelled):
        render_composition(SAID, output, OPTIONS, on_event=stop, cancel=cancel)
    assert not output.parent.exists() or not list(output.parent.iterdir())
    # What was finished is kept, and the next render goes on from there.
    assert render_composition(SAID, output, OPTIONS).frames == 40


def test_a_render_cancelled_before_it_starts_does_nothing(tmp_path):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        render_composition(SAID, tmp_path / "out.mp4", OPTIONS, cancel=cancel)
    assert not (tmp_path / "out.mp4").exists()
