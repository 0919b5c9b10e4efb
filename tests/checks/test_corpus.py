"""Compositions with one planted fault each: it is found, at its place, with its fix, alone.

The second line of each file says what is planted: `id at line:column; part of the fix`.
"""

import json
import re
from pathlib import Path

import pytest

from render.checks import Config, check_source
from render.checks.registry import CHECKS

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*.json"))
PLANTED = re.compile(rb'^  "//": (".*"),$', re.MULTILINE)


def planted(source):
    words = json.loads(PLANTED.search(source)[1])
    check, line, column, fix = re.fullmatch(r"([a-z-]+) at (\d+):(\d+); (.*)", words).groups()
    return (check, int(line), int(column)), "" if fix == "-" else fix


def test_the_corpus_is_large_and_varied():
    assert len(FILES) >= 150
    checks = {planted(path.read_bytes())[0][0] for path in FILES}
    never = {check.id for check in CHECKS.values()} - checks
    assert len(checks) >= 38, never


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_planted_fault_is_found_and_nothing_else(path):
    source = path.read_bytes()
    wanted, fix = planted(source)
    problems = check_source(source, str(path), Config()).problems
    assert [(each.code, each.line, each.column) for each in problems] == [wanted]
    assert fix in (problems[0].hint or "")
