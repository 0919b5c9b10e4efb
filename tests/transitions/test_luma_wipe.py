"""lumaWipe: a picture of the user says in which order the frame changes."""

import json

import numpy as np
import pytest
from PIL import Image

from render.encode.profiles import profile_named
from render.errors import AssetMissing, AssetUnreadable, CompositionError
from render.options import RenderOptions
from render.pipeline import render_frame
from render.prepare import prepare
from render.segments.plan import plan_segments
from render.timebase import FrameRange
from render.transitions import TRANSITIONS, Moment
from tests.canvas.patches import film
from tests.transitions.stage import picture

WHITE = (235, 128, 128)


def shown(path, progress, direction=None, size=(64, 36)):
    """How much of the second picture is there, `(height, width)` in [0, 1]."""
    a, b, into = film(*size), film(*size, color=WHITE), film(*size)
    TRANSITIONS["lumaWipe"].draw(a, b, Moment(progress, direction, 0.0, picture(path)), into)
    return (into.y.astype(float) - 16) / 219


@pytest.fixture
def still(tmp_path):
    def write(pixels, name="order.png"):
        Image.fromarray(np.asarray(pixels, np.uint8)).save(tmp_path / name)
        return tmp_path / name

    return write


def ramp(width=64, height=36, low=0, high=255):
    return np.tile(np.linspace(low, high, width), (height, 1))


@pytest.mark.parametrize(
    ("direction", "first"), [(None, "left"), ("right", "left"), ("left", "right")]
)
def test_dark_places_change_first_and_left_mirrors_the_picture(still, direction, first):
    share = shown(still(ramp()), 0.5, direction)
    assert share[:, 5].mean() == (1 if first == "left" else 0)
    assert share[:, -6].mean() == (0 if first == "left" else 1)


@pytest.mark.parametrize(("direction", "first"), [("down", 0), ("up", -1)])
def test_up_and_down_turn_the_picture_by_a_quarter(still, direction, first):
    share = shown(still(ramp()), 0.5, direction)
    assert share[first].mean() == 1
    assert share[-1 - first].mean() == 0


def test_the_levels_of_the_picture_are_the_time(still):
    path = still(ramp())
    for progress in (0.25, 0.5, 0.75):
        assert shown(path, progress).mean() == pytest.approx(progress, abs=0.04)


def test_a_dull_picture_uses_the_whole_time(still):
    full, dull = still(ramp()), still(ramp(low=90, high=140), "dull.png")
    for progress in (0.2, 0.5, 0.8):
        assert np.abs(shown(full, progress) - shown(dull, progress)).mean() < 0.02


def test_a_picture_of_one_level_fades_all_at_once(still):
    path = still(np.full((20, 20), 77))
    levels = [shown(path, progress) for progress in (0.25, 0.5, 0.75)]
    assert all(np.ptp(level) == 0 for level in levels)
    assert [float(level.mean()) for level in levels] == pytest.approx([0.25, 0.5, 0.75], abs=0.01)


def test_the_picture_covers_the_frame_and_keeps_its_shape(still):
    """A round order is round in every frame."""
    x, y = np.meshgrid(np.linspace(-1, 1, 80), np.linspace(-1, 1, 80))
    path = still(np.minimum(255, 180 * np.hypot(x, y)))
    for size in ((64, 36), (36, 64)):
        inside = shown(path, 0.3, size=size) > 0.5
        across, down = inside[size[1] // 2].sum(), inside[:, size[0] // 2].sum()
        assert abs(int(across) - int(down)) <= 2


def test_eight_bits_of_a_small_picture_make_no_steps(still):
    share = shown(still(ramp(16, 9)), 0.5, size=(640, 360))[180]
    edge = share[(share > 0.05) & (share < 0.95)]
    assert len(edge) > 30
    assert np.abs(np.diff(edge)).max() < 0.06


def test_what_is_transparent_counts_as_black(still):
    pixels = np.full((36, 64, 4), 255)
    pixels[:, :32, 3] = 0
    share = shown(still(pixels), 0.5)
    assert share[:, :28].min() == 1
    assert share[:, 36:].max() == 0


def test_without_a_picture_it_is_refused():
    a = film(8, 8)
    with pytest.raises(ValueError, match="picture"):
        TRANSITIONS["lumaWipe"].draw(a, a, Moment(0.5), film(8, 8))


def document(**transition):
    wipe = {"type": "lumaWipe", "asset": "wipes/order.png", "durationFrames": 9} | transition
    return {
        "id": "comp",
        "width": 64,
        "height": 36,
        "fps": 30,
        "totalDurationFrames": 40,
        "scenes": [
            {"id": "one", "durationFrames": 20, "background": "#000000"},
            {"id": "two", "durationFrames": 20, "background": "#ffffff", "transition": wipe},
        ],
    }


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "assets"
    (folder / "wipes").mkdir(parents=True)
    Image.fromarray(ramp().astype(np.uint8)).save(folder / "wipes" / "order.png")
    return folder


def keys(home):
    prepared = prepare(document(), RenderOptions(assets=home))
    window = FrameRange(0, 40)
    profile = profile_named("draft")
    plan = plan_segments(prepared.timeline, prepared.sound, window, (64, 36), profile)
    return [segment.work.key for segment in plan.segments]


def test_a_composition_draws_it_from_its_key(home):
    frame = render_frame(document(easing="linear"), 24, RenderOptions(assets=home))
    assert frame[:, 8].min() > 250
    assert frame[:, -8].max() < 5


def test_its_content_is_in_the_key_of_its_segment_and_of_no_other(home):
    before = keys(home)
    assert keys(home) == before
    Image.fromarray(255 - ramp().astype(np.uint8)).save(home / "wipes" / "order.png")
    changed = [old != new for old, new in zip(before, keys(home), strict=True)]
    assert changed == [False, True]


def test_it_is_reported_when_it_is_missing(home):
    (home / "wipes" / "order.png").unlink()
    with pytest.raises(AssetMissing, match="wipes/order") as caught:
        prepare(document(), RenderOptions(assets=home))
    assert "scenes[1].transition.asset" in str(caught.value)


def test_it_is_reported_when_it_is_no_still(home):
    (home / "wipes" / "order.png").write_bytes(b"this is no picture")
    with pytest.raises(AssetUnreadable, match="wipes/order"):
        prepare(document(), RenderOptions(assets=home))


def test_a_lumawipe_without_an_asset_is_invalid(home):
    broken = json.loads(json.dumps(document()))
    del broken["scenes"][1]["transition"]["asset"]
    with pytest.raises(CompositionError, match="needs asset"):
        prepare(broken, RenderOptions(assets=home))
