"""Many failures, one error."""

from collections.abc import Mapping
from typing import Final

from render.errors import AssetError, AssetMissing, RenderError

_LISTED: Final = 25


def joined(failures: Mapping[str, RenderError], assets_total: int) -> RenderError:
    """Return the error to raise for all that failed.

    Args:
        failures: What went wrong, by asset key; not empty.
        assets_total: How many assets were wanted.

    Returns:
        A single failure as it is. Several in an `AssetMissing` when all of them are, else in an
        `AssetError`; the message lists them, `problems` has them all.
    """
    problems = tuple(failures.values())
    if len(problems) == 1:
        return problems[0]
    all_missing = all(isinstance(problem, AssetMissing) for problem in problems)
    kind, what = (AssetMissing, "are missing") if all_missing else (AssetError, "cannot be used")
    lines = [_line(key, problem) for key, problem in failures.items()]
    more = [f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    listed = "".join(f"\n  {line}" for line in (*lines[:_LISTED], *more))
    return kind(f"{len(problems)} of {assets_total} assets {what}:{listed}", problems=problems)


def _line(key: str, problem: RenderError) -> str:
    return str(problem) if problem.where == key else f"{key}: {problem}"
