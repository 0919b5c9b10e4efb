"""`wavemaker assets bundle`."""

from pathlib import Path

from render.assets.bundle import Bundle, write_bundle
from render.cli.amounts import size_text
from render.cli.console import say, show_json, show_problems
from render.cli.progress import shown_progress
from render.document import read_composition
from render.errors import AssetError
from render.options import RenderOptions
from render.prepare import all_asset_keys, find_assets, with_uses


def run_bundle(
    composition: Path, output: Path, options: RenderOptions, *, force: bool, as_json: bool
) -> None:
    """Write a composition and its media into a folder that renders anywhere.

    Args:
        composition: Its file; `-` is standard input.
        output: The folder to write.
        options: Where the media are, and strictness.
        force: Replace a bundle that is there.
        as_json: Print the result as JSON.

    Raises:
        CompositionError: The document is invalid.
        AssetError: Media are missing or unreadable; all of them are listed.
        OutputError: The folder cannot be written, or holds something else.
    """
    parsed = read_composition(composition, strict=options.strict)
    with shown_progress(quiet=as_json) as on_event:
        try:
            bundle = write_bundle(
                parsed.composition,
                find_assets(parsed.composition, composition, options, on_event),
                output,
                opened=all_asset_keys(parsed.composition),
                force=force,
            )
        except AssetError as error:
            raise with_uses(error, parsed.composition, parsed.document) from error
    if as_json:
        show_json(_as_json(bundle))
        return
    show_problems(parsed.warnings)
    for key in bundle.left_out:
        say(f"warning: {key}: not found, left out; a render does not open it")
    for key, name in bundle.renamed.items():
        say(f"warning: {key}: no name for every system, called {name} in the bundle")
    count = len(bundle.files) - 1
    say(
        f"{output}: the composition and {count} {'asset' if count == 1 else 'assets'}, "
        f"{size_text(bundle.size_bytes)}"
    )


def _as_json(bundle: Bundle) -> dict[str, object]:
    return {
        "folder": str(bundle.folder),
        "size_bytes": bundle.size_bytes,
        "files": [
            {
                "path": file.path,
                "key": file.key,
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
            }
            for file in bundle.files
        ],
        "left_out": list(bundle.left_out),
        "renamed": bundle.renamed,
    }
