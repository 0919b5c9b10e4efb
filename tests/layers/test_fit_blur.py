"""fit blur: a medium in its box, itself out of focus around it."""

import numpy as np
import pytest
from PIL import Image

from render.interchange.film import Film
from tests.pictures import FONTS, composition, planned, scene, shot, warnings


@pytest.fixture(scope="session")
def photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    left_right = np.zeros((40, 80, 3), np.uint8)
    left_right[:, :40], left_right[:, 40:] = (220, 60, 40), (40, 90, 220)
    Image.fromarray(left_right).save(folder / "wide.png")
    Image.new("RGBA", (40, 20), (255, 255, 255, 128)).save(folder / "glass.png")
    return folder


def layer(**fields):
    return {"type": "image", "asset": "wide.png", "fit": "blur", **fields}


def picture(photos, *layers, **fields):
    document = composition(scene(*layers, **fields), size=(16, 16))
    assert warnings(document, assets=photos) == []
    return shot(document, 0, assets=photos, block_px=8)[0].astype(int)


def test_the_medium_lies_whole_in_the_middle(photos):
    blurred, contained = (picture(photos, layer(fit=fit)) for fit in ("blur", "contain"))
    middle = slice(36, 92)
    columns = slice(4, -4)  # the picture's own edge lies on what is below
    assert np.abs(blurred[middle, columns] - contained[middle, columns]).max() <= 3


def test_around_it_lies_the_medium_soft_and_darker_and_no_background_shows(photos):
    shown = picture(photos, layer(), background="#00ff00")
    for band in (shown[:28], shown[100:]):
        assert band[:, 0, 0].mean() < 190
        assert band[:, :40, 0].mean() > 100 > band[:, :40, 2].mean()
        assert band[:, 88:, 2].mean() > 100 > band[:, 88:, 0].mean()
        assert band[:, :, 1].max() < 130
        assert np.abs(np.diff(band[:, :, 0], axis=1)).max() < 22


def test_it_keeps_to_its_box_and_fades_as_one(photos):
    box = {"size": {"width": 8, "height": 12}}
    shown = picture(photos, layer(**box), background="white")
    assert shown[:, :30].min() >= 250
    assert shown[:14].min() >= 250
    half = picture(photos, layer(**box, opacity=0.5), background="white")
    assert np.abs(half - (shown + 255) / 2).max() <= 4


def test_in_a_box_of_its_own_shape_nothing_lies_around_it(photos):
    timeline = planned(
        composition(scene(layer(size={"width": 16, "height": 8})), size=(16, 16)), photos
    )
    assert timeline.scenes[0].layers[0].content.around is None


def test_the_plain_engine_shows_the_same(photos):
    document = composition(
        scene(layer(), layer(asset="glass.png", size={"width": 8, "height": 12})), size=(16, 16)
    )
    timeline = planned(document, photos)
    fast = shot(timeline, 0, block_px=8)[0].astype(int)
    film = Film(timeline, FONTS, 128, 128)
    plain = film.rgb(0).astype(int)
    film.close()
    assert np.abs(fast - plain).mean() < 3
