"""What a picture depends on besides its plan: this renderer and the libraries it draws with."""

from importlib.metadata import version

DRAWING_VERSION = 10
"""Goes up with every change after which the same plan gives other pixels."""
SOUND_VERSION = 2
"""Goes up with every change after which the same plan gives other sound."""

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


def sound_version() -> str:
    """Name the rules of the mix and every library whose arithmetic is heard in it."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("av", "numpy", "soxr"))
    return f"sound {SOUND_VERSION}; {libraries}"
