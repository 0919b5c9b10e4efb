"""The motion languages: seven ways of moving, cutting and setting type, each its own."""

from dataclasses import dataclass

from render.style.lettering import Look
from schemas.names import MotionPreset, TransitionType


@dataclass(frozen=True, slots=True)
class Cut:
    """How a scene comes in over the one before.

    Attributes:
        type: The transition.
        direction: Of it, or None for the kind's own.
    """

    type: TransitionType
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class MotionLanguage:
    """What moves how where a composition does not say. Lengths are for 30 frames a second.

    Attributes:
        name: In the composition.
        cameras: Camera presets of stills that fill a scene; no two scenes in a row have the same.
        motion_amount: Of those presets.
        camera_easing: Of those presets.
        easing: Of enters and exits.
        enter: Preset of texts that name none; None lets them stand.
        enter_frames: Its length.
        look: Its lettering and layout.
        by: What moves as one in a heading.
        stagger_frames: Between parts.
        direction: Of the enter, or None for the preset's own.
        cascade_frames: Between the texts of a block.
        exit: Preset that texts leave with before the next scene comes; None lets them stay.
        exit_frames: Its length.
        transitions: Of scenes that name none; empty cuts.
        transition_frames: Their length.
    """

    name: str
    cameras: tuple[MotionPreset, ...]
    motion_amount: float
    camera_easing: str
    easing: str
    enter: str | None
    enter_frames: int
    look: Look
    by: str = "layer"
    stagger_frames: int = 0
    direction: str | None = None
    cascade_frames: int = 6
    exit: str | None = None
    exit_frames: int = 10
    transitions: tuple[Cut, ...] = ()
    transition_frames: int = 15

    @property
    def still_motion(self) -> MotionPreset:
        """The camera preset of a still whose scene has no neighbours."""
        return self.cameras[0]


_ALL = (
    MotionLanguage(
        name="cinematic",
        cameras=("zoom-in", "pan-right", "zoom-out", "pan-left"),
        motion_amount=0.09,
        camera_easing="easeInOutSine",
        easing="easeOutCubic",
        enter="blur",
        enter_frames=26,
        by="line",
        stagger_frames=7,
        cascade_frames=9,
        exit="fade",
        exit_frames=12,
        transitions=(Cut("crossfade"), Cut("fadeThroughBlack"), Cut("dissolve")),
        transition_frames=22,
        look=Look(
            "EB Garamond",
            "Source Sans 3",
            500,
            400,
            heading_size=1.12,
            heading_tracking=-0.012,
            heading_leading=1.02,
            label_tracking=0.18,
            ornament="rule",
        ),
    ),
    MotionLanguage(
        name="dynamic",
        cameras=("pan-right", "zoom-in", "pan-left", "zoom-out"),
        motion_amount=0.15,
        camera_easing="easeOutSine",
        easing="easeOutQuart",
        enter="slide",
        direction="right",
        enter_frames=16,
        by="line",
        stagger_frames=3,
        cascade_frames=4,
        transitions=(Cut("push", "left"), Cut("slide", "up"), Cut("wipe", "left")),
        transition_frames=14,
        look=Look(
            "DM Sans",
            "DM Sans",
            800,
            500,
            heading_tracking=-0.03,
            heading_leading=1.0,
            on_plain="left",
            ornament="bar",
        ),
    ),
    MotionLanguage(
        name="energetic",
        cameras=("zoom-in", "zoom-out", "pan-up", "pan-down"),
        motion_amount=0.2,
        camera_easing="easeOutCubic",
        easing="easeOutExpo",
        enter="scale",
        enter_frames=9,
        by="word",
        stagger_frames=2,
        cascade_frames=3,
        transitions=(Cut("whipPan", "left"), Cut("crossZoom"), Cut("whipPan", "up"), Cut("glitch")),
        transition_frames=9,
        look=Look(
            "Inter",
            "Inter",
            900,
            600,
            heading_size=1.06,
            heading_case="uppercase",
            heading_tracking=-0.03,
            heading_leading=1.0,
            on_pictures="left",
            on_plain="left",
            panel="square",
        ),
    ),
    MotionLanguage(
        name="playful",
        cameras=("drift", "zoom-out", "ken-burns"),
        motion_amount=0.12,
        camera_easing="easeInOutSine",
        easing="easeOutBack",
        enter="bounce",
        enter_frames=20,
        by="word",
        stagger_frames=3,
        cascade_frames=5,
        exit="pop",
        exit_frames=9,
        transitions=(Cut("iris"), Cut("cover", "up"), Cut("clockWipe"), Cut("cover", "left")),
        transition_frames=16,
        look=Look(
            "Poppins",
            "Poppins",
            700,
            500,
            heading_tracking=-0.01,
            heading_leading=1.24,
            on_pictures="bottom",
            panel="round",
        ),
    ),
    MotionLanguage(
        name="elegant",
        cameras=("drift", "zoom-in", "pan-up"),
        motion_amount=0.06,
        camera_easing="easeInOutSine",
        easing="easeOutSine",
        enter="rise",
        enter_frames=30,
        by="line",
        stagger_frames=8,
        cascade_frames=12,
        exit="fade",
        exit_frames=16,
        transitions=(Cut("dissolve"), Cut("blur")),
        transition_frames=26,
        look=Look(
            "EB Garamond",
            "Raleway",
            400,
            400,
            heading_size=1.14,
            heading_italic=True,
            heading_tracking=-0.005,
            label_tracking=0.3,
            on_pictures="bottom",
            ornament="hairline",
        ),
    ),
    MotionLanguage(
        name="minimal",
        cameras=("static",),
        motion_amount=0.0,
        camera_easing="linear",
        easing="easeOutCubic",
        enter="fade",
        enter_frames=12,
        cascade_frames=0,
        look=Look(
            "Inter",
            "Inter",
            500,
            400,
            heading_size=0.66,
            heading_tracking=-0.022,
            heading_leading=1.14,
            label_tracking=0.04,
            on_pictures="top-left",
            on_plain="left",
        ),
    ),
    MotionLanguage(
        name="calm",
        cameras=("drift", "zoom-out", "zoom-in"),
        motion_amount=0.05,
        camera_easing="easeInOutSine",
        easing="easeInOutSine",
        enter="fade",
        enter_frames=36,
        cascade_frames=16,
        exit="fade",
        exit_frames=20,
        transitions=(Cut("crossfade"),),
        transition_frames=36,
        look=Look(
            "Lato",
            "Lato",
            300,
            400,
            heading_size=0.9,
            heading_leading=1.18,
            label_tracking=0.2,
            on_pictures="center",
        ),
    ),
)

LANGUAGES = {language.name: language for language in _ALL}
"""Every motion language by its name in the composition."""

FALLBACK_LANGUAGE = "cinematic"
"""What a word that is none of them is taken for."""

UNNAMED = MotionLanguage(
    name="",
    cameras=("zoom-in",),
    motion_amount=0.08,
    camera_easing="linear",
    easing="easeOutCubic",
    enter="fade",
    enter_frames=24,
    look=Look("Lato", "Lato", 700, 400),
)
"""Of a composition that names none: quiet, in one voice, with cuts."""
