"""JUnit's XML: one test a file, which fails when the file is invalid."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from render.checks.reports.text import summary
from render.checks.reports.text import write as write_text
from render.checks.run import Checked

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(files: Sequence[Checked]) -> str:
    """Return one suite; its tests are the files."""
    failures = sum(not checked.valid for checked in files)
    head = f'<testsuite name="wavemaker validate" tests="{len(files)}" failures="{failures}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            "<testsuites>",
            f'{head} errors="0" skipped="0">',
            *(_case(checked) for checked in files),
            "</testsuite>",
            "</testsuites>",
        ]
    )


def _case(checked: Checked) -> str:
    name = _attribute(checked.name)
    case = f"<testcase classname={name} name={name}"
    if not checked.problems:
        return f"{case}/>"
    report = "\n".join("".join(part.text for part in line) for line in write_text(checked))
    body = escape(_clean(report))
    if checked.valid:
        return f"{case}><system-out>{body}</system-out></testcase>"
    message = _attribute(summary(checked))
    return f'{case}><failure type="invalid" message={message}>{body}</failure></testcase>'


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold, surrogates of odd file names among it."""
    return _NOT_XML.sub("\ufffd", text)
