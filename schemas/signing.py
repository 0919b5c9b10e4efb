"""`POST /assets/sign` of the hosted API: keys in, signed URLs out. Imports nothing of ours.

These models read what a service says, so unknown keys are left alone, and what is wrong is told
without the value: a signed URL is as good as a password while it lasts.
"""

from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

SIGN_PATH: Final = "/assets/sign"
"""Below the API's URL."""

MAX_KEYS_PER_REQUEST: Final = 50
MAX_KEY_CHARACTERS: Final = 1024

Key: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY_CHARACTERS)]
"""Names an asset. Whether it is a safe name is decided by whoever opens a file."""


class _Message(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


class SignRequest(_Message):
    """What is asked.

    Attributes:
        keys: 1 to 50 asset keys.
    """

    keys: Annotated[
        tuple[Key, ...], Field(min_length=1, max_length=MAX_KEYS_PER_REQUEST, strict=False)
    ]


class SignResponse(_Message):
    """What is answered.

    Attributes:
        urls: Key to signed URL, for the keys asked for and for their variants. A key that the
            storage does not have is not in it.
    """

    urls: Annotated[dict[str, str], Field(repr=False)]


class ErrorBody(_Message):
    """What comes with a status of 400 and above.

    Attributes:
        error: What is wrong, for people.
        code: The same for machines, where there is a name for it: `CREDITS_OWED`.
        details: More, as it comes.
        retry_after_seconds: With 429 for too many requests: how long to wait.
        usage: With 429 for a quota that is used up: how much of what. Waiting does not help.
    """

    # Whatever of it makes sense is of use, so numbers in quotes are read as well.
    model_config = ConfigDict(strict=False)

    error: str
    code: str | None = None
    details: object = None
    retry_after_seconds: float | None = None
    usage: dict[str, object] | None = None
