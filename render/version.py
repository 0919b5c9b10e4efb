"""What a picture depends on besides its plan: this renderer and the libraries it draws with."""

from importlib.metadata import version

DRAWING_VERSION = 7
"""Goes up with every change after which the same plan gives other pixels or other sound."""

_LIBRARIES = (
    "av",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "resvg-py",
    "skia-python",
)


def renderer_version() -> str:
    """Name the drawing rules and every library whose arithmetic ends up in a picture."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"drawing {DRAWING_VERSION}; {libraries}"
