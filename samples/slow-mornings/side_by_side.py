"""Draw the sample in every motion language: `python samples/slow-mornings/side_by_side.py OUT.jpg`.

One row a language, one picture a scene; nothing but `style.motionLanguage` differs.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from render.frames.renderer import FrameRenderer
from render.options import RenderOptions
from render.prepare import prepare
from render.style import LANGUAGES

HERE = Path(__file__).resolve().parent
SIZE_PX = (156, 277)
GAP_PX = 6
AT = 0.64
"""Where in each scene, as a part of it."""


def row(language: str) -> np.ndarray:
    """Return the pictures of one language side by side, `(h, w, 3)` uint8."""
    document = json.loads((HERE / "composition.json").read_text(encoding="utf-8"))
    document["style"]["motionLanguage"] = language
    prepared = prepare(document, RenderOptions(assets=HERE))
    with FrameRenderer(prepared.fonts, 360, 640) as renderer:
        drawn = [
            renderer.rgb(prepared.timeline, scene.start_frame + int(AT * scene.duration_frames))
            for scene in prepared.timeline.scenes
        ]
    small = [
        np.asarray(Image.fromarray(picture).resize(SIZE_PX, Image.Resampling.LANCZOS))
        for picture in drawn
    ]
    space = ((GAP_PX // 2,) * 2, (GAP_PX // 2,) * 2, (0, 0))
    return np.hstack([np.pad(picture, space, constant_values=24) for picture in small])


def main() -> None:
    """Draw all rows into one picture."""
    names = sys.argv[2:] or list(LANGUAGES)
    sheet = Image.fromarray(np.vstack([row(name) for name in names]))
    sheet.save(sys.argv[1], quality=68, optimize=True)


if __name__ == "__main__":
    main()
