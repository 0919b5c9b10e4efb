import pytest
from pydantic import ValidationError

from schemas.signing import ErrorBody, SignRequest, SignResponse

URL = "https://cdn.example/a.png?sig=topsecret"


def test_a_request_is_written_as_the_api_reads_it():
    request = SignRequest(keys=("assets/scene-1/image.png", "b.mp4"))
    assert request.model_dump_json() == '{"keys":["assets/scene-1/image.png","b.mp4"]}'


def test_a_request_is_read_from_json():
    assert SignRequest.model_validate_json('{"keys": ["a.png"], "v": 2}').keys == ("a.png",)


@pytest.mark.parametrize("keys", [[], ["a"] * 51, [""], ["a" * 1025], [1], [None], "ab", {"a": 1}])
def test_requests_outside_the_limits_are_refused(keys):
    with pytest.raises(ValidationError):
        SignRequest.model_validate({"keys": keys})


def test_fifty_keys_are_allowed():
    assert len(SignRequest.model_validate({"keys": [f"{n}.png" for n in range(50)]}).keys) == 50


@pytest.mark.parametrize("answer", ["[]", "{}", '{"urls": []}', '{"urls": {"a": 1}}', "null", "{"])
def test_answers_of_another_shape_are_refused(answer):
    with pytest.raises(ValidationError):
        SignResponse.model_validate_json(answer)


def test_no_signed_url_shows_in_what_is_printed_or_in_what_goes_wrong():
    assert "topsecret" not in repr(SignResponse(urls={"a.png": URL}))
    with pytest.raises(ValidationError) as caught:
        SignResponse.model_validate({"urls": {"a.png": [URL]}})
    assert "topsecret" not in str(caught.value)


def test_an_error_is_read_in_the_three_shapes_of_the_documentation():
    waiting = ErrorBody.model_validate_json(
        '{"error": "Rate limit exceeded", "retryAfterSeconds": 27}'
    )
    assert waiting.retry_after_seconds == 27
    quota = ErrorBody.model_validate_json('{"error": "Quota", "usage": {"remainingCents": 0}}')
    assert quota.usage == {"remainingCents": 0}
    owed = ErrorBody.model_validate_json(
        '{"error": "Owed", "code": "CREDITS_OWED", "details": {"owed": 25}}'
    )
    assert (owed.code, owed.details) == ("CREDITS_OWED", {"owed": 25})
