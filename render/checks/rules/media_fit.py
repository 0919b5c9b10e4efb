"""Whether pictures and clips are large and long enough for where they are used."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from render.checks.finding import Finding
from render.checks.registry import Check, register

if TYPE_CHECKING:
    from render.checks.rehearsal.stage import Rehearsal
    from render.layers.planned import PlannedLayer

_SEARCHED_BYTES = 8_000_000
_SEARCHED_FILES = 20_000
_SHOWN_FILES = 10


def find(rehearsal: "Rehearsal") -> Iterator[Finding]:
    """Find media that are too small, too short, or used by nobody."""
    for layer, parent_frames in rehearsal.layers:
        yield from _enlarged(rehearsal, layer)
        yield from _short(rehearsal, layer, parent_frames)
    yield from _crowded_voice(rehearsal)


def _enlarged(rehearsal: "Rehearsal", layer: "PlannedLayer") -> Iterator[Finding]:
    from render.layers.image import ImageContent  # noqa: PLC0415 - draws
    from render.layers.video import VideoContent  # noqa: PLC0415 - draws

    content = layer.content
    if not isinstance(content, ImageContent | VideoContent):
        return
    window = content.camera.smallest_window
    place = layer.placement
    factor = min(place.width / window.width, place.height / window.height) * place.scale
    most = rehearsal.subject.number("asset-too-small", "factor")
    if factor > most:
        width, height = content.media.size_px
        yield Finding(
            "asset-too-small",
            f"{layer.path}.asset",
            f'"{content.media.key}" has {width} x {height} pixels and is shown {factor:.1f} times '
            "as large",
            "use a larger file, or show it smaller",
            f"at least {round(width * factor / most)} x {round(height * factor / most)}",
        )


def _short(rehearsal: "Rehearsal", layer: "PlannedLayer", parent_frames: int) -> Iterator[Finding]:
    from render.layers.video import VideoContent  # noqa: PLC0415 - draws

    content = layer.content
    if not isinstance(content, VideoContent) or content.loop or not content.freeze:
        return
    start, end = content.source_span_seconds
    has = int((end - start) / content.playback_rate * content.fps)
    slot = min(layer.span.end, parent_frames) - max(layer.span.start, 0)
    allowed = rehearsal.subject.number("asset-too-short", "seconds") * float(content.fps)
    said = rehearsal.subject.layer_at(layer.path)
    if slot - has > allowed and (said is None or "freeze" not in said.model_fields_set):
        yield Finding(
            "asset-too-short",
            f"{layer.path}.asset",
            f'"{content.media.key}" has {has} frames for a slot of {slot}, and stands still for '
            "the rest",
            'make the slot shorter, the clip slower, or write "loop": true or "freeze": true',
            f"at least {slot} frames",
        )


def _crowded_voice(rehearsal: "Rehearsal") -> Iterator[Finding]:
    voice = rehearsal.subject.composition.audio.voiceover
    if voice is None or not voice.segments:
        return
    spans: list[tuple[float, float, int]] = []
    starts = dict(
        zip(
            (scene.id for scene in rehearsal.subject.composition.scenes),
            rehearsal.subject.timing.starts,
            strict=True,
        )
    )
    fps = float(rehearsal.subject.composition.fps)
    for index, segment in enumerate(voice.segments):
        facts = rehearsal.prepared.media[segment.key].audio
        begin = (starts.get(segment.scene_id or "", 0) + segment.start_frame) / fps
        if facts is not None:
            spans.append((begin, begin + float(facts.duration_seconds), index))
    spans.sort()
    allowed = rehearsal.subject.number("voice-overlap", "seconds")
    for (_, end, _), (begin, _, index) in pairwise(spans):
        if end - begin > allowed:
            yield Finding(
                "voice-overlap",
                f"audio.voiceover.segments[{index}].startFrame",
                f"the voice before it still speaks for {end - begin:.1f} s",
                f"begin {round((end - begin) * fps)} frames later",
            )


def find_unused(rehearsal: "Rehearsal") -> Iterator[Finding]:
    """Find files beside those that are used which no document of the folder names."""
    from render.assets.proxies import proxy_keys  # noqa: PLC0415 - only with the media
    from render.document.asset_uses import asset_uses  # noqa: PLC0415 - likewise

    root = getattr(rehearsal.prepared.assets, "root", None)
    uses = asset_uses(rehearsal.subject.composition)
    folders = {use.key.partition("/")[0] for use in uses if "/" in use.key}
    if root is None or not folders:
        return
    named = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(root.rglob("*.json"))[:_SEARCHED_FILES]
        if path.is_file() and path.stat().st_size <= _SEARCHED_BYTES
    )
    named += json.dumps([*proxy_keys(uses).values(), *(use.key for use in uses)])
    unused = [
        key
        for folder in sorted(folders)
        for path in sorted((root / folder).rglob("*"))[:_SEARCHED_FILES]
        if path.is_file() and not path.name.startswith(".")
        for key in [path.relative_to(root).as_posix()]
        if key not in named
    ]
    if unused:
        more = f" and {len(unused) - _SHOWN_FILES} more" if len(unused) > _SHOWN_FILES else ""
        listed = ", ".join(unused[:_SHOWN_FILES])
        message = f"nothing uses the files {listed}{more}"
        yield Finding("unused-asset", "", message, "remove them, or use them")


register(
    Check(
        "asset-too-small",
        "warning",
        "A picture or clip is shown so large that it looks soft.",
        bad='{"type": "image", "asset": "assets/small.png"}',
        good='{"type": "image", "asset": "assets/photo.png"}',
        settings={"factor": 2.0},
    ),
    Check(
        "asset-too-short",
        "warning",
        "A clip is over before its slot is, and stands still.",
        why='`"freeze": true` says that this is meant.',
        bad='{"type": "video", "asset": "assets/clip.mp4", "size": {"width": 200, "height": 120}}',
        good='{"type": "video", "asset": "assets/clip.mp4", "durationFrames": 30,'
        ' "size": {"width": 200, "height": 120}}',
        settings={"seconds": 0.5},
    ),
    Check(
        "voice-overlap",
        "warning",
        "Two pieces of the voiceover speak at once.",
        bad='{"audio": {"voiceover": [{"key": "assets/voice.wav", "startFrame": 0},'
        ' {"key": "assets/voice.wav", "startFrame": 10}]}}',
        good='{"audio": {"voiceover": [{"key": "assets/voice.wav", "startFrame": 0},'
        ' {"key": "assets/voice.wav", "startFrame": 45}]}}',
        settings={"seconds": 0.1},
    ),
    needs="assets",
    find=find,
)
register(
    Check(
        "unused-asset",
        "off",
        "A file lies beside those that are used, and no JSON of the folder names it.",
        bad='{"type": "image", "asset": "assets/photo.png"}',
        good='{"type": "image", "asset": "assets/photo.png"}',
    ),
    needs="assets",
    find=find_unused,
)
