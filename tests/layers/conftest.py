"""Pictures for the layers of this folder."""

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="session")
def assets(tmp_path_factory):
    """A folder with small stills, two pixels a letter.

    white.png 8 x 8; quarters.png 8 x 8: Wg / dl; wide.png 16 x 8: stripes W, g, d, l; hole.png
    8 x 8: red around a transparent middle. small.png is quarters.png, one pixel a letter. They are
    grey because 4:2:0 chroma blurs what lies side by side in one picture.
    """
    folder = tmp_path_factory.mktemp("assets")
    greys = np.array([[255] * 3, [128] * 3, [64] * 3, [192] * 3], np.uint8)
    quarters = greys.reshape(2, 2, 3).repeat(8, axis=0).repeat(8, axis=1)
    hole = np.full((16, 16, 4), (255, 0, 0, 255), np.uint8)
    hole[4:12, 4:12, 3] = 0
    pictures = {
        "white": np.full((16, 16, 3), 255, np.uint8),
        "quarters": quarters,
        "small": np.ascontiguousarray(quarters[::2, ::2]),
        "wide": greys[np.newaxis].repeat(16, axis=0).repeat(8, axis=1),
        "hole": hole,
    }
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(folder / f"{name}.png")
    return folder
