"""What the documents show works: compositions parse, programs run, commands are there."""

import re
from pathlib import Path

import pytest

from render.document import parse_composition
from render.events import STAGES
from tests.end_to_end.films import wavemaker

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language):
    fenced = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        pytest.param(block, id=f"{path.relative_to(ROOT)}-{number}")
        for path in DOCUMENTS
        for number, block in enumerate(fenced.findall(path.read_text()))
    ]


@pytest.mark.parametrize("block", [b for b in blocks("json") if '"scenes"' in b.values[0]])
def test_compositions_in_the_documents_are_valid(block):
    assert parse_composition(block, strict=True).warnings == ()


@pytest.mark.parametrize("block", [b for b in blocks("python") if "README" in b.id])
def test_programs_in_the_readme_run(block, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own document


def test_the_transition_shown_in_the_architecture_is_the_one_in_the_tree():
    shown = (ROOT / "docs/architecture.md").read_text()
    assert (ROOT / "render/transitions/crossfade.py").read_text() in shown


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text()
    help_text = wavemaker("--help").stdout
    for command in set(re.findall(r"^wavemaker (\w+)", readme, re.MULTILINE)):
        assert f"\n  {command} " in help_text


def test_stages_are_named_alike_everywhere():
    architecture = (ROOT / "docs/architecture.md").read_text()
    pipeline = (ROOT / "render/pipeline.py").read_text()
    for number, stage in enumerate(STAGES, 1):
        assert f"{number} {stage}" in pipeline
        assert f"{number} {stage}" in architecture


def test_links_between_documents_lead_somewhere():
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
