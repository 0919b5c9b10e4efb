"""Where texts end up: shrunk, over the edge, under the buttons of an app, or hard to see."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from render.checks.finding import Finding
from render.checks.registry import Check, register
from render.document.suggestions import hint_for_name
from schemas.wording import quoted

if TYPE_CHECKING:
    from render.checks.rehearsal.stage import PlacedText, Rehearsal

_EDGE_PX = 2.0


def find(rehearsal: "Rehearsal") -> Iterator[Finding]:
    """Find texts that nobody can read where they are drawn."""
    for text in rehearsal.texts:
        if text.content.spec.text.strip():
            yield from _shrunk(rehearsal, text)
            yield from _outside(rehearsal, text)
            yield from _under_buttons(rehearsal, text)
            yield from _faint(rehearsal, text)


def _shrunk(rehearsal: "Rehearsal", text: "PlacedText") -> Iterator[Finding]:
    from render.text import lay_out  # noqa: PLC0415 - only with the media

    subject = rehearsal.subject
    factor = lay_out(text.content.spec, rehearsal.prepared.fonts).scale
    short = min(rehearsal.timeline.width, rehearsal.timeline.height)
    smallest = subject.number("text-shrunk", "percent") / 100 * short
    if factor < 1 and text.size_px * factor < smallest:
        yield Finding(
            "text-shrunk",
            text.layer.path,
            f"the text is shrunk from {text.size_px:.0f} to {text.size_px * factor:.0f} px to fit "
            "its box",
            "give it a larger box, or say less",
            f"at least {smallest:.3g} px",
        )


def _outside(rehearsal: "Rehearsal", text: "PlacedText") -> Iterator[Finding]:
    left, top, right, bottom = text.box
    width, height = rehearsal.timeline.width, rehearsal.timeline.height
    beyond = {"left": -left, "top": -top, "right": right - width, "bottom": bottom - height}
    moves = {"x", "y", "scale", "rotation"} & {name for name, _ in text.layer.tracks}
    side, pixels = max(beyond.items(), key=lambda item: item[1])
    if pixels > _EDGE_PX and not moves and right > 0 and bottom > 0 and left < width:
        yield Finding(
            "text-outside",
            text.layer.path,
            f"the text reaches {pixels:.0f} px over the {side} edge of the picture",
            "move it in, or make it smaller",
        )


def _under_buttons(rehearsal: "Rehearsal", text: "PlacedText") -> Iterator[Finding]:
    from render.captions.zones import SAFE_ZONES, applies_to  # noqa: PLC0415 - only here

    platform = rehearsal.subject.text("safe-zone", "platform")
    width, height = rehearsal.timeline.width, rehearsal.timeline.height
    if not platform or not applies_to(width, height):
        return
    if platform not in SAFE_ZONES:
        hint = hint_for_name(platform, tuple(SAFE_ZONES))
        yield Finding("safe-zone", "", f"there is no safe zone {quoted(platform)}", hint)
        return
    zone = SAFE_ZONES[platform].box(width, height)
    left, top, right, bottom = text.box
    beyond = {
        "left": zone[0] - left,
        "top": zone[1] - top,
        "right": right - zone[2],
        "bottom": bottom - zone[3],
    }
    side, pixels = max(beyond.items(), key=lambda item: item[1])
    if pixels > _EDGE_PX:
        yield Finding(
            "safe-zone",
            text.layer.path,
            f"{pixels:.0f} px of the text lie under what {platform} draws at the {side}",
            "move it into the safe zone",
            f"{zone[0]:.0f} to {zone[2]:.0f} across, {zone[1]:.0f} to {zone[3]:.0f} down",
        )


def _faint(rehearsal: "Rehearsal", text: "PlacedText") -> Iterator[Finding]:
    from render.checks.rehearsal.seeing import contrast_of  # noqa: PLC0415 - draws

    if "color" in {name for name, _ in text.layer.tracks}:
        return
    subject = rehearsal.subject
    share = text.size_px / min(rehearsal.timeline.width, rehearsal.timeline.height) * 100
    is_large = share >= subject.number("contrast", "large-percent")
    needed = subject.number("contrast", "large-ratio" if is_large else "ratio")
    found = contrast_of(rehearsal, text, subject.number("contrast", "worst-percent"))
    if found is not None and found < needed:
        yield Finding(
            "contrast",
            text.layer.path,
            f"the text has a contrast of {found:.1f}:1 with what lies behind it",
            "choose another colour, or put a panel or a shadow behind it",
            f"at least {needed:g}:1",
        )


register(
    Check(
        "text-shrunk",
        "warning",
        "A text is shrunk to fit its box, until it cannot be read.",
        bad='{"type": "text", "fontSize": 36, "size": {"width": 360, "height": 55},'
        ' "text": "Slow mornings taste better in Brooklyn"}',
        good='{"type": "text", "fontSize": 60, "size": {"width": 900, "height": 200},'
        ' "text": "Slow mornings taste better in Brooklyn"}',
        settings={"percent": 2.0},
    ),
    Check(
        "text-outside",
        "warning",
        "A text reaches over the edge of the picture.",
        bad='{"type": "text", "text": "Slow mornings", "fontSize": 90,'
        ' "position": {"x": 60, "y": 300}}',
        good='{"type": "text", "text": "Slow mornings", "fontSize": 90,'
        ' "position": {"x": 960, "y": 300}}',
    ),
    Check(
        "safe-zone",
        "warning",
        "A text lies where an app draws its buttons: tiktok, reels or shorts.",
        why='Found when the config says the platform: `safe-zone = {platform = "tiktok"}`.',
        bad='{"aspectRatio": "9:16", "scenes": [{"id": "s", "durationFrames": 90, "layers":'
        ' [{"type": "text", "text": "Order now", "position": "bottom", "margin": 60}]}]}',
        good='{"aspectRatio": "9:16", "scenes": [{"id": "s", "durationFrames": 90, "layers":'
        ' [{"type": "text", "text": "Order now", "position": "center"}]}]}',
        settings={"platform": ""},
    ),
    Check(
        "contrast",
        "warning",
        "A text is hardly told from the pixels behind it (WCAG 2.2, 1.4.3).",
        why="`worst-percent` of the pixels beside the letters may have less contrast; texts from"
        " `large-percent` of the shorter side on need `large-ratio`.",
        bad='{"durationFrames": 90, "background": "#777777", "layers":'
        ' [{"type": "text", "text": "Slow mornings", "fontSize": 40, "color": "#888888"}]}',
        good='{"durationFrames": 90, "background": "#222222", "layers":'
        ' [{"type": "text", "text": "Slow mornings", "fontSize": 40, "color": "#eeeeee"}]}',
        settings={"ratio": 4.5, "large-ratio": 3.0, "large-percent": 2.2, "worst-percent": 20.0},
    ),
    needs="assets",
    find=find,
)
