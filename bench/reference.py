"""The composition every contender renders: one place for its times, rectangles and texts.

Four scenes (still, clip, still, clip) that crossfade, two headings, ten captions, a logo, music and
a voice, at 1920x1080 and 30 frames a second. Every contender reads these numbers, so a change here
changes all of them alike.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import rendercv_fonts

WIDTH_PX, HEIGHT_PX = 1920, 1080
FPS = 30
STILL_SIZE_PX = (3000, 2000)
LOGO_SIZE_PX = (300, 108)
LOGO_MARGIN_PX = 48
HEADING_SIZE_PX, HEADING_CENTRE_Y_PX = 104, 430
CAPTION_SIZE_PX, CAPTION_CENTRE_Y_PX = 54, 960
STROKE_WIDTH_PX = 3
HEADING_FADE_FRAMES = 12
MUSIC_VOLUME = 0.35
CRF, PRESET = 20, "veryfast"
"""What every contender hands to libx264; the renderer's profile of that name is `standard`."""

FONT_PATH = Path(rendercv_fonts.__file__).parent / "Poppins" / "Poppins-Bold.ttf"

SCENE_ASSETS = ("still-1.jpg", "clip-30.mp4", "still-2.jpg", "clip-24.mp4")

CAPTIONS = (
    "Every morning at six",
    "the shutters go up on Henry Street",
    "and the first kettle starts to sing.",
    "We roast on Tuesdays,",
    "in a room that smells of caramel",
    "and slightly burnt toast.",
    "Nobody here is in a hurry.",
    "Sit down, stay a while,",
    "watch the light cross the floor.",
    "The second cup is on us.",
)


