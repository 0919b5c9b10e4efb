"""Every place that names an asset is found, whatever names it."""

import json

from render.document import parse_composition
from render.document.asset_uses import asset_uses

EVERYWHERE = {
    "id": "all",
    "title": "All",
    "aspectRatio": "16:9",
    "fps": 30,
    "totalDurationFrames": 30,
    "scenes": [
        {
            "id": "one",
            "durationFrames": 30,
            "asset": "a.jpg",
            "transition": {"type": "lumaWipe", "durationFrames": 5, "asset": "wipe.png"},
            "layers": [
                {
                    "type": "group",
                    "layers": [
                        {
                            "type": "image",
                            "asset": "b.png",
                            "effects": [{"type": "lut", "asset": "warm.cube"}],
                        },
                        {"type": "svg", "asset": "c.svg"},
                    ],
                },
            ],
        }
    ],
    "overlays": [{"type": "video", "asset": "d.mp4"}],
    "audio": {
        "voiceover": {"key": "voice.wav"},
        "music": {"key": "music.mp3"},
        "soundEffects": [{"key": "pop.wav"}, {"key": "a.jpg"}],
    },
}


def test_every_place_is_found_with_its_path_and_scene():
    composition = parse_composition(json.dumps(EVERYWHERE)).composition
    assert {(use.key, use.path, use.scene_id) for use in asset_uses(composition)} == {
        ("a.jpg", "scenes[0].asset", "one"),
        ("wipe.png", "scenes[0].transition.asset", "one"),
        ("b.png", "scenes[0].layers[0].layers[0].asset", "one"),
        ("warm.cube", "scenes[0].layers[0].layers[0].effects[0].asset", "one"),
        ("c.svg", "scenes[0].layers[0].layers[1].asset", "one"),
        ("d.mp4", "overlays[0].asset", None),
        ("voice.wav", "audio.voiceover.key", None),
        ("music.mp3", "audio.music.key", None),
        ("pop.wav", "audio.soundEffects[0].key", None),
        ("a.jpg", "audio.soundEffects[1].key", None),
    }
