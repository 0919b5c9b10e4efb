"""`wavemaker doctor` says what does not work, and what to do about it."""

import json

import pytest

from render import doctor
from render.errors import OutputError
from tests.end_to_end.films import wavemaker


def test_a_whole_installation_works_and_is_tried_with_a_real_render():
    run = wavemaker("doctor", "--json")
    told = json.loads(run.stdout)
    assert (run.returncode, told["works"]) == (0, True)
    names = [finding["name"] for finding in told["findings"]]
    assert ",".join(names) == "system,libraries,codecs,fonts,cache,workers,fences,render"
    assert "30 frames and 48000 samples" in told["findings"][-1]["message"]


def found(name):
    return next(finding for finding in doctor.examine() if finding.name == name)


@pytest.fixture(autouse=True)
def only_what_is_asked_for(monkeypatch, request):
    """The real render and the workers are tried once, above."""
    if "real_render" not in request.node.name:
        for name in ("_render", "_workers", "_fences"):
            monkeypatch.setattr(doctor, name, lambda: doctor.Finding("", "ok", ""))


def test_a_library_that_cannot_be_loaded_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "_LIBRARIES", (("no-such-thing", "no_such_thing"),))
    finding = found("libraries")
    assert finding.status == "failed"
    assert "no-such-thing" in finding.message


def test_a_missing_encoder_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "_CODECS", (("libx264", "w"), ("libmagic264", "w")))
    assert found("codecs").message == "missing: libmagic264"


def test_a_script_without_a_font_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "_SCRIPTS", {"Latin": "A", "Private": "\U0010fff0"})
    assert found("fonts").message.endswith("none for Private")


def test_a_cache_that_cannot_be_written_fails_with_its_reason(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert found("cache").status == "failed"


def test_a_full_disk_and_one_without_locks_are_warnings(monkeypatch, tmp_path):
    monkeypatch.setenv("WAVEMAKER_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(doctor, "_LOW_DISK_BYTES", 10**18)
    assert found("cache").status == "warning"

    def no_locks(_descriptor):
        raise OSError

    monkeypatch.setattr(doctor, "try_lock", no_locks)
    assert "no locks" in found("cache").message
    assert list(tmp_path.iterdir()) == []


def test_a_look_that_goes_wrong_is_a_finding_and_the_others_go_on(monkeypatch):
    def fail():
        raise OutputError("no room", hint="make some")

    monkeypatch.setattr(doctor, "_codecs", fail)
    findings = {finding.name: finding for finding in doctor.examine()}
    assert (findings["codecs"].status, findings["codecs"].hint) == ("failed", "make some")
    assert findings["fonts"].status == "ok"
