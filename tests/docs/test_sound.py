"""The page about sound: its JSON is read, its commands run."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from render.cli.app import app
from schemas import Audio
from schemas.names import LOUDNESS_PRESETS
from tests.audio.sounds import tone, write_sound

PAGE = (Path(__file__).parents[2] / "docs" / "sound.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "assets").mkdir()
    for name in ("vo-1.wav", "music.mp3", "whoosh.wav"):
        write_sound(tmp_path / "assets" / name, tone(96_000))
    (example,) = blocks("json")
    scene = {"id": "scene-1", "durationFrames": 150}
    composition = {"id": "c", "totalDurationFrames": 150, "scenes": [scene], **json.loads(example)}
    (tmp_path / "composition.json").write_text(json.dumps(composition))
    return tmp_path


def test_the_example_is_sound_and_the_commands_write_what_they_say(written):
    (example,) = blocks("json")
    assert not Audio.model_validate(json.loads(example)["audio"]).model_extra
    (commands,) = blocks("sh")
    for line in commands.strip().splitlines():
        words = shlex.split(line, comments=True)
        assert words[0] == "wavemaker"
        told = CliRunner().invoke(app, words[1:])
        assert told.exit_code == 0, told.output
    assert (written / "mix.wav").exists()
    assert {path.name for path in (written / "stems").iterdir()} >= {"voice.wav", "music.wav"}
    assert (written / "sound.png").exists()


def test_every_preset_is_on_the_page():
    assert all(f"`{preset}`" in PAGE for preset in LOUDNESS_PRESETS)
