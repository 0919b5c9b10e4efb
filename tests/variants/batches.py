"""Batches with fake makers, and what came of them."""

from render.variants.batch import make_variants
from tests.variants import fakes

ALL = {"a.png", "b.jpg", "c.png", "d.mov"}
VARIANTS = [
    "a_400w.jpg", "a_800w.jpg", "b_400w.jpg", "b_800w.jpg",
    "sub/c_400w.jpg", "sub/c_800w.jpg", "sub/d_preview.mp4", "sub/d_web.mp4",
]  # fmt: skip


def made_of(*paths, jobs=0, **options):
    """Run a batch and return its outcomes by the name of the original."""
    outcomes = list(make_variants(paths, jobs=jobs, makers=fakes.MAKERS, **options))
    found = {outcome.original.name: outcome for outcome in outcomes}
    assert len(found) == len(outcomes)
    return found


def statuses(outcomes):
    return {name: outcome.status for name, outcome in outcomes.items()}


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
