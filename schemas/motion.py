"""What moves: the camera on a medium, entering and leaving, keyframes, transitions."""

from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from schemas import names, spellings
from schemas.color import read_color
from schemas.geometry import Rect, UnitPoint
from schemas.model import Draft, Model
from schemas.named import Direction, Order, Preset, Unit, named
from schemas.spellings import fold
from schemas.values import (
    NUMBER,
    WHOLE,
    AssetKey,
    Easing,
    FrameNumber,
    Frames,
    SomeFrames,
    at_least,
    read_length,
)
from schemas.wording import described, quoted, refusal

_MAX_SEED = 2**31 - 1


class Motion(Model):
    """How the camera moves on a picture while it is shown: a preset, or from one part to another.

    Attributes:
        preset: The kind of movement. static holds still. Unset together with from and to, the
            style chooses.
        amount: How far, as a share of the picture: 0.15 zooms by 15 %. Unset, the style decides.
        easing: Of the whole movement. Unset, the style decides.
        focal_point: What a zoom goes towards. Unset, the medium's own focal point.
        from_rect: The part of the source that fills the frame at first.
        to_rect: The part that fills it at last.
    """

    SHORTHAND = "preset"

    preset: (
        Annotated[names.MotionPreset, named("motion", names.MOTION_PRESETS, spellings.MOTION)]
        | None
    ) = None
    amount: Annotated[float, Field(ge=0, le=4), NUMBER] | None = None
    easing: Easing | None = None
    focal_point: UnitPoint | None = None
    from_rect: Rect | None = None
    to_rect: Rect | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.from_rect is None) != (self.to_rect is None):
            there, missing = ("from", "to") if self.to_rect is None else ("to", "from")
            raise refusal("missing", f"a motion with {there} needs {missing} as well")
        if self.preset is not None and self.from_rect is not None:
            raise refusal("conflict", "a motion takes a preset, or from and to, not both")
        return self


class Animation(Model):
    """How a layer enters, leaves, or keeps moving.

    Attributes:
        preset: The kind of movement.
        duration_frames: Unset, the style's speed decides.
        delay_frames: How long after the layer's start (for an exit: before its end) it waits.
        easing: Unset, the style decides.
        direction: Where things move to. Unset, the preset's own.
        by: What moves one after the other: the layer at once, or its lines, words, characters.
        stagger_frames: From one line, word or character to the next. Unset, the style decides.
        order: Which of them is first: the first or the last one, those in the middle or at both
            ends, or any.
        seed: Of the order random; another number is another order.
    """

    SHORTHAND = "preset"

    preset: Preset
    duration_frames: SomeFrames | None = None
    delay_frames: Frames = 0
    easing: Easing | None = None
    direction: Direction | None = None
    by: Unit = "layer"
    stagger_frames: Frames | None = None
    order: Order = "forward"
    seed: Annotated[int, Field(ge=0, le=_MAX_SEED), WHOLE] = 0

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Take a direction out of a preset's name: `slideLeft`."""
        _split_direction(draft, "preset", names.PRESETS)


class MotionBlur(Model):
    """The trace that a moving layer leaves while the shutter of a camera is open.

    Attributes:
        shutter_angle: How long it is open: 180 is half of a frame's time, as in films; 360 all of
            it, 0 is no blur.
    """

    shutter_angle: Annotated[float, Field(ge=0, le=360), NUMBER] = 180.0

    @classmethod
    def expand_shorthand(cls, data: object) -> object:
        """Read true, false, and a bare angle."""
        if isinstance(data, bool):
            return {} if data else {"shutterAngle": 0}
        return {"shutterAngle": data} if isinstance(data, (int, float)) else data


def _read_keyframe_value(value: object) -> float | str:
    if isinstance(value, str) and not _looks_like_length(value):
        return read_color(value)
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return read_length(value)
    raise refusal(
        "keyframe", f"expected a number, a percentage or a colour, got {described(value)}"
    )


def _looks_like_length(text: str) -> bool:
    return text.strip().rstrip("%px ").replace(".", "", 1).lstrip("+-").isdecimal()


class Keyframe(Model):
    """A value at a frame.

    Attributes:
        frame: Counted from the layer's start.
        value: A number, a percentage, or a colour.
        easing: How the value goes from here to the next keyframe. Unset, linear.
    """

    frame: FrameNumber
    value: Annotated[
        float | str,
        BeforeValidator(_read_keyframe_value),
    ]
    easing: Easing | None = None


