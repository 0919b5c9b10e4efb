"""How much a composition may ask for. Checked before anything large is made."""

from typing import Final

from schemas.bounds import MAX_FRAMES as _MAX_FRAMES

MAX_JSON_BYTES: Final = 8_000_000
MAX_DEPTH: Final = 64
"""Objects and lists inside one another."""
MAX_SCENES: Final = 2_000
MAX_LAYERS: Final = 10_000
"""Of all scenes, groups and overlays together."""
MIN_FPS: Final = 1
MAX_FPS: Final = 240
MIN_SIDE_PX: Final = 2
MAX_SIDE_PX: Final = 8192
MAX_CANVAS_PIXELS: Final = 33_200_000
"""Of a canvas, and of any layer's box: 7680x4320."""
MAX_HOURS: Final = 6
MAX_FRAMES: Final = _MAX_FRAMES
"""MAX_HOURS at MAX_FPS; slower rates are held to MAX_HOURS."""
MAX_DRAWN_PIXELS: Final = 50_000_000_000_000
"""Design pixels times frames, of the canvas and of every layer: six hours of 1080p30 with 36
layers."""
MAX_PROBLEMS: Final = 1_000
"""More are counted, not listed."""
MAX_CAPTION_BYTES: Final = 8_000_000
"""Of one file of captions."""
MAX_CAPTION_CUES: Final = 20_000
MAX_CAPTION_WORDS: Final = 100_000
MAX_CAPTION_SECONDS: Final = 360_000
"""Latest time a file of captions may name."""

MAX_WORKER_MEMORY_BYTES: Final = 8_000_000_000
"""Of addresses, of one worker process: at 1080p it holds 0.4 GB, at 7680x4320 about 3 GB."""
MAX_WORKER_FILE_BYTES: Final = 64_000_000_000
"""Of one file that a worker writes."""
MAX_WORKER_OPEN_FILES: Final = 512
