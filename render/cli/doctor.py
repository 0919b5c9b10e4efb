"""`wavemaker doctor`: is everything there that a render needs."""

from dataclasses import asdict
from importlib.metadata import version

import typer

from render.cli.console import say, show_json
from render.doctor import Finding, examine

_MARKS = {"ok": "ok  ", "warning": "warn", "failed": "FAIL"}


def run_doctor(*, as_json: bool) -> None:
    """Show what was found, as it is found; end with exit code 1 if something does not work."""
    findings: list[Finding] = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            say(f"{_MARKS[finding.status]}  {finding.name:<10} {finding.message}")
            if finding.hint:
                say(f"{'':16} {finding.hint}")
    works = all(finding.status != "failed" for finding in findings)
    if as_json:
        show_json(
            {
                "version": version("wavemaker-local"),
                "works": works,
                "findings": [asdict(finding) for finding in findings],
            }
        )
    if not works:
        raise typer.Exit(1)
