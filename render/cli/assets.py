"""`wavemaker assets list|sign|pull|verify`: what lies behind the keys of a composition."""

from pathlib import Path

import typer

from render.assets import probe_all
from render.assets.proxies import proxy_keys
from render.assets.remote import ApiConfig, RemoteAssets, SignClient
from render.cli.amounts import size_text
from render.cli.console import printable, say, show_json
from render.cli.progress import shown_progress
from render.document import read_composition
from render.document.asset_uses import AssetUse, asset_uses
from render.errors import AssetError, AssetMissing
from render.options import RenderOptions
from render.prepare import all_asset_keys, find_assets, progress_of, with_uses


def run_list(composition: Path, *, strict: bool, as_json: bool) -> None:
    """Show every key of a composition and where it is used."""
    parsed = read_composition(composition, strict=strict)
    uses: dict[str, list[AssetUse]] = {}
    for use in asset_uses(parsed.composition):
        uses.setdefault(use.key, []).append(use)
    if as_json:
        show_json(
            [
                {
                    "key": key,
                    "uses": [
                        {"path": use.path, "scene": use.scene_id, "kind": use.kind}
                        for use in places
                    ],
                }
                for key, places in uses.items()
            ]
        )
        return
    for key, places in uses.items():
        typer.echo(printable(key))
        for use in places:
            scene = f" (scene {use.scene_id})" if use.scene_id else ""
            typer.echo(printable(f"  {use.path}{scene}"))


def run_sign(composition: Path, api: ApiConfig, *, strict: bool, as_json: bool) -> None:
    """Print a signed URL for every key, and for its variants where the API has them.

    Raises:
        AssetMissing: The storage does not have some of the keys; the others are printed.
    """
    parsed = read_composition(composition, strict=strict)
    keys = dict.fromkeys(use.key for use in asset_uses(parsed.composition))
    with SignClient(api) as client:
        signed = client.sign(keys)
    if as_json:
        show_json({"urls": dict(signed.urls), "missing": list(signed.missing)})
    else:
        for key, url in signed.urls.items():
            typer.echo(printable(f"{key}\t{url}"))
    if signed.missing:
        missing = [
            AssetMissing("the storage does not have it", where=key) for key in signed.missing
        ]
        error = AssetMissing(f"{len(missing)} keys are missing", problems=tuple(missing))
        raise with_uses(error, parsed.composition, parsed.document)


def run_pull(
    composition: Path, api: ApiConfig, *, proxy: bool, refresh: bool, strict: bool, as_json: bool
) -> None:
    """Download every asset into the cache.

    Raises:
        AssetError: Some could not be had; all of them are listed, the others are kept.
        ApiError: The API did not do its part.
    """
    parsed = read_composition(composition, strict=strict)
    uses = asset_uses(parsed.composition)
    with shown_progress(quiet=as_json) as on_event, RemoteAssets(api) as assets:
        try:
            fetched = assets.fetch(
                [use.key for use in uses],
                proxies=proxy_keys(uses) if proxy else {},
                refresh=refresh,
                on_event=progress_of(on_event),
            )
        except AssetError as error:
            raise with_uses(error, parsed.composition, parsed.document) from error
    if as_json:
        show_json(
            {
                "files": {key: str(path) for key, path in fetched.files.items()},
                "proxies": dict(fetched.proxies),
                "cached": fetched.assets_cached,
                "bytes_received": fetched.bytes_received,
            }
        )
        return
    say(
        f"{len(fetched.files)} assets, {fetched.assets_cached} of them from the cache; "
        f"{size_text(fetched.bytes_received)} received"
    )


def run_verify(composition: Path, options: RenderOptions, *, as_json: bool) -> None:
    """Find every asset and look into it.

    Raises:
        AssetError: Some are missing or unreadable; all of them are listed.
    """
    parsed = read_composition(composition, strict=options.strict)
    with shown_progress(quiet=as_json) as on_event:
        try:
            keys = all_asset_keys(parsed.composition)
            assets = find_assets(parsed.composition, composition, options, on_event)
            media = probe_all(keys, assets)
        except AssetError as error:
            raise with_uses(error, parsed.composition, parsed.document) from error
    if as_json:
        show_json(
            [
                {
                    "key": facts.key,
                    "kind": facts.kind,
                    "sha256": facts.content_hash,
                    "notes": list(facts.notes),
                }
                for facts in media.values()
            ]
        )
        return
    for facts in media.values():
        for note in facts.notes:
            say(f"warning: {facts.key}: {note}")
    say(f"{len(media)} assets are there and can be read")
