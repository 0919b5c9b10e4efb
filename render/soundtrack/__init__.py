"""The sound of a composition by itself: as files, track by track, and as a picture."""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.soundtrack.export import ExportedSound, export_mix, export_stems
    from render.soundtrack.plot import plot_sound

__all__ = ["ExportedSound", "export_mix", "export_stems", "plot_sound"]

__getattr__ = names_in(
    __name__,
    {
        "export": ("ExportedSound", "export_mix", "export_stems"),
        "plot": ("plot_sound",),
    },
)
