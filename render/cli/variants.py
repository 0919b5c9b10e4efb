"""`wavemaker variants`: a batch, what came of each original, and all that failed at the end."""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import typer

from render.cli.batch_progress import shown_batch
from render.cli.console import error_as_json, say, show_json
from render.cli.signals import cancelled_by
from render.errors import AssetError, RenderError
from render.variants.batch import make_variants
from render.variants.outcome import OnBatchEvent, VariantOutcome
from render.variants.profiles import BUILT_IN, read_profiles

STDIN: Final = "-"

_LONGEST_KEY_BYTES: Final = 1 << 16


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """The options of the command; see `make_variants`."""

    output: Path | None
    assets: Path | None
    profile: Path | None
    manifest: Path | None
    jobs: int | None
    force: bool
    dry_run: bool


def run_variants(paths: list[str], options: BatchOptions, *, as_json: bool) -> None:
    """Make variants, and say what came of it.

    The exit code is 0 when nothing failed, 4 when an original did, and that of the error when the
    batch itself was stopped.
    """
    tally = _Tally()
    stopped: RenderError | None = None
    with tempfile.TemporaryFile() as failures:
        try:
            with shown_batch(quiet=as_json) as tell, closing(_begin(paths, options, tell)) as told:
                for outcome in told:
                    tally.count(outcome)
                    if as_json:
                        show_json(outcome_as_json(outcome), indent=None)
                    elif outcome.status == "planned":
                        say(_planned(outcome))
                    elif outcome.status == "failed":
                        # Not in memory: there may be a million.
                        failures.write(_failed(outcome).encode(errors="surrogateescape"))
        except RenderError as error:
            stopped = error
        except KeyboardInterrupt as interrupt:
            stopped = cancelled_by(interrupt, hint="the same command goes on where it was")
        exit_code = _exit_code(tally, stopped)
        if as_json:
            error = stopped and error_as_json(stopped)
            show_json({"summary": tally.as_json() | {"exit_code": exit_code, "error": error}},
                      indent=None)  # fmt: skip
            raise typer.Exit(exit_code)
        failures.seek(0)
        for line in failures:
            say(line.decode(errors="surrogateescape").rstrip("\n"))
    if stopped is None or tally.originals:
        say(tally.in_words())
    if stopped is not None:
        raise stopped
    if exit_code:
        raise typer.Exit(exit_code)


def keys_of(stream: BinaryIO) -> Iterator[str]:
    """Yield the keys that a stream lists, one a line; empty lines are skipped."""
    while line := stream.readline(_LONGEST_KEY_BYTES):
        rest = line
        while len(rest) == _LONGEST_KEY_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_KEY_BYTES)  # it is refused as too long, in one piece
        key = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n"))
        if key.strip():
            yield key


def outcome_as_json(outcome: VariantOutcome) -> dict[str, object]:
    """Return an outcome as plain JSON values."""
    made = {variant.path: variant for variant in outcome.made}
    variants: list[Mapping[str, object]] = []
    for path in outcome.variants:
        facts: dict[str, object] = {"path": str(path)}
        if path in made:
            facts |= {
                "width_px": made[path].width_px,
                "height_px": made[path].height_px,
                "size_bytes": made[path].size_bytes,
                "notes": list(made[path].notes),
            }
        variants.append(facts)
    return {
        "original": str(outcome.original),
        "status": outcome.status,
        "kind": outcome.kind,
        "variants": variants,
        "reason": outcome.reason,
        "error": outcome.error and error_as_json(outcome.error),
        "seconds": round(outcome.seconds, 3),
    }


@dataclass
class _Tally:
    """Counts what came of all originals."""

    originals: Counter[str] = field(default_factory=Counter)
    files: int = 0
    size_bytes: int = 0
    began: float = field(default_factory=time.monotonic)

    def count(self, outcome: VariantOutcome) -> None:
        """Count one original."""
        self.originals[outcome.status] += 1
        if outcome.status in ("made", "planned"):
            self.files += len(outcome.variants)
        self.size_bytes += sum(variant.size_bytes for variant in outcome.made)

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain JSON values."""
        statuses = ("made", "unchanged", "planned", "ignored", "failed")
        counts: dict[str, object] = {status: self.originals[status] for status in statuses}
        counts["files"] = self.files
        counts["size_bytes"] = self.size_bytes
        counts["seconds"] = round(time.monotonic() - self.began, 3)
        return counts

    def in_words(self) -> str:
        """Return one line about all."""
        count = self.originals
        if not count:
            return "there is nothing to make variants of"
        parts = [f"{count['made']} made ({self.files} files, {_megabytes(self.size_bytes)})"]
        if count["planned"]:
            parts = [f"{count['planned']} to make ({self.files} files)"]
        parts += [
            f"{count[status]} {status}"
            for status in ("unchanged", "ignored", "failed")
            if count[status] or status == "unchanged"
        ]
        seconds = time.monotonic() - self.began
        return f"{count.total()} originals: {', '.join(parts)}, in {seconds:.1f} s"


def _begin(
    paths: list[str], options: BatchOptions, tell: OnBatchEvent
) -> Generator[VariantOutcome, None, None]:
    return make_variants(
        [path for path in paths if path != STDIN],
        keys=keys_of(sys.stdin.buffer) if STDIN in paths else (),
        assets=options.assets,
        profiles=BUILT_IN if options.profile is None else read_profiles(options.profile),
        output=options.output,
        jobs=options.jobs,
        force=options.force,
        dry_run=options.dry_run,
        manifest=options.manifest,
        on_event=tell,
    )


def _exit_code(tally: _Tally, stopped: RenderError | None) -> int:
    if stopped is not None:
        return stopped.exit_code
    return AssetError.exit_code if tally.originals["failed"] else 0


def _planned(outcome: VariantOutcome) -> str:
    return f"{outcome.original}: {', '.join(path.name for path in outcome.variants)}"


def _failed(outcome: VariantOutcome) -> str:
    """Return the lines about a failure; a line break in a name does not break them."""
    error = outcome.error
    message = error.message if error is not None else ""
    hint = f"  hint: {error.hint}\n" if error is not None and error.hint else ""
    return "failed: {}: {}\n{}".format(
        str(outcome.original).replace("\n", "\\n"), message.replace("\n", "; "), hint
    )


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB"
