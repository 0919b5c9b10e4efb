"""After a small edit only what shows it is rendered again."""

import pytest
from PIL import Image

from render import RenderOptions, render_composition

DRAFT = RenderOptions(resolution="480p", quality="draft")


@pytest.fixture
def composition(tmp_path, monkeypatch):
    Image.effect_noise((480, 320), 60).convert("RGB").save(tmp_path / "noise.png")
    monkeypatch.chdir(tmp_path)
    return {
        "id": "c",
        "fps": 30,
        "totalDurationFrames": 120,
        "overlays": [
            {
                "type": "text",
                "role": "label",
                "text": "brand",
                "position": "top-right",
                "enter": {"preset": "fade", "durationFrames": 5},
            }
        ],
        "scenes": [
            {
                "id": f"s{n}",
                "durationFrames": 30,
                "asset": "noise.png",
                "layers": [{"type": "text", "text": f"Scene {n}", "role": "heading"}],
                "transition": {"type": "crossfade", "durationFrames": 6},
            }
            for n in range(4)
        ],
    }


def test_a_changed_text_renders_only_the_segments_that_show_it(composition, tmp_path):
    first = render_composition(composition, tmp_path / "1.mp4", DRAFT)
    composition["scenes"][1]["layers"][0]["text"] = "Something else"
    second = render_composition(composition, tmp_path / "2.mp4", DRAFT)
    nothing = RenderOptions(resolution="480p", quality="draft", cache=False)
    from_nothing = render_composition(composition, tmp_path / "3.mp4", nothing)
    # Scene s1 has one segment, and is still seen in the first one of s2, under the crossfade.
    assert (first.segments, first.segments_reused) == (4, 0)
    assert second.segments_reused == 2
    assert second.sha256 == from_nothing.sha256 != first.sha256


def test_a_scene_put_in_front_leaves_all_others_as_they_are(composition, tmp_path):
    render_composition(composition, tmp_path / "1.mp4", DRAFT)
    composition["scenes"].insert(0, {"id": "new", "durationFrames": 20, "background": "#123456"})
    composition["totalDurationFrames"] += 20
    second = render_composition(composition, tmp_path / "2.mp4", DRAFT)
    # What was the first scene now comes in over the new one, and the overlay has faded in already.
    assert (second.segments, second.segments_reused) == (5, 3)


def test_what_cannot_be_seen_changes_no_segment(composition, tmp_path):
    render_composition(composition, tmp_path / "1.mp4", DRAFT)
    composition["title"] = "Another title"
    composition["metadata"] = {"by": "somebody"}
    for scene in composition["scenes"]:
        scene["id"] = f"renamed-{scene['id']}"
    second = render_composition(composition, tmp_path / "2.mp4", DRAFT)
    assert second.segments_reused == second.segments


def test_a_part_of_a_film_shares_its_segments_with_the_whole(composition, tmp_path):
    render_composition(composition, tmp_path / "1.mp4", DRAFT)
    scene = RenderOptions(resolution="480p", quality="draft", scene="s2")
    report = render_composition(composition, tmp_path / "2.mp4", scene)
    assert (report.frames, report.segments, report.segments_reused) == (30, 1, 1)
    part = RenderOptions(resolution="480p", quality="draft", frames=(28, 62))
    report = render_composition(composition, tmp_path / "3.mp4", part)
    assert (report.frames, report.segments, report.segments_reused) == (34, 3, 1)


def test_other_pictures_under_the_same_key_are_noticed(composition, tmp_path):
    render_composition(composition, tmp_path / "1.mp4", DRAFT)
    Image.effect_noise((480, 320), 90).convert("RGB").save(tmp_path / "noise.png")
    second = render_composition(composition, tmp_path / "2.mp4", DRAFT)
    assert second.segments_reused == 0