@dataclass(frozen=True)
class Window:
    """The part of a still that fills the canvas, 16:9 in the still's own pixels.

    Attributes:
        x, y: Left and top edge, as fractions of the still's width and height.
        width: As a fraction of the still's width; the height follows from 16:9.
    """

    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        """As a fraction of the still's height."""
        width_px = self.width * STILL_SIZE_PX[0]
        return width_px * HEIGHT_PX / WIDTH_PX / STILL_SIZE_PX[1]

    def as_json(self) -> dict[str, float]:
        """Return the rectangle as the composition writes it."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


def _centred(width: float) -> Window:
    height = Window(0, 0, width).height
    return Window(x=(1 - width) / 2, y=(1 - height) / 2, width=width)


ZOOM = (_centred(1.0), _centred(0.85))
"""Scene 1: the camera goes in by 15 %, about the middle of the still."""

PAN = (Window(0.02, 0.16, 0.8), Window(0.18, 0.16, 0.8))
"""Scene 3: the camera goes right over a window of fixed size."""


@dataclass(frozen=True)
class TextCue:
    """One text on screen.

    Attributes:
        text: A single line.
        start_frame, end_frame: Half open, in composition frames.
    """

    text: str
    start_frame: int
    end_frame: int


@dataclass(frozen=True)
class Reference:
    """The composition at one length.

    Attributes:
        folder: Where its media lie, by the names in `media`.
        frame_count: Whole length; a multiple of 40, so that scenes and captions divide it.
    """

    folder: Path
    frame_count: int = 600

    def __post_init__(self) -> None:
        if self.frame_count % 40 or self.frame_count < 80:
            raise ValueError(f"{self.frame_count = } is not a multiple of 40 from 80 on")

    @property
    def step_frames(self) -> int:
        """From one scene's start to the next one's."""
        return self.frame_count // 4

    @property
    def fade_frames(self) -> int:
        """Length of each crossfade."""
        return min(15, self.step_frames // 2)

    def scene_start(self, scene: int) -> int:
        """Return a scene's first frame; scenes count from 0."""
        return scene * self.step_frames

    def scene_frames(self, scene: int) -> int:
        """Return a scene's length: it runs on under the crossfade to the next one."""
        return self.step_frames + (self.fade_frames if scene < 3 else 0)

    @property
    def headings(self) -> tuple[TextCue, TextCue]:
        """One over each still; it fades in and is gone when the crossfade begins."""
        lead, length = self.step_frames // 5, self.step_frames * 7 // 10
        first, second = self.scene_start(0) + lead, self.scene_start(2) + lead
        return (
            TextCue("Slow mornings", first, first + length),
            TextCue("Roasted by hand", second, second + length),
        )

    @property
    def captions(self) -> tuple[TextCue, ...]:
        """Ten, one after the other with a short pause between them."""
        step = self.frame_count // len(CAPTIONS)
        pause = max(1, step // 10)
        return tuple(
            TextCue(text, index * step, (index + 1) * step - pause)
            for index, text in enumerate(CAPTIONS)
        )

    @property
    def duration_seconds(self) -> float:
        """Whole length, for the contenders that count in seconds."""
        return self.frame_count / FPS

    @property
    def voice_start_frame(self) -> int:
        """When the voice sets in."""
        return 15

    @property
    def music_fade_out_frames(self) -> int:
        """How long the music takes to fade out at the end."""
        return min(60, self.frame_count // 4)

    def media(self, name: str) -> Path:
        """Return the path of a medium."""
        return self.folder / name

    def write_composition(self, rounds: int = 1, *, dressed: bool = False) -> Path:
        """Write the composition for this renderer beside its media, and return the file."""
        content = composition(self, rounds)
        if dressed:
            content = with_grain_blur_and_karaoke(self, content)
        name = "dressed" if dressed else "composition"
        path = self.media(f"{name}-{self.frame_count}x{rounds}.json")
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        return path


def composition(reference: Reference, rounds: int = 1) -> dict[str, object]:
    """Turn the reference into a composition, as the renderer's format has it.

    Args:
        reference: What to write down.
        rounds: How often it plays in one go; each round crossfades into the next one and numbers
            its captions, because the renderer makes segments that show the same only once.
    """
    frame_count = reference.frame_count * rounds
    offsets = [reference.frame_count * number for number in range(rounds)]
    overlays = [
        layer
        for number, offset in enumerate(offsets)
        for layer in _texts(reference, offset, number)
    ]
    overlays.append(
        {
            "type": "image",
            "asset": "logo.png",
            "position": "top-right",
            "margin": LOGO_MARGIN_PX,
            "size": {"width": LOGO_SIZE_PX[0], "height": LOGO_SIZE_PX[1]},
        }
    )
    voice = [
        {"key": "voice.wav", "startFrame": offset + reference.voice_start_frame}
        for offset in offsets
    ]
    return {
        "version": 1,
        "id": "bench",
        "title": "Benchmark reference",
        "aspectRatio": "16:9",
        "fps": FPS,
        "totalDurationFrames": frame_count,
        "scenes": _scenes(reference, rounds),
        "overlays": overlays,
        "audio": {
            "music": {
                "key": "music.mp3",
                "volume": MUSIC_VOLUME,
                "loop": rounds > 1,
                "ducking": False,
                "fadeOutFrames": reference.music_fade_out_frames,
            },
            "voiceover": {"segments": voice},
            "loudness": None,
        },
    }


def with_grain_blur_and_karaoke(
    reference: Reference, plain: dict[str, object]
) -> dict[str, object]:
    """Return the composition with film grain on every picture, blur and lit words.

    Args:
        reference: Its times and captions.
        plain: As `composition` makes it, of one round.
    """
    scenes = []
    for scene in cast("list[dict[str, object]]", plain["scenes"]):
        asset, motion = str(scene["asset"]), scene["motion"]
        kind = "video" if asset.endswith(".mp4") else "image"
        grained = {
            "type": kind,
            "asset": asset,
            "motion": motion,
            "effects": [{"type": "grain", "amount": 0.15}],
        }
        rest = {key: value for key, value in scene.items() if key not in ("asset", "motion")}
        scenes.append({**rest, "layers": [grained]})
    headings = {cue.text for cue in reference.headings}
    overlays = [
        {**layer, "enter": {"preset": "blur", "durationFrames": HEADING_FADE_FRAMES}}
        if layer.get("text") in headings
        else layer
        for layer in cast("list[dict[str, object]]", plain["overlays"])
        if layer.get("type") != "text" or layer.get("text") in headings
    ]
    return {
        **plain,
        "scenes": scenes,
        "overlays": overlays,
        "captions": {"style": "karaoke", "source": _words(reference)},
    }


def _words(reference: Reference) -> list[dict[str, object]]:
    """Return the words of the captions, each as long as the others of its caption."""
    words: list[dict[str, object]] = []
    for cue in reference.captions:
        texts = cue.text.split()
        frames = cue.end_frame - cue.start_frame
        borders = [cue.start_frame + frames * at // len(texts) for at in range(len(texts) + 1)]
        words += [
            {"text": text, "startFrame": start, "endFrame": end}
            for text, start, end in zip(texts, borders, borders[1:], strict=False)
        ]
    return words


def _scenes(reference: Reference, rounds: int) -> list[dict[str, object]]:
    camera = {
        0: {"from": ZOOM[0].as_json(), "to": ZOOM[1].as_json(), "easing": "linear"},
        2: {"from": PAN[0].as_json(), "to": PAN[1].as_json(), "easing": "linear"},
    }
    scenes: list[dict[str, object]] = []
    last = 4 * rounds - 1
    for index in range(last + 1):
        runs_on_frames = reference.fade_frames if index < last else 0
        scene: dict[str, object] = {
            "id": f"scene-{index + 1}",
            "startFrame": reference.scene_start(index),
            "durationFrames": reference.step_frames + runs_on_frames,
            "asset": SCENE_ASSETS[index % 4],
            # A clip stands still unless told otherwise: a style may give every medium a motion.
            "motion": camera.get(index % 4, {"preset": "static"}),
        }
        if index:
            scene["transition"] = {
                "type": "crossfade",
                "durationFrames": reference.fade_frames,
                "easing": "linear",
            }
        scenes.append(scene)
    return scenes


def _texts(reference: Reference, offset_frames: int, number: int) -> list[dict[str, object]]:
    suffix = f" ({number + 1})" if number else ""
    headings = [
        _text_layer(cue, offset_frames, HEADING_SIZE_PX, HEADING_CENTRE_Y_PX)
        | {
            "enter": {
                "preset": "fade",
                "durationFrames": HEADING_FADE_FRAMES,
                "easing": "linear",
            }
        }
        for cue in reference.headings
    ]
    captions = [
        _text_layer(
            replace(cue, text=cue.text + suffix),
            offset_frames,
            CAPTION_SIZE_PX,
            CAPTION_CENTRE_Y_PX,
        )
        for cue in reference.captions
    ]
    return headings + captions


def _text_layer(
    cue: TextCue, offset_frames: int, size_px: int, centre_y_px: int
) -> dict[str, object]:
    return {
        "type": "text",
        "text": cue.text,
        "startFrame": offset_frames + cue.start_frame,
        "durationFrames": cue.end_frame - cue.start_frame,
        "position": {"x": WIDTH_PX // 2, "y": centre_y_px},
        "anchor": "center",
        "align": "center",
        "fontFamily": "Poppins",
        "fontWeight": 700,
        "fontSize": size_px,
        "color": "#ffffff",
        "stroke": {"color": "#000000", "width": STROKE_WIDTH_PX},
        "enter": None,  # unset, the style lets texts fade in
    }
