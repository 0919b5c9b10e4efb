"""The first three stages: read the document, look at the assets, plan the timeline."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.animation.volume import volume_points
from render.audio import plan_audio
from render.audio.cues import AudioPlan
from render.document import Document, parse_composition, read_composition
from render.document.asset_uses import asset_uses
from render.document.timing import scene_start_frames
from render.errors import (
    AssetError,
    CompositionError,
    FontError,
    Problem,
    RenderError,
    UsageError,
)
from render.events import FetchProgress, Notice, OnEvent, StageStarted
from render.options import RenderOptions
from render.storage import check_writable
from render.text import FontBook
from render.timebase import FrameRange
from render.timeline.model import Timeline
from render.timeline.plan import plan_timeline
from render.timeline.sound import clip_sounds
from render.workers.events import Cancel
from schemas import Composition

if TYPE_CHECKING:
    from render.assets import Resolver
    from render.assets.media import Media
    from render.assets.remote.events import FetchEvent, OnFetch

Source = str | Path | Composition | Mapping[str, object]
"""A composition: its file, `"-"` for standard input, a model, or JSON that is parsed already."""


_OPENED_BY: Final = frozenset(
    {
        "Scene",
        "Transition",
        "Captions",
        "CaptionsLayer",
        "ImageLayer",
        "VideoLayer",
        "SvgLayer",
        "Template",
        "Effect",
        "Voiceover",
        "VoiceoverSegment",
        "Music",
        "SoundEffect",
    }
)
"""What names a file that the render opens; other keys are not drawn yet."""


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
        assets: Where the media are from. As long as this lives, the cache keeps their files.
    """

    composition: Composition
    media: Mapping[str, "Media"]
    fonts: FontBook
    timeline: Timeline
    sound: AudioPlan
    warnings: tuple[Problem, ...]
    assets: "Resolver"


def find_assets(
    composition: Composition,
    source: Source,
    options: RenderOptions,
    tell: OnEvent,
    cancel: Cancel | None = None,
) -> "Resolver":
    """Return where a composition's assets are found, downloaded where that is needed.

    Args:
        composition: The composition.
        source: Where it was read from; beside it its assets are looked for.
        options: A folder, or the API; and whether proxies will do.
        tell: Told how far downloads are.
        cancel: Asked whether to stop.

    Raises:
        AssetError: Assets could not be downloaded; all of them are listed.
        ApiError: The API did not do its part.
    """
    from render.assets import LocalFolder  # noqa: PLC0415 - decoders are heavy
    from render.assets.proxies import Proxies, proxy_keys  # noqa: PLC0415

    uses = asset_uses(composition)
    proxies = proxy_keys(uses) if options.proxy else {}
    assets: Resolver
    if options.api is None:
        assets = LocalFolder(options.assets or _home(source))
    else:
        from render.assets.remote import RemoteAssets  # noqa: PLC0415 - nor does a folder need HTTP

        assets = remote = RemoteAssets(options.api)
        remote.fetch(
            all_asset_keys(composition),
            proxies=proxies,
            on_event=lambda event: (
                tell(event) if isinstance(event, FetchProgress | Notice) else None
            ),
            cancel=cancel,
        )
    return Proxies(assets, proxies) if proxies else assets


def prepare(
    source: Source,
    options: RenderOptions,
    on_event: OnEvent | None = None,
    cancel: Cancel | None = None,
    *,
    on_read: Callable[[Composition], None] = lambda _composition: None,
) -> Prepared:
    """Read a composition, bring its assets here, and plan it.

    Args:
        source: The composition.
        options: Its assets, fonts and strictness count.
        on_event: Told when a stage starts, and how far downloads are.
        cancel: Asked meanwhile whether to stop.
        on_read: Given the composition as soon as it is known to be valid.

    Raises:
        CompositionError: The document is invalid; every problem is listed.
        AssetError: An asset is missing or unreadable; all of them are listed.
        FontError: A text has a character that no font has.
    """
    from render.assets import probe_all  # noqa: PLC0415 - decoders are heavy
    from render.legibility import make_legible  # noqa: PLC0415 - the libraries that draw

    tell = on_event or (lambda _event: None)
    tell(StageStarted("read"))
    composition, warnings, document = _read(source, strict=options.strict)
    on_read(composition)
    tell(StageStarted("assets"))
    keys = all_asset_keys(composition)
    try:
        assets = find_assets(composition, source, options, tell, cancel)
        media = probe_all(keys, assets)
    except AssetError as error:
        raise with_uses(error, composition, document) from error
    tell(StageStarted("plan"))
    fonts = FontBook(options.fonts)
    try:
        planned = plan_timeline(composition, media, fonts)
        timeline = make_legible(planned.timeline, fonts)
    except (FontError, CompositionError) as error:
        raise type(error)(
            error.message, where=_place(error.where, document), hint=error.hint
        ) from error
    starts = scene_start_frames(composition).starts
    scene_starts = {
        scene.id: start for scene, start in zip(composition.scenes, starts, strict=True)
    }
    sound = plan_audio(composition, media, scene_starts, clip_sounds(timeline), volume_points)
    noticed = [*_notes_of(media, keys), *planned.warnings, *sound.warnings]
    said = {(warning.path, warning.code) for warning in warnings}
    located = [
        problem
        for problem in (_located(each, document) for each in noticed)
        if (problem.path, problem.code) not in said
    ]
    warnings = (*warnings, *located)
    return Prepared(composition, media, fonts, timeline, sound, warnings, assets)


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


def progress_of(tell: OnEvent) -> "OnFetch":
    """Return what passes on of a fetch what a render tells of it."""

    def pass_on(event: "FetchEvent") -> None:
        if isinstance(event, FetchProgress | Notice):
            tell(event)

    return pass_on


def with_uses(
    error: AssetError, composition: Composition, document: Document | None
) -> RenderError:
    """Return an error about assets with the places in the composition that ask for them.

    Args:
        error: About one asset, or several in its `problems`.
        composition: Which names them.
        document: Its text, for lines and columns; None gives JSON paths only.
    """
    from render.assets.problems import joined  # noqa: PLC0415 - the package loads decoders

    uses: dict[str, list[str]] = {}
    for use in asset_uses(composition):
        uses.setdefault(use.key, []).append(_place(use.path, document) or use.path)
    problems = error.problems or (error,)
    if not all(problem.where in uses for problem in problems):
        return error
    told: dict[str, RenderError] = {}
    for problem in problems:
        key = problem.where or ""
        first, *others = uses[key]
        more = f" and {len(others)} more" if len(others) > 1 else ""
        used = f"used at {first}" + (f", {others[0]}{more}" if others else "")
        hint = f"{problem.hint}; {used}" if problem.hint else used
        told[key] = type(problem)(problem.message, where=key, hint=hint)
    return joined(told, len(all_asset_keys(composition)))


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
