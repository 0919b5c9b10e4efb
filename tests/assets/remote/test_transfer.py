"""The table of answers to a download: never are bytes of two versions put together."""

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.assets.remote.transfer import judge, request_headers
from render.assets.remote.verdicts import (
    Begun,
    Finished,
    GiveUp,
    Receive,
    Redirected,
    SignAgain,
    StartAnew,
    TryAgain,
)

NEW = Begun()
PART = Begun(40, '"v1"', 100)
DATED = Begun(40, "Mon, 23 Nov 2026 10:00:00 GMT", 100)


def headers(**named):
    return {name.replace("_", "-"): str(value) for name, value in named.items()}


def part(text="bytes 40-99/100", **named):
    return headers(**({"content_range": text, "etag": '"v1"'} | named))


def test_a_new_file_is_asked_for_whole_and_unpacked():
    asked = request_headers(NEW)
    assert asked["Accept-Encoding"] == "identity"
    assert asked["Connection"] == "close"
    assert not {"Range", "If-Range", "Authorization", "Cookie"} & set(asked)


def test_the_rest_of_a_file_is_asked_for_if_it_is_still_the_same():
    asked = request_headers(PART)
    assert (asked["Range"], asked["If-Range"]) == ("bytes=40-", '"v1"')


@pytest.mark.parametrize("begun", [Begun(40, "", 100), Begun(0, '"v1"', 100), Begun(40, '"v1"')])
def test_a_part_of_no_known_version_or_length_is_not_gone_on_with(begun):
    assert "Range" not in request_headers(begun)


@pytest.mark.parametrize(
    ("named", "begun", "end"),
    [
        ({"content_length": 100, "etag": '"v1"'}, Begun(0, '"v1"', 100), 100),
        ({"content_length": 100, "etag": 'W/"v1"'}, Begun(0, "", 100), 100),
        ({"content_length": 100}, Begun(0, "", 100), 100),
        ({"content_length": 0}, Begun(0, "", 0), 0),
        ({"transfer_encoding": "chunked", "etag": '"v1"'}, Begun(0, '"v1"', None), None),
        ({"transfer_encoding": "chunked", "content_length": 5}, Begun(0, "", None), None),
        ({"content_length": 100, "content_encoding": "identity"}, Begun(0, "", 100), 100),
    ],
)
@pytest.mark.parametrize("before", [NEW, PART])
def test_the_whole_file_is_begun_anew_whatever_there_was(before, named, begun, end):
    assert judge(200, headers(**named), before) == Receive(begun, end)


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"content_length": "many"},
        {"content_length": "5, 6"},
        {"content_length": 100, "content_encoding": "gzip"},
        {"content_length": 100, "content_encoding": "gzip, gzip, gzip"},
        {"transfer_encoding": "chunked", "content_encoding": "br"},
    ],
)
def test_a_file_of_unknown_length_or_compressed_is_not_taken(named):
    assert isinstance(judge(200, headers(**named), NEW), GiveUp)


@pytest.mark.parametrize(
    ("tag", "validator"),
    [
        ('"v1"', '"v1"'),
        ('""', '""'),
        ('W/"v1"', ""),
        ("v1", ""),
        ('"v"1"', ""),
        ('"v\xe9"', ""),
        ('"' + "a" * 300 + '"', ""),
        ('"a", "b"', ""),
    ],
)
def test_only_a_strong_etag_names_a_version(tag, validator):
    verdict = judge(200, headers(content_length=5, etag=tag), NEW)
    assert isinstance(verdict, Receive)
    assert verdict.begun.validator == validator


