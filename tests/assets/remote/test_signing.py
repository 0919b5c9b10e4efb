"""All decisions about signing, without a network: the conversation is played by hand."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from render.assets.remote.answers import Answer, NoAnswer
from render.assets.remote.config import ApiConfig
from render.assets.remote.retrying import RetryPolicy
from render.assets.remote.signing import Call, Wait, signing
from render.errors import (
    ApiError,
    ApiKeyRefused,
    ApiUnavailable,
    AssetKeyRefused,
    MalformedAnswer,
    NotFound,
    PaymentRequired,
    RateLimited,
    RequestRefused,
)

KEY = "mcp_0123456789abcdef0123456789abcdef"
CONFIG = ApiConfig(url="https://api.example", key=SecretStr(KEY), key_source="WAVEMAKER_API_KEY")


def answer(status, body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, named, content)


def play(keys, *answers, config=CONFIG):
    """Return what came out, the calls and the waits; the last answer is given again and again."""
    calls, waits = [], []
    flow = signing(keys, config, RetryPolicy(), lambda: 0.5)
    try:
        step = next(flow)
        while True:
            if isinstance(step, Wait):
                waits.append(step)
                step = flow.send(None)
            else:
                assert isinstance(step, Call)
                calls.append(step)
                given = answers[min(len(calls), len(answers)) - 1]
                step = flow.send(given(step) if callable(given) else given)
    except StopIteration as end:
        return end.value, calls, waits
    except ApiError as error:
        return error, calls, waits


def asked(call):
    return json.loads(call.body)["keys"]


def everything(call):
    """Answer as a storage that has every key and no variants."""
    return answer(200, {"urls": {key: f"https://cdn.example/{key}?sig=1" for key in asked(call)}})


def test_a_key_becomes_a_url():
    signed, calls, waits = play(["a.png"], everything)
    assert signed.urls == {"a.png": "https://cdn.example/a.png?sig=1"}
    assert signed.missing == ()
    assert waits == []
    (call,) = calls
    assert call.url == "https://api.example/assets/sign"
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    assert call.headers["Accept-Encoding"] == "identity"


@given(st.lists(st.integers(0, 150).map(lambda n: f"assets/{n}.png"), max_size=200))
def test_any_number_of_keys_goes_in_batches_of_fifty_without_doubles(keys):
    signed, calls, _ = play(keys, everything)
    sent = [key for call in calls for key in asked(call)]
    assert sent == list(dict.fromkeys(keys))
    assert all(1 <= len(asked(call)) <= 50 for call in calls)
    assert len(calls) == -(-len(sent) // 50)
    assert set(signed.urls) == set(keys)


def test_keys_that_are_left_out_are_all_named_in_the_order_asked():
    keys = [f"{n}.png" for n in range(120)]

    def some(call):
        return answer(200, {"urls": {key: "https://c/x" for key in asked(call) if key != "60.png"}})

    assert play(keys, some)[0].missing == ("60.png",)
    assert play(keys, answer(200, {"urls": {}}))[0].missing == tuple(keys)


def test_variants_come_along_and_strangers_do_not():
    urls = dict.fromkeys(["a.png", "a_400w.jpg", "a_preview.mp4", "b.png", "../x"], "https://c/x")
    signed, _, _ = play(["a.png"], answer(200, {"urls": urls}))
    assert sorted(signed.urls) == ["a.png", "a_400w.jpg"]


def test_a_variant_alone_does_not_make_up_for_its_original():
    signed, _, _ = play(["a.png"], answer(200, {"urls": {"a_400w.jpg": "https://c/x"}}))
    assert signed.missing == ("a.png",)


def test_keys_are_compared_in_their_normal_form():
    signed, _, _ = play(
        ["cafe\u0301.png"], answer(200, {"urls": {"cafe\u0301.png": "https://c/x"}})
    )
    assert signed.missing == ()
    assert list(signed.urls) == ["caf\u00e9.png"]


def test_a_malformed_key_is_refused_before_anything_is_sent():
    with pytest.raises(AssetKeyRefused):
        play(["a.png", "../b.png"], everything)


def test_no_keys_ask_nothing():
    signed, calls, _ = play([], everything, config=ApiConfig())
    assert (signed.urls, signed.missing, calls) == ({}, (), [])


def test_the_hosted_api_is_not_asked_without_a_key():
    error, calls, _ = play(["a.png"], everything, config=ApiConfig())
    assert isinstance(error, ApiKeyRefused)
    assert "WAVEMAKER_API_KEY" in (error.hint or "")
    assert calls == []


def test_another_api_is_asked_without_a_key_and_says_itself_what_it_thinks_of_that():
    config = ApiConfig(url="http://127.0.0.1:8000")
    signed, (call,), _ = play(["a.png"], everything, config=config)
    assert "Authorization" not in call.headers
    assert signed.missing == ()
    error, _, _ = play(["a.png"], answer(401, {"error": "who?"}), config=config)
    assert "there is no API key" in (error.hint or "")


@pytest.mark.parametrize(
    ("status", "kind", "calls"),
    [
        (400, RequestRefused, 1),
        (401, ApiKeyRefused, 1),
        (402, PaymentRequired, 1),
        (403, ApiKeyRefused, 1),
        (404, NotFound, 1),
        (405, RequestRefused, 1),
        (408, ApiUnavailable, 5),
        (413, RequestRefused, 1),
        (429, RateLimited, 5),
        (500, ApiUnavailable, 5),
        (501, ApiUnavailable, 1),
        (502, ApiUnavailable, 5),
        (503, ApiUnavailable, 5),
        (504, ApiUnavailable, 5),
        (522, ApiUnavailable, 5),
        (204, MalformedAnswer, 1),
        (302, MalformedAnswer, 1),
        (600, RequestRefused, 1),
    ],
)
def test_every_status_is_a_named_error_after_as_many_tries_as_make_sense(status, kind, calls):
    error, made, waits = play(["a.png"], answer(status, {"error": "no"}))
    assert type(error) is kind
    assert len(made) == calls
    assert len(waits) == calls - 1
    assert error.where == "https://api.example/assets/sign"
    assert error.hint
    assert error.status in {status, None}


@pytest.mark.parametrize(
    "first", [answer(503), answer(429), NoAnswer("broke off"), answer(200, b"{")]
)
def test_after_a_failure_that_passes_it_works(first):
    signed, calls, waits = play(["a.png"], first, everything)
    assert list(signed.urls) == ["a.png"]
    assert (len(calls), len(waits)) == (2, 1)


def test_failures_in_one_batch_do_not_count_in_the_next():
    keys = [f"{n}.png" for n in range(100)]
    script = [answer(503)] * 4 + [everything] + [answer(503)] * 4 + [everything]
    signed, calls, _ = play(keys, *script)
    assert len(signed.urls) == 100
    assert len(calls) == 10


@pytest.mark.parametrize(
    ("headers", "body", "waits"),
    [
        ({"retry_after": "27"}, {"error": "x"}, [27 * 1.1]),
        ({}, {"error": "x", "retryAfterSeconds": 27}, [27 * 1.1]),
        ({}, {"error": "x", "retryAfterSeconds": "27"}, [27 * 1.1]),
        ({"retry_after": "3"}, {"error": "x", "retryAfterSeconds": 27}, [3 * 1.1]),
        ({"retry_after": "garbage"}, {"error": "x"}, [0.375]),
        ({"retry_after": "-5"}, {"error": "x"}, [0.375]),
        (
            {
                "retry_after": "Mon, 23 Nov 2026 12:00:10 GMT",
                "date": "Mon, 23 Nov 2026 12:00:00 GMT",
            },
            None,
            [11],
        ),
        ({"retry_after": "1000000000"}, {"error": "x"}, None),
        ({}, {"error": "x", "retryAfterSeconds": 1e300}, None),
    ],
)
def test_the_api_says_how_long_to_wait(headers, body, waits):
    outcome, _, made = play(["a.png"], answer(429, body, **headers), everything)
    if waits is None:
        assert isinstance(outcome, RateLimited)
        assert outcome.retry_after_seconds == 1e9
        assert made == []
    else:
        assert [wait.seconds for wait in made] == pytest.approx(waits)


def test_a_quota_that_is_used_up_is_not_waited_for():
    body = {"error": "Monthly quota exceeded", "usage": {"remainingCents": 0}}
    error, calls, _ = play(["a.png"], answer(429, body))
    assert isinstance(error, RateLimited)
    assert len(calls) == 1
    assert "Monthly quota exceeded" in str(error)


def test_what_the_api_says_is_passed_on():
    body = {"error": "Organization has 25 credits owed.", "code": "CREDITS_OWED", "details": {}}
    error, _, _ = play(["a.png"], answer(402, body))
    assert "25 credits owed" in str(error)
    assert error.code == "CREDITS_OWED"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"<html>",
        b"\xff\xfe",
        b"{}",
        b'{"urls": null}',
        b'{"urls": ["https://cdn/?sig=topsecret"]}',
        b'{"urls": {"a.png": 5}}',
        b'{"urls": {"a.png": {"url": "https://cdn/?sig=topsecret"}}}',
        b'{"urls": {"a.png": "https://cdn/?sig=topsecret"}',
        b"[" * 100_000,
        b'{"urls": {"a.png": "\\ud800"}}',
    ],
)
def test_answers_that_are_no_answers_are_named_without_showing_them(body):
    error, calls, _ = play(["a.png"], answer(200, body))
    assert isinstance(error, MalformedAnswer)
    assert len(calls) == 2
    assert "topsecret" not in f"{error!r} {error} {error.__cause__!r}"


@given(st.integers(100, 999), st.binary(max_size=60) | st.text(max_size=30).map(str.encode))
def test_any_answer_ends_in_urls_or_a_named_error(status, body):
    outcome, _, _ = play(["a.png"], answer(status, body))
    assert isinstance(outcome, ApiError)


NAMES = st.text(max_size=5) | st.sampled_from(["urls", "error", "usage", "retryAfterSeconds"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(VALUES, st.sampled_from([200, 402, 429, 503]))
def test_any_json_ends_in_urls_or_a_named_error(value, status):
    outcome, _, _ = play(["a.png"], answer(status, value))
    assert isinstance(outcome, ApiError) or outcome.missing == ("a.png",)


@pytest.mark.parametrize("status", [401, 402, 429, 500])
def test_an_api_that_sends_the_key_back_does_not_get_it_shown(status):
    said = f"bad key {KEY} or Bearer {KEY[:9]}x at https://u:p@h/a?sig=topsecret \x1b[31m\u202e"
    error, _, waits = play(["a.png"], answer(status, {"error": said, "code": KEY}))
    shown = f"{error} {error!r} {error.code} {waits}"
    for secret in (KEY, KEY[:9], "u:p", "topsecret", "\x1b", "\u202e"):
        assert secret not in shown


def test_a_key_that_looks_like_none_is_not_shown_either():
    config = ApiConfig(url="https://api.example", key=SecretStr("hunter-two"))
    error, _, _ = play(["a.png"], answer(401, {"error": "no: hunter-two"}), config=config)
    assert "hunter" not in str(error)


def test_a_redirect_is_not_followed_and_its_query_not_shown():
    error, calls, _ = play(
        ["a.png"], answer(307, b"", location="https://evil.example/x?sig=topsecret")
    )
    assert len(calls) == 1
    assert "https://evil.example" in str(error)
    assert "topsecret" not in str(error)


def test_what_is_yielded_does_not_print_the_key():
    _, calls, waits = play(["a.png"], answer(503), everything)
    assert KEY not in repr(calls) + repr(waits)


def test_signed_urls_do_not_print():
    assert "sig" not in repr(play(["a.png"], everything)[0])