def _check_order(keyframes: tuple[Keyframe, ...]) -> tuple[Keyframe, ...]:
    for index in range(1, len(keyframes)):
        before, here = keyframes[index - 1].frame, keyframes[index].frame
        if here <= before:
            raise refusal(
                "keyframe-order",
                f"keyframes must be in order: frame {here} comes after frame {before}",
                hint="every keyframe has a later frame than the one before",
                at=(index, "frame"),
            )
    kinds = {_is_color(keyframe.value) for keyframe in keyframes}
    if len(kinds) > 1:
        raise refusal("conflict", "keyframes of one property are all numbers or all colours")
    return keyframes


def _is_color(value: float | str) -> bool:
    return isinstance(value, str) and not value.endswith("%")


_PROPERTIES = {
    **spellings.KEYFRAME_PROPERTY,
    **{fold(name): name for name in (*names.NUMBER_PROPERTIES, *names.COLOR_PROPERTIES)},
}


def _read_property(name: object) -> object:
    # A property nobody knows is kept, like any unknown key.
    return _PROPERTIES.get(fold(name), name) if isinstance(name, str) else name


def _check_properties(
    keyframes: dict[str, tuple[Keyframe, ...]],
) -> dict[str, tuple[Keyframe, ...]]:
    for name, track in keyframes.items():
        wants_color = name in names.COLOR_PROPERTIES
        if (wants_color or name in names.NUMBER_PROPERTIES) and wants_color != _is_color(
            track[0].value
        ):
            raise refusal(
                "keyframe",
                f"keyframes of {quoted(name)} hold {'colours' if wants_color else 'numbers'}",
                at=(name,),
            )
    return keyframes


Keyframes: TypeAlias = Annotated[
    dict[
        Annotated[str, BeforeValidator(_read_property)],
        Annotated[
            tuple[Keyframe, ...],
            at_least(1, "a list of keyframes cannot be empty"),
            AfterValidator(_check_order),
        ],
    ],
    AfterValidator(_check_properties),
]
"""Property name to its values over time."""


def _check_effect_properties(
    keyframes: dict[str, tuple[Keyframe, ...]],
) -> dict[str, tuple[Keyframe, ...]]:
    for name, track in keyframes.items():
        if name not in names.EFFECT_PROPERTIES:
            hint = f"what moves is one of {', '.join(names.EFFECT_PROPERTIES)}"
            raise refusal(
                "keyframe", f"an effect has no {quoted(name)} to move", hint=hint, at=(name,)
            )
        if _is_color(track[0].value) != (name == "color"):
            wanted = "colours" if name == "color" else "numbers"
            raise refusal("keyframe", f"keyframes of {quoted(name)} hold {wanted}", at=(name,))
    return keyframes


EffectKeyframes: TypeAlias = Annotated[
    dict[
        str,
        Annotated[
            tuple[Keyframe, ...],
            at_least(1, "a list of keyframes cannot be empty"),
            AfterValidator(_check_order),
        ],
    ],
    AfterValidator(_check_effect_properties),
]
"""Property of an effect to its values over time."""


class Transition(Model):
    """How a scene comes in over the one before.

    Attributes:
        type: The kind; cut is none.
        duration_frames: How long both scenes are seen.
        direction: Where the new picture moves to, or what the kind takes it for. Unset, its own.
        easing: Unset, the kind's own.
        audio: Whether the sound of the clips crossfades with the picture or is cut. Unset, it
            crossfades.
        asset: The picture whose brightness wipes; lumaWipe only.
    """

    SHORTHAND = "type"

    type: Annotated[
        names.TransitionType,
        named("transition", names.TRANSITION_TYPES, spellings.TRANSITION),
    ]
    duration_frames: Frames = 15
    direction: Direction | None = None
    easing: Easing | None = None
    audio: (
        Annotated[names.TransitionAudio, named("way for the sound", names.TRANSITION_AUDIO, {})]
        | None
    ) = None
    asset: AssetKey | None = None

    @classmethod
    def rewrite(cls, draft: Draft) -> None:
        """Take a direction out of a type's name: `wipeLeft`."""
        _split_direction(draft, "type", names.TRANSITION_TYPES)

    @model_validator(mode="after")
    def _has_its_picture(self) -> Self:
        if self.type == "lumaWipe" and self.asset is None:
            raise refusal("missing", "a lumaWipe needs asset, the picture whose brightness wipes")
        return self


def _split_direction(draft: Draft, key: str, known: tuple[str, ...]) -> None:
    """Read `slideInLeft` and `wipe_up` as a name and a direction."""
    written = draft.values.get(key)
    if not isinstance(written, str) or "direction" in draft.values:
        return
    folded = fold(written)
    for direction in names.DIRECTIONS:
        stem = folded.removesuffix(direction)
        if stem != folded and stem in {fold(name) for name in known}:
            path = draft.written.get(key, (key,))
            draft.put(key, stem, *path)
            draft.put("direction", direction, *path)
            return
