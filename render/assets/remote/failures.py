"""Many failures, one error."""

from collections.abc import Collection, Mapping
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
    if len(failures) == 1:
        return next(iter(failures.values()))
    problems = tuple(failures.values())
    of = f"{len(failures)} of {assets_total} assets"
    if all(isinstance(problem, AssetMissing) for problem in problems):
        hint = "check the keys, or upload the files"
        return AssetMissing(
            f"the storage does not have {of}:{_listed(failures)}", hint=hint, problems=problems
        )
    lines = [_line(key, problem) for key, problem in failures.items()]
    return AssetError(f"{of} could not be fetched:{_listed(lines)}", problems=problems)


def _line(key: str, problem: RenderError) -> str:
    return str(problem) if problem.where == key else f"{key}: {problem}"


def _listed(lines: Collection[str]) -> str:
    shown = "".join(f"\n  {line}" for line in list(lines)[:_LISTED])
    more = len(lines) - _LISTED
    return shown + (f"\n  and {more} more" if more > 0 else "")
