"""The samples and the gallery: nothing is found in them."""

from pathlib import Path

import pytest

from render.checks import check_source, config_for

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "samples").glob("*/composition.json")),
    *sorted((ROOT / "samples" / "gallery").glob("*.json")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_found(path):
    assert check_source(path.read_bytes(), str(path), config_for(path.parent)).problems == ()


@pytest.mark.soak
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_found_with_the_media_either(path):
    from render.options import RenderOptions  # noqa: PLC0415 - loads codecs

    options = RenderOptions(assets=path.parent)
    config = config_for(path.parent)
    assert check_source(path.read_bytes(), str(path), config, media=options).problems == ()
