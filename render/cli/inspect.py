"""`wavemaker inspect`: the timeline as a table and as JSON."""

from dataclasses import asdict
from pathlib import Path

from render.cli.console import printable, show_json, show_problems
from render.layers.captions import CaptionsContent
from render.layers.planned import PlannedLayer
from render.options import RenderOptions
from render.prepare import Prepared, prepare
from render.timebase import SAMPLE_RATE_HZ, frame_to_seconds
from render.timeline.model import PlannedScene


def run_inspect(composition: Path, options: RenderOptions, *, as_json: bool) -> None:
    """Show what is on screen and heard when."""
    prepared = prepare(composition, options)
    if as_json:
        show_json(timeline_as_json(prepared))
        return
    show_problems(prepared.warnings)
    _show_table(prepared)


def timeline_as_json(prepared: Prepared) -> dict[str, object]:
    """Return the planned timeline as plain JSON values; all frames are composition frames."""
    timeline = prepared.timeline
    return {
        "id": prepared.composition.id,
        "title": prepared.composition.title,
        "fps": str(timeline.fps),
        "frames": timeline.frame_count,
        "duration_seconds": round(float(timeline.frame_count / timeline.fps), 6),
        "width": timeline.width,
        "height": timeline.height,
        "scenes": [_scene_as_json(scene) for scene in timeline.scenes],
        "overlays": [_layer_as_json(layer, 0) for layer in timeline.overlays],
        "sounds": [
            {
                "role": cue.role,
                "key": cue.media.key,
                "start_sample": cue.start_sample,
                "end_sample": cue.end_sample,
                "gain": cue.gain,
            }
            for cue in prepared.sound.cues
        ],
        "assets": [
            {"key": media.key, "kind": media.kind, "sha256": media.content_hash}
            for media in prepared.media.values()
        ],
        "warnings": [asdict(warning) for warning in prepared.warnings],
    }


def _scene_as_json(scene: PlannedScene) -> dict[str, object]:
    transition = scene.transition
    return {
        "id": scene.id,
        "name": scene.name,
        "start_frame": scene.start_frame,
        "end_frame": scene.start_frame + scene.duration_frames,
        "runs_on_until_frame": scene.on_screen.end,
        "transition": transition
        and {
            "type": transition.kind,
            "duration_frames": transition.duration_frames,
            "direction": transition.direction,
            "easing": transition.easing,
        },
        "layers": [_layer_as_json(layer, scene.start_frame) for layer in scene.layers],
    }


def _layer_as_json(layer: PlannedLayer, start_frame: int) -> dict[str, object]:
    place = layer.placement
    media = getattr(layer.content, "media", None)
    return {
        "path": layer.path,
        "kind": kind_of(layer),
        "start_frame": layer.span.start + start_frame,
        "end_frame": layer.span.end + start_frame,
        "box": {"left": place.left, "top": place.top, "width": place.width, "height": place.height},
        "asset": media.key if media else None,
        "enter": layer.enter and layer.enter.preset,
        "exit": layer.exit and layer.exit.preset,
        **_captions_as_json(layer, start_frame),
    }


def _captions_as_json(layer: PlannedLayer, start_frame: int) -> dict[str, object]:
    """Return the pages of a layer of captions; nothing of other layers."""
    content = layer.content
    if not isinstance(content, CaptionsContent):
        return {}
    placed = content.shifted(layer.span.start + start_frame).pages
    pages = [
        {
            "start_frame": page.page.start_frame,
            "end_frame": page.page.end_frame,
            "text": page.page.text,
            "estimated": page.page.estimated,
            "words": [
                {"text": word.text, "start_frame": word.start_frame, "end_frame": word.end_frame}
                for word in page.page.words
            ],
        }
        for page in placed
    ]
    return {"style": content.style, "pages": pages}


def kind_of(layer: PlannedLayer) -> str:
    """Return the kind of a planned layer in words."""
    return type(layer.content).__name__.removesuffix("Content").lower()


def _show_table(prepared: Prepared) -> None:
    from rich.console import Console  # noqa: PLC0415 - only here
    from rich.table import Table  # noqa: PLC0415

    timeline = prepared.timeline
    seconds = float(timeline.frame_count / timeline.fps)
    title = (
        f"{prepared.composition.title or prepared.composition.id}: {timeline.frame_count} frames, "
        f"{float(timeline.fps):g} fps, {seconds:.3f} s, {timeline.width}x{timeline.height}"
    )
    table = Table(title=printable(title), title_justify="left", box=None, pad_edge=False)
    for name, justify in (
        ("frames", "right"),
        ("time", "right"),
        ("what", "left"),
        ("details", "left"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]

    def row(start: int, end: int, what: str, details: str, style: str = "") -> None:
        time = float(frame_to_seconds(start, timeline.fps))
        table.add_row(
            f"{start}-{end - 1}", f"{time:.2f}", printable(what), printable(details), style=style
        )

    for scene in timeline.scenes:
        coming = scene.transition
        details = f"{coming.kind} {coming.duration_frames} frames" if coming else "cut"
        row(scene.start_frame, scene.on_screen.end, scene.id, details, "bold")
        for layer in scene.layers:
            _layer_rows(layer, scene.start_frame, 1, row)
    for layer in timeline.overlays:
        _layer_rows(layer, 0, 0, row)
    for cue in prepared.sound.cues:
        start = int(cue.start_sample * timeline.fps / SAMPLE_RATE_HZ)
        end = max(start + 1, int(cue.end_sample * timeline.fps / SAMPLE_RATE_HZ))
        row(start, end, cue.role, cue.media.key, "dim")
    # Titles, names and texts are free: none of them is to be read as Rich's markup.
    Console(markup=False, emoji=False, highlight=False).print(table)


def _layer_rows(layer: PlannedLayer, start_frame: int, depth: int, row: object) -> None:
    media = getattr(layer.content, "media", None)
    spec = getattr(layer.content, "spec", None)
    said = (
        media.key
        if media
        else repr(spec.text[:40])
        if spec
        else getattr(layer.content, "style", "")
    )
    moves = ", ".join(
        f"{way} {animation.preset}"
        for way, animation in (("enter", layer.enter), ("exit", layer.exit))
        if animation
    )
    details = "; ".join(part for part in (said, moves) if part)
    start, end = layer.span.start + start_frame, layer.span.end + start_frame
    row(start, max(end, start + 1), "  " * depth + kind_of(layer), details)  # type: ignore[operator]
    for page in getattr(layer.content, "pages", ()):
        shown = page.shifted(start).page
        text = shown.text.replace("\n", " / ")
        estimated = "; word times estimated" if shown.estimated else ""
        row(shown.start_frame, shown.end_frame, "  " * (depth + 1) + "page", repr(text) + estimated)  # type: ignore[operator]
    for inner in getattr(layer.content, "layers", ()):
        _layer_rows(inner, start, depth + 1, row)