@pytest.mark.parametrize(
    ("date", "is_good"),
    [
        ("Mon, 23 Nov 2026 10:01:00 GMT", True),
        ("Mon, 23 Nov 2026 10:00:59 GMT", False),
        ("Mon, 23 Nov 2026 09:00:00 GMT", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_a_date_names_a_version_when_it_was_long_enough_ago(date, is_good):
    modified = "Mon, 23 Nov 2026 10:00:00 GMT"
    verdict = judge(200, headers(content_length=5, last_modified=modified, date=date), NEW)
    assert isinstance(verdict, Receive)
    assert verdict.begun.validator == (modified if is_good else "")


@pytest.mark.parametrize(
    ("begun", "named", "verdict"),
    [
        (PART, part(), Receive(PART, 100)),
        (PART, part(content_length=60, etag='"v1"'), Receive(PART, 100)),
        (PART, part("bytes 40-79/100"), Receive(PART, 80)),
        (DATED, part(etag='"any"'), Receive(DATED, 100)),
        (DATED, part(last_modified=DATED.validator), Receive(DATED, 100)),
        (PART, part(transfer_encoding="chunked"), Receive(PART, 100)),
    ],
)
def test_the_part_that_was_asked_for_is_taken(begun, named, verdict):
    named.setdefault("content-length", "40" if "79" in named["content-range"] else "60")
    assert judge(206, named, begun) == verdict


@pytest.mark.parametrize(
    "named",
    [
        {},
        part("bytes 0-99/100", content_length=100),
        part("bytes 39-99/100", content_length=61),
        part("bytes 41-99/100", content_length=59),
        part("bytes 0-59/100"),
        part("bytes 40-99/101"),
        part("bytes 40-100/101", content_length=61),
        part("bytes 40-100/100", content_length=61),
        part("bytes 40-39/100", content_length=0),
        part("bytes 40-99/*"),
        part("bytes */100"),
        part("items 40-99/100"),
        part("bytes 40-99/100, bytes 40-99/100"),
        part("bytes 40-" + "9" * 30 + "/100"),
        part(content_length=59),
        part(content_length=61),
        part(etag='"v2"'),
        part(etag='W/"v1"'),
        part(etag=""),
        part(content_encoding="gzip"),
        headers(content_type="multipart/byteranges; boundary=x"),
    ],
)
def test_any_other_part_makes_the_file_begin_anew(named):
    named.setdefault("content-length", "60")
    assert isinstance(judge(206, named, PART), StartAnew)


def test_a_part_of_another_date_makes_the_file_begin_anew():
    later = part(content_length=60, last_modified="Mon, 23 Nov 2026 10:00:01 GMT")
    assert isinstance(judge(206, later, DATED), StartAnew)


def test_a_part_whose_end_nobody_tells_is_not_taken():
    assert isinstance(judge(206, part(), PART), StartAnew)


@pytest.mark.parametrize("begun", [NEW, Begun(40, "", 100), Begun(40, '"v1"')])
def test_a_part_that_nobody_asked_for_is_not_taken(begun):
    assert isinstance(judge(206, part(content_length=60), begun), TryAgain)


@pytest.mark.parametrize(
    ("begun", "text", "kind"),
    [
        (Begun(100, '"v1"', 100), "bytes */100", Finished),
        (Begun(100, '"v1"'), "bytes */100", StartAnew),
        (Begun(100, '"v1"', 120), "bytes */100", StartAnew),
        (PART, "bytes */100", StartAnew),
        (PART, "bytes */30", StartAnew),
        (PART, "bytes */*", StartAnew),
        (PART, "", StartAnew),
        (NEW, "bytes */0", StartAnew),
    ],
)
def test_nothing_left_to_send_means_finished_or_another_file(begun, text, kind):
    assert isinstance(judge(416, part(text), begun), kind)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, SignAgain), (401, SignAgain), (403, SignAgain), (410, SignAgain)]
    + [(s, TryAgain) for s in (408, 425, 429, 500, 502, 503, 504, 522)]
    + [(s, GiveUp) for s in (201, 204, 300, 302, 304, 404, 405, 451, 501, 505, 999)],
)
def test_every_other_status_says_what_to_do(status, kind):
    verdict = judge(status, headers(retry_after="3"), NEW)
    assert isinstance(verdict, kind)
    if isinstance(verdict, TryAgain):
        assert verdict.asked_seconds == 3
    if isinstance(verdict, GiveUp):
        assert verdict.is_missing == (status == 404)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_name_the_next_place(status):
    assert judge(status, headers(location="/b"), NEW) == Redirected("/b")


DIGEST = hashlib.sha256(b"x")
SAID = base64.b64encode(DIGEST.digest()).decode()


@pytest.mark.parametrize(
    ("name", "text", "sha256"),
    [
        ("repr-digest", f"sha-256=:{SAID}:", DIGEST.hexdigest()),
        ("repr-digest", f"md5=:AAAA:, SHA-256=:{SAID}:", DIGEST.hexdigest()),
        ("digest", f"sha-256={SAID}", DIGEST.hexdigest()),
        ("x-amz-checksum-sha256", SAID, DIGEST.hexdigest()),
        ("x-amz-checksum-sha256", f"{SAID}-7", ""),
        ("repr-digest", "sha-256=:short:", ""),
        ("repr-digest", "sha-512=:AAAA:", ""),
        ("content-digest", f"sha-256=:{SAID}:", ""),
    ],
)
def test_a_stated_sha256_is_read(name, text, sha256):
    verdict = judge(200, {"content-length": "5", name: text}, NEW)
    assert isinstance(verdict, Receive)
    assert verdict.begun.sha256 == sha256


def test_what_is_noted_is_read_again():
    begun = Begun(40, '"v1"', 100, DIGEST.hexdigest())
    assert Begun.read(begun.facts, 40) == begun
    assert Begun.read(Begun(0, '"v1"', None).facts, 7) == Begun(7, '"v1"', None)


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({}, 5),
        ({"validator": '"v"'}, 5),
        ({"validator": "", "length": 9, "sha256": ""}, 5),
        ({"validator": '"v"', "length": 9, "sha256": ""}, 10),
        ({"validator": '"v"', "length": "9", "sha256": ""}, 5),
        ({"validator": 1, "length": 9, "sha256": ""}, 5),
    ],
)
def test_a_note_that_makes_no_sense_is_no_note(facts, size):
    assert Begun.read(facts, size) == NEW


TEXTS = st.text(st.characters(max_codepoint=255), max_size=30)
RANGES = st.from_regex(r"bytes (\d{1,3}-\d{1,3}|\*)/(\d{1,3}|\*)", fullmatch=True)


@settings(max_examples=60)
@given(
    st.sampled_from([200, 206, 416, 302, 403, 503, 404]),
    st.fixed_dictionaries(
        {},
        optional={
            "content-range": RANGES | TEXTS,
            "content-length": st.integers(-5, 200).map(str) | TEXTS,
            "etag": st.sampled_from(['"v1"', '"v2"', 'W/"v1"']) | TEXTS,
            "last-modified": TEXTS,
            "date": TEXTS,
            "content-encoding": st.sampled_from(["gzip", "identity"]) | TEXTS,
            "repr-digest": TEXTS,
            "transfer-encoding": st.just("chunked"),
        },
    ),
    st.sampled_from([NEW, PART, DATED, Begun(100, '"v1"', 100)]),
)
def test_no_answer_makes_bytes_land_where_they_do_not_belong(status, named, begun):
    verdict = judge(status, named, begun)
    if isinstance(verdict, Receive):
        starts_anew = verdict.begun.size_bytes == 0 and status == 200
        assert starts_anew or (status == 206 and verdict.begun.size_bytes == begun.size_bytes)
        if status == 206:
            assert named["content-range"].strip().startswith(f"bytes {begun.size_bytes}-")
            assert verdict.begun.validator == begun.validator
            assert begun.length_bytes == verdict.begun.length_bytes is not None
