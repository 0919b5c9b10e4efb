"""`wavemaker captions export`: the captions of a composition as a file, as they are drawn."""

import sys
from pathlib import Path

from render.captions.export import WRITERS, write_pages
from render.cli.console import say, show_json, show_problems
from render.errors import UsageError
from render.options import RenderOptions
from render.prepare import prepare
from render.storage import write_atomically
from render.timeline.captions import shown_pages

STDOUT = Path("-")


def run_export(
    composition: Path, output: Path, form: str | None, options: RenderOptions, *, as_json: bool
) -> None:
    """Write the captions of a composition.

    Args:
        composition: Its file, or `-`.
        output: The file to write, or `-` for standard output.
        form: A key of `WRITERS`; None goes by the suffix of `output`.
        options: Where assets and fonts are.
        as_json: Print a report for machines; standard output is then not for the captions.

    Raises:
        UsageError: No format is named or known, the composition has no captions, or both the
            captions and the report would go to standard output.
        RenderError: As for every composition.
    """
    kind = _kind(output, form)
    if as_json and output == STDOUT:
        raise UsageError("the captions and the report cannot both go to standard output")
    prepared = prepare(composition, options)
    pages = shown_pages(prepared.timeline)
    if not pages:
        raise UsageError(
            "the composition shows no captions",
            hint='give it "captions", or a scene a layer of type "captions"',
        )
    timeline = prepared.timeline
    text = write_pages(pages, timeline.fps, kind, (timeline.width, timeline.height))
    if output == STDOUT:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    else:
        with write_atomically(output) as unfinished:
            unfinished.write_bytes(text.encode())
    words = sum(len(page.words) for page in pages)
    estimated = sum(len(page.words) for page in pages if page.estimated)
    if as_json:
        show_json(
            {
                "output": str(output),
                "format": kind,
                "pages": len(pages),
                "words": words,
                "estimated_words": estimated,
            }
        )
        return
    show_problems(prepared.warnings)
    made_up = f", the times of {estimated} estimated" if estimated else ""
    say(f"{output}: {len(pages)} pages, {words} words{made_up}")


def _kind(output: Path, form: str | None) -> str:
    if form is not None:
        return form
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in WRITERS:
        known = ", ".join(f".{name}" for name in WRITERS)
        raise UsageError(
            "the format of the captions is not known",
            where=str(output),
            hint=f"end the name in one of {known}, or say --format",
        )
    return suffix
