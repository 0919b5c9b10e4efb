"""What docs/captions.md shows works, and leaves nothing out."""

import json
import re

from render.captions.export import WRITERS
from render.captions.zones import SAFE_ZONES
from render.layers.caption_styles import STYLES
from render.options import RenderOptions
from render.prepare import prepare
from render.timeline.captions import shown_pages
from schemas import names
from tests.docs.test_examples import ROOT

PAGE = (ROOT / "docs/captions.md").read_text()


def test_the_composition_shows_its_captions_and_nothing_is_wrong_with_it():
    (block,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    prepared = prepare(json.loads(block), RenderOptions())
    assert prepared.warnings == ()
    (page,) = shown_pages(prepared.timeline)
    assert (page.text, page.start_frame) == ("Slow mornings\ntaste better.", 5)


def test_every_style_safe_zone_and_format_is_there_and_told_of():
    assert set(STYLES) == set(names.CAPTION_STYLES)
    assert set(SAFE_ZONES) == set(names.SAFE_ZONES)
    for name in (*STYLES, *SAFE_ZONES):
        assert f"`{name}`" in PAGE
    assert all(f".{name}" in PAGE for name in WRITERS)
