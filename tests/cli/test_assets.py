"""A render whose assets come over the network is the render whose assets lie in a folder."""

import json
import wave
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from render.assets.remote import SignClient, read_api_config
from render.serve import serve_folder
from tests.assets.patterns import Numbered, write_numbered

SHORT = ("--jobs", "1", "--no-cache", "--resolution", "480p", "--quality", "draft", "--json")


@pytest.fixture
def film(tmp_path, monkeypatch):
    """Write a composition in one folder and its media in another, which is served."""
    media = tmp_path / "media"
    (media / "assets").mkdir(parents=True)
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 255, (90, 160, 3), np.uint8)
    Image.fromarray(noise).resize((1600, 900)).save(media / "assets" / "still.jpg")
    Image.new("RGB", (800, 450), "#00BDF2").save(media / "assets" / "still_800w.jpg")
    write_numbered(media / "assets", Numbered(frame_count=30), "clip")
    with wave.open(str(media / "assets" / "voice.wav"), "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        sound.writeframes((rng.normal(0, 3000, 24_000)).astype("<i2").tobytes())
    document = {
        "id": "served",
        "totalDurationFrames": 20,
        "scenes": [
            {
                "id": "still",
                "durationFrames": 10,
                "asset": "assets/still.jpg",
                "motion": {"preset": "zoomIn"},
            },
            {"id": "clip", "durationFrames": 10, "asset": "assets/clip.mp4"},
        ],
        "audio": {"voiceover": {"key": "assets/voice.wav"}},
    }
    composition = tmp_path / "composition.json"
    composition.write_text(json.dumps(document))
    monkeypatch.delenv("WAVEMAKER_API_URL", raising=False)
    return SimpleNamespace(folder=tmp_path, media=media, path=composition, document=document)


@pytest.fixture
def server(film, monkeypatch):
    with serve_folder(film.media) as running:
        monkeypatch.setenv("WAVEMAKER_API_KEY", running.api_key)
        yield running


def sha256_of(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["sha256"]


def test_the_same_bytes_from_the_network_as_from_the_folder_and_again_without_either(
    film, wavemaker, monkeypatch
):
    local = wavemaker(
        "render", film.path, "-o", film.folder / "local.mp4", "--assets", film.media, *SHORT
    )
    with serve_folder(film.media) as server:
        monkeypatch.setenv("WAVEMAKER_API_KEY", server.api_key)
        url = ("--api-url", server.url)
        first = wavemaker("render", film.path, "-o", film.folder / "first.mp4", *url, *SHORT)
    again = wavemaker("render", film.path, "-o", film.folder / "again.mp4", *url, *SHORT)
    assert sha256_of(local) == sha256_of(first) == sha256_of(again)


def test_the_environment_may_name_the_api(film, server, wavemaker, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_API_URL", server.url)
    result = wavemaker("frame", film.path, 3, "-o", film.folder / "frame.png")
    assert result.exit_code == 0, result.stderr


def test_a_folder_that_is_named_counts_more_than_the_environment(film, wavemaker, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_API_URL", "http://127.0.0.1:9")
    result = wavemaker("assets", "verify", film.path, "--assets", film.media)
    assert result.exit_code == 0, result.stderr


def test_a_folder_and_an_api_exclude_each_other(film, wavemaker):
    result = wavemaker("inspect", film.path, "--assets", film.media, "--api-url", "http://x")
    assert result.exit_code == 2
    assert "exclude" in result.stderr


@pytest.mark.parametrize("source", ["folder", "api"])
def test_a_draft_is_made_of_proxies(film, server, wavemaker, source):
    where = {"folder": ("--assets", film.media), "api": ("--api-url", server.url)}[source]
    # An original that is in the cache already would be taken: it costs no download.
    for options in (("--proxy",), ()):
        picture = film.folder / f"frame{len(options)}.png"
        result = wavemaker("frame", film.path, 3, "-o", picture, *where, *options)
        assert result.exit_code == 0, result.stderr
    blue = np.asarray(Image.open(film.folder / "frame1.png").convert("RGB"), int)
    assert np.abs(blue - (0x00, 0xBD, 0xF2)).max() <= 3
    noise = np.asarray(Image.open(film.folder / "frame0.png").convert("RGB"), int)
    assert noise.std() > 20


def test_every_missing_key_is_said_at_once_with_the_scenes_that_want_it(film, server, wavemaker):
    for name in ("still.jpg", "clip.mp4"):
        (film.media / "assets" / name).unlink()
    for command in (
        ("render", "-o", film.folder / "no.mp4"),
        ("assets", "pull"),
        ("assets", "sign"),
    ):
        words = [word for word in command if isinstance(word, str) and word[0] != "-"]
        rest = command[len(words) :]
        result = wavemaker(*words, film.path, *rest, "--api-url", server.url)
        assert result.exit_code == 4
        for said in ("assets/still.jpg", "scenes[0].asset (line 1", "assets/clip.mp4", "scenes[1]"):
            assert said in result.stderr
        assert server.api_key not in result.output
    assert not (film.folder / "no.mp4").exists()


def test_a_wrong_key_is_said_as_such_and_not_shown(film, server, wavemaker, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_API_KEY", "mcp_wrong" + "x" * 30)
    result = wavemaker("render", film.path, "-o", film.folder / "no.mp4", "--api-url", server.url)
    assert result.exit_code == 1
    assert "mcp_wrong" not in result.output
    assert "401" in result.stderr


def test_list_says_every_key_and_where_it_is_used(film, wavemaker):
    said = json.loads(wavemaker("assets", "list", film.path, "--json").stdout)
    assert [each["key"] for each in said] == [
        "assets/still.jpg",
        "assets/clip.mp4",
        "assets/voice.wav",
    ]
    assert said[1]["uses"] == [{"path": "scenes[1].asset", "scene": "clip", "kind": "Scene"}]
    text = wavemaker("assets", "list", film.path).stdout
    assert "assets/still.jpg\n  scenes[0].asset (scene still)\n" in text


def test_sign_gives_urls_of_keys_and_of_variants(film, server, wavemaker):
    result = wavemaker("assets", "sign", film.path, "--api-url", server.url, "--json")
    said = json.loads(result.stdout)
    assert said["missing"] == []
    assert set(said["urls"]) == {
        "assets/still.jpg",
        "assets/still_800w.jpg",
        "assets/clip.mp4",
        "assets/voice.wav",
    }
    with SignClient(read_api_config(url=server.url)) as client:
        assert set(client.sign(["assets/still.jpg"]).urls) == {
            "assets/still.jpg",
            "assets/still_800w.jpg",
        }


def test_pull_then_nothing_is_asked_for_again(film, server, wavemaker):
    pull = ("assets", "pull", film.path, "--api-url", server.url, "--json")
    first, second = (json.loads(wavemaker(*pull).stdout) for _ in range(2))
    assert first["cached"] == 0
    assert first["bytes_received"] == sum(
        (film.media / key).stat().st_size for key in first["files"]
    )
    assert (second["cached"], second["bytes_received"]) == (3, 0)
    refreshed = json.loads(wavemaker(*pull, "--refresh").stdout)
    assert refreshed["bytes_received"] == first["bytes_received"]


def test_verify_names_what_cannot_be_read(film, server, wavemaker):
    good = wavemaker("assets", "verify", film.path, "--api-url", server.url)
    assert good.exit_code == 0
    assert "3 assets are there and can be read" in good.stderr
    (film.media / "assets" / "still.jpg").write_bytes(b"no picture")
    (film.media / "assets" / "clip.mp4").unlink()
    bad = wavemaker("assets", "verify", film.path, "--assets", film.media)
    assert bad.exit_code == 4
    assert "2 of 3 assets cannot be used" in bad.stderr


def test_a_bundle_of_downloaded_assets_renders_the_same(film, server, wavemaker):
    bundle = film.folder / "bundle"
    result = wavemaker("assets", "bundle", film.path, "-o", bundle, "--api-url", server.url)
    assert result.exit_code == 0, result.stderr
    local = wavemaker(
        "render", film.path, "-o", film.folder / "a.mp4", "--assets", film.media, *SHORT
    )
    bundled = wavemaker("render", bundle / "composition.json", "-o", film.folder / "b.mp4", *SHORT)
    assert sha256_of(local) == sha256_of(bundled)
