"""Assets found, film planned, checks asked."""

from collections.abc import Iterator

from render.assets import probe_all
from render.checks.finding import Finding, Subject
from render.checks.registry import RULES
from render.checks.rehearsal.stage import Rehearsal
from render.document.asset_uses import AssetUse, asset_uses
from render.errors import AssetError, AssetMissing, CompositionError, FontError, RenderError
from render.options import RenderOptions
from render.prepare import all_asset_keys, find_assets, prepare

_FOUND_CLOSER = frozenset({"voices-overlap"})
"""What planning notes, and a check finds with the very segment."""


def rehearse(subject: Subject, options: RenderOptions) -> Iterator[Finding]:
    """Find what the media make wrong.

    Args:
        subject: The composition.
        options: Where its assets and fonts are.

    Raises:
        ApiError: The API did not do its part.
    """
    composition = subject.composition
    try:
        assets = find_assets(composition, composition, options, lambda _event: None)
        probe_all(all_asset_keys(composition), assets)
        prepared = prepare(composition, options)
    except AssetError as error:
        yield from _assets(error, asset_uses(composition))
        return
    except (FontError, CompositionError) as error:
        check = "missing-glyph" if isinstance(error, FontError) else "limit"
        yield Finding(check, error.where or "", error.message, error.hint)
        return
    for warning in prepared.warnings:
        if warning.code not in _FOUND_CLOSER:
            yield Finding(warning.code, warning.path, warning.message, warning.hint)
    with Rehearsal(subject, prepared) as rehearsal:
        for rule in RULES:
            if rule.needs == "assets" and rule.find is not None:
                yield from rule.find(rehearsal)


def _assets(error: AssetError, uses: tuple[AssetUse, ...]) -> Iterator[Finding]:
    """Yield a finding for each asset, at the first place that names it."""
    places: dict[str, list[AssetUse]] = {}
    for use in uses:
        places.setdefault(use.key, []).append(use)
    problem: RenderError
    for problem in error.problems or (error,):
        named = places.get(problem.where or "", [])
        path = named[0].path if named else ""
        check = "asset-missing" if isinstance(problem, AssetMissing) else "asset-unreadable"
        also = f" (also used {len(named) - 1} times more)" if len(named) > 1 else ""
        message = f'"{problem.where}": {problem.message}{also}'
        yield Finding(check, path, message, problem.hint)
