"""The stage as a whole: cheap to import, its plan fit for a key."""

import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from render.audio import AudioPlan, Duck, LoudnessTarget, SoundCue, encode_aac, mix_blocks
from render.segments.key import canonical_json
from tests.audio.sounds import media_of, tone, write_sound

PLAN = AudioPlan(
    96_000,
    (SoundCue("music", media_of(Path("/nowhere/a.wav"), 48_000), 0, 96_000, ducked=True),),
    Duck(-12.0, 10, 20, 10, clearance_db=10.0),
    LoudnessTarget(-14.0, -1.0),
)


def test_importing_the_stage_loads_no_decoder():
    code = "import sys, render.audio; print('av' in sys.modules, 'cv2' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert printed.stdout.split() == [b"False", b"False"]


def test_a_plan_has_a_canonical_form_without_places():
    text = canonical_json(PLAN)
    json.loads(text)
    moved = replace(PLAN.cues[0], media=replace(PLAN.cues[0].media, path=Path("/other/b.wav")))
    assert canonical_json(replace(PLAN, cues=(moved,))) == text
    louder = replace(PLAN.cues[0], gain=0.5)
    assert canonical_json(replace(PLAN, cues=(louder,))) != text


def test_a_plan_travels_between_processes():
    assert pickle.loads(pickle.dumps(PLAN)) == PLAN  # noqa: S301 - our own bytes


def test_the_same_plan_gives_the_same_file(tmp_path):
    media = write_sound(tmp_path / "a.mp3", tone(66_150, rate_hz=44_100), rate_hz=44_100)
    cue = SoundCue("music", media, 777, 130_000, gain=1.9, fade_in_samples=5_000, loop=True)
    plan = AudioPlan(144_000, (cue,), loudness=LoudnessTarget(-10.0, -1.0))
    for name in ("a.mp4", "b.mp4"):
        encode_aac(mix_blocks(plan), tmp_path / name, plan.total_samples)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
