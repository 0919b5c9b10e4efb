"""For tests of compositions: assertions, builders, typed pictures, media, a fake sign server.

The pytest plugin (`render.testing.plugin`) is found by itself where the package is installed.
"""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.testing.assertions import (
        assert_duration,
        assert_frame,
        assert_frames_equal,
        assert_loudness,
        assert_text_visible,
    )
    from render.testing.difference import Difference, compare
    from render.testing.films import Film, open_film
    from render.testing.media import (
        write_clicks,
        write_clicks_and_flashes,
        write_color_bars,
        write_numbered_frames,
    )
    from render.testing.pictures import (
        assert_pixels,
        assert_strip,
        box,
        composition,
        scene,
    )
    from render.testing.signing import sign_server

__all__ = [
    "Difference",
    "Film",
    "assert_duration",
    "assert_frame",
    "assert_frames_equal",
    "assert_loudness",
    "assert_pixels",
    "assert_strip",
    "assert_text_visible",
    "box",
    "compare",
    "composition",
    "open_film",
    "scene",
    "sign_server",
    "write_clicks",
    "write_clicks_and_flashes",
    "write_color_bars",
    "write_numbered_frames",
]

__getattr__ = names_in(
    __name__,
    {
        "assertions": (
            "assert_duration",
            "assert_frame",
            "assert_frames_equal",
            "assert_loudness",
            "assert_text_visible",
        ),
        "difference": ("Difference", "compare"),
        "films": ("Film", "open_film"),
        "media": (
            "write_clicks",
            "write_clicks_and_flashes",
            "write_color_bars",
            "write_numbered_frames",
        ),
        "pictures": ("assert_pixels", "assert_strip", "box", "composition", "scene"),
        "signing": ("sign_server",),
    },
)
