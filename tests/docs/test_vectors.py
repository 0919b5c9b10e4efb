"""What docs/vectors.md shows is drawn, and without a warning."""

import json
import re
from pathlib import Path

import pytest

from schemas.counting import parse_counter_format
from tests.pictures import shot, warnings

PAGE = (Path(__file__).resolve().parents[2] / "docs/vectors.md").read_text()
BLOCKS = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_compositions_are_drawn(block):
    document = json.loads(block)
    assert warnings(document) == []
    (picture,) = shot(document, document["totalDurationFrames"] - 10, output=(180, 180))
    assert picture.std() > 5


def test_the_formats_are_formats():
    table = PAGE[PAGE.index("| format |") : PAGE.index("`{{`")]
    formats = [each for each in re.findall(r"`([^`]*\{[^`]*)`", table) if "/" not in each]
    assert len(formats) > 10
    for each in formats:
        parse_counter_format(each)
