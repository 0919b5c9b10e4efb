"""`wavemaker verify`: exit codes, JSON, the page; hostile names and films."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from render.cli.app import app
from render.verify import verify_film
from render.verify.findings import Finding
from render.verify.page import as_page
from tests.verify.broken import break_film, document, render_good


def wavemaker(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Render the good film once, its composition beside it."""
    film = render_good(tmp_path_factory.mktemp("good"))
    (film.parent / "composition.json").write_text(json.dumps(document()))
    return film


def test_a_good_film_ends_with_0_and_says_so(good):
    result = wavemaker("verify", good, "--composition", good.parent / "composition.json")
    assert result.exit_code == 0
    assert "no defects" in result.stderr


def test_defects_end_with_1_and_are_listed_as_json(good, tmp_path):
    film = break_film("no faststart", good, tmp_path)
    result = wavemaker("verify", film, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert [one["id"] for one in report["findings"] if one["severity"] == "defect"] == ["faststart"]


def test_the_page_is_whole_and_quotes_nothing_unescaped(good, tmp_path):
    film = tmp_path / "<img src=x onerror=alert(1)>'.mp4"
    shutil.copy(good, film)
    report = verify_film(film)
    hostile = Finding("black", "<script>alert('1')</script>\"", "a & <b>", seconds=(0.5, 1.0))
    page = as_page(
        type(report)(film, "<i>'x'", report.header, report.pictures, report.sound, (hostile,))
    )
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "<i>" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert page.count("data:image/jpeg;base64,") == len(report.pictures.thumbnails)


def test_the_report_never_replaces_the_film(good):
    before = good.read_bytes()
    result = wavemaker("verify", good, "--html", good)
    assert result.exit_code == 2
    assert good.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"ffconcat version 1.0\nfile /etc/passwd", b"\0" * 500])
def test_what_is_no_film_is_refused_in_words(content, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(content)
    result = wavemaker("verify", film)
    assert result.exit_code == 4
    assert "Traceback" not in result.output


def test_a_film_cut_short_is_still_measured(good, tmp_path):
    film = tmp_path / "cut.mp4"
    content = good.read_bytes()
    film.write_bytes(content[: len(content) * 2 // 3])
    result = wavemaker("verify", film, "--json")
    assert result.exit_code == 1
    assert "cut short" in result.stdout


def test_a_film_without_an_index_is_refused(tmp_path):
    assert wavemaker("verify", tmp_path / "none.mp4").exit_code == 4
