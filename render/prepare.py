"""The first three stages: read the document, look at the assets, plan the timeline."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.audio import plan_audio
from render.audio.cues import AudioPlan
from render.document import Document, parse_composition, read_composition
from render.document.asset_uses import asset_uses
from render.document.timing import scene_start_frames
from render.errors import AssetError, CompositionError, FontError, Problem, UsageError
from render.events import OnEvent, StageStarted
from render.options import RenderOptions
from render.storage import check_writable
from render.text import FontBook
from render.timebase import FrameRange
from render.timeline.model import Timeline
from render.timeline.plan import plan_timeline
from render.timeline.sound import clip_sounds
from schemas import Composition

if TYPE_CHECKING:
    from render.assets.media import Media

Source = str | Path | Composition | Mapping[str, object]
"""A composition: its file, `"-"` for standard input, a model, or JSON that is parsed already."""


_OPENED_BY: Final = frozenset(
    {
        "Scene",
        "Transition",
        "ImageLayer",
        "VideoLayer",
        "Voiceover",
        "VoiceoverSegment",
        "Music",
        "SoundEffect",
    }
)
"""What names a picture, a clip or a sound that the render opens; other keys are not drawn yet."""


@dataclass(frozen=True)
class Prepared:
    """A composition with everything known that a render needs.

    Attributes:
        composition: As read.
        media: Facts of every asset, by key.
        fonts: The fonts it may use.
        timeline: The planned picture.
        sound: The planned sound.
        warnings: What was noticed on the way.
    """

    composition: Composition
    media: Mapping[str, "Media"]
    fonts: FontBook
    timeline: Timeline
    sound: AudioPlan
    warnings: tuple[Problem, ...]


def prepare(source: Source, options: RenderOptions, on_event: OnEvent | None = None) -> Prepared:
    """Read a composition and plan it.

    Args:
        source: The composition.
        options: Its assets, fonts and strictness count.
        on_event: Told when a stage starts.

    Raises:
        CompositionError: The document is invalid; every problem is listed.
        AssetError: An asset is missing or unreadable; all of them are listed.
        FontError: A text has a character that no font has.
    """
    from render.assets import LocalFolder, probe_all  # noqa: PLC0415 - decoders are heavy

    tell = on_event or (lambda _event: None)
    tell(StageStarted("read"))
    composition, warnings, document = _read(source, strict=options.strict)
    tell(StageStarted("assets"))
    keys = all_asset_keys(composition)
    try:
        media = probe_all(keys, LocalFolder(options.assets or _home(source)))
    except AssetError as error:
        raise _with_use(error, keys, document) from error
    tell(StageStarted("plan"))
    fonts = FontBook(options.fonts)
    try:
        planned = plan_timeline(composition, media, fonts)
    except (FontError, CompositionError) as error:
        raise type(error)(
            error.message, where=_place(error.where, document), hint=error.hint
        ) from error
    starts = scene_start_frames(composition).starts
    scene_starts = {
        scene.id: start for scene, start in zip(composition.scenes, starts, strict=True)
    }
    sound = plan_audio(composition, media, scene_starts, clip_sounds(planned.timeline))
    noticed = [*_notes_of(media, keys), *planned.warnings, *sound.warnings]
    said = {(warning.path, warning.code) for warning in warnings}
    located = [
        problem
        for problem in (_located(each, document) for each in noticed)
        if (problem.path, problem.code) not in said
    ]
    return Prepared(composition, media, fonts, planned.timeline, sound, (*warnings, *located))


def _read(
    source: Source, *, strict: bool
) -> tuple[Composition, tuple[Problem, ...], Document | None]:
    if isinstance(source, Composition):
        return source, (), None
    if isinstance(source, Mapping):
        parsed = parse_composition(_as_json(source), strict=strict)
    else:
        parsed = read_composition(Path(source), strict=strict)
    return parsed.composition, parsed.warnings, parsed.document


def _as_json(source: Mapping[str, object]) -> str:
    try:
        return json.dumps(source)
    except (TypeError, ValueError, RecursionError) as error:
        raise CompositionError(
            f"the composition is no JSON: {error}", hint="give plain dicts, lists, texts, numbers"
        ) from error


def _located(problem: Problem, document: Document | None) -> Problem:
    """Return a problem found while planning with its line and column."""
    if document is None:
        return problem
    return document.problem(
        problem.path,
        problem.message,
        hint=problem.hint,
        code=problem.code,
        severity=problem.severity,
    )


def _place(path: str | None, document: Document | None) -> str | None:
    if path is None or document is None:
        return path
    return document.problem(path, "").where


def _with_use(error: AssetError, keys: Mapping[str, str], document: Document | None) -> AssetError:
    """Return an error about an asset with the place in the composition that asks for it."""
    if error.where is None or error.where not in keys:
        return error
    used = f"used at {_place(keys[error.where], document)}"
    hint = f"{error.hint}; {used}" if error.hint else used
    return type(error)(error.message, where=error.where, hint=hint)


def _notes_of(media: Mapping[str, "Media"], keys: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what was odd about the files themselves."""
    for key, facts in media.items():
        for note in facts.notes:
            yield Problem(keys[key], f"{key}: {note}", severity="warning", code="media-note")


def _home(source: Source) -> Path:
    if isinstance(source, (str, Path)) and str(source) != "-":
        return Path(source).absolute().parent
    return Path.cwd()


def all_asset_keys(composition: Composition) -> dict[str, str]:
    """Return every asset the render opens: key -> JSON path of its first use."""
    keys: dict[str, str] = {}
    for use in asset_uses(composition):
        if use.kind in _OPENED_BY:
            keys.setdefault(use.key, use.path)
    return keys


def check_output(output: Path, source: Source, prepared: Prepared) -> None:
    """Refuse an output that cannot be written, or that is one of the inputs, before any work.

    Raises:
        UsageError: It is the composition's file or an asset.
        OutputError: It cannot be written.
    """
    inputs = [media.path for media in prepared.media.values()]
    if isinstance(source, (str, Path)):
        inputs.append(Path(source))
    if any(path.exists() and output.exists() and path.samefile(output) for path in inputs):
        raise UsageError(
            "the output would replace one of the inputs",
            where=str(output),
            hint="name another file",
        )
    check_writable(output)


def frames_asked(
    prepared: Prepared, frames: tuple[int | None, int | None] | None, scene_id: str | None
) -> FrameRange:
    """Return the composition frames a render is limited to.

    Args:
        prepared: The composition.
        frames: First and end (exclusive); None on a side is the composition's own.
        scene_id: Only that scene.

    Raises:
        UsageError: Both are given, the range is empty or outside, or there is no such scene.
    """
    whole = FrameRange(0, prepared.timeline.frame_count)
    if frames is not None and scene_id is not None:
        raise UsageError("give a range of frames or a scene, not both")
    if scene_id is not None:
        scenes = {scene.id: scene for scene in prepared.timeline.scenes}
        if scene_id not in scenes:
            raise UsageError(
                f'there is no scene "{scene_id}"', hint=f"the scenes are {', '.join(scenes)}"
            )
        scene = scenes[scene_id]
        end = scene.start_frame + scene.duration_frames
        return whole.intersection(FrameRange(scene.start_frame, end))
    if frames is None:
        return whole
    start = 0 if frames[0] is None else frames[0]
    end = whole.end if frames[1] is None else frames[1]
    if not 0 <= start < end <= whole.end:
        raise UsageError(
            f"frames {start} to {end} are not in the composition",
            hint=f"it has frames 0 to {whole.end}, the end is exclusive",
        )
    return FrameRange(start, end)
