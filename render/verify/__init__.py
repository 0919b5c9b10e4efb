"""A finished film, and the composition it was made from -> what is wrong with it, and a report."""

from typing import TYPE_CHECKING

from render.lazy import names_in

if TYPE_CHECKING:
    from render.verify.film import verify_film
    from render.verify.findings import Finding
    from render.verify.report import FilmReport

__all__ = ["FilmReport", "Finding", "verify_film"]

__getattr__ = names_in(
    __name__, {"film": ("verify_film",), "findings": ("Finding",), "report": ("FilmReport",)}
)
