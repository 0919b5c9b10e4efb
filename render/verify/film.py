"""Open a finished film and measure all of it: the pass over pictures, then the one over sound."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from render.assets.keys import shown
from render.assets.probe import probe
from render.errors import AssetMissing, AssetUnreadable
from render.limits import MAX_FRAMES
from render.options import RenderOptions
from render.prepare import Source, prepare
from render.verify.alignment import REACH_FRAMES
from render.verify.findings import Finding, Findings
from render.verify.header import check_header, check_stream_tags, read_header
from render.verify.looks import ExpectedLooks, FilmLooks, look_size
from render.verify.pictures import PictureWatch
from render.verify.report import FilmReport
from render.verify.sound import SoundWatch

if TYPE_CHECKING:
    from render.assets.media import Media, VideoFacts
    from render.prepare import Prepared
    from render.verify.pictures import PictureFacts

OnFrame = Callable[[int, int], None]
"""Told (frames looked at, frames in all)."""

_DEFAULTS: Final = RenderOptions()


def verify_film(
    film: str | Path,
    composition: Source | None = None,
    options: RenderOptions = _DEFAULTS,
    on_frame: OnFrame | None = None,
) -> FilmReport:
    """Measure a finished film, and hold it against the composition it was made from.

    The film may be from anywhere: it is opened by the guarded opener and decoded frame by frame.
    Memory does not grow with its length.

    Args:
        film: The film.
        composition: What it should show, or None: then what only a composition could tell (is
            this scene meant to be black?) is noted and is no defect.
        options: Of the composition: its assets and fonts count.
        on_frame: Told how far it is.

    Raises:
        AssetMissing: There is no such film.
        AssetUnreadable: It is no film, or longer than any composition may be.
        RenderError: The composition cannot be planned.

    Example:
        >>> report = verify_film("final.mp4", "composition.json")  # doctest: +SKIP
        >>> report.defects  # doctest: +SKIP
        ()
    """
    path = Path(film).absolute()
    media, video = _opened(path, str(film))
    prepared = prepare(composition, options) if composition is not None else None
    findings = Findings()
    header = read_header(media, video)
    check_header(header, media, video, prepared, findings)
    pictures, first_tags = _look(media, video, prepared, findings, on_frame)
    check_stream_tags(header, first_tags, findings)
    sound = None
    if media.audio is not None:
        plan = prepared.sound if prepared and prepared.sound.cues else None
        sound = SoundWatch(media, plan, findings).listen()
    name = (prepared.composition.title or prepared.composition.id) if prepared else None
    return FilmReport(Path(film), name, header, pictures, sound, findings.listed())


def _opened(path: Path, name: str) -> "tuple[Media, VideoFacts]":
    if not path.is_file():
        raise AssetMissing("there is no such film", where=shown(name))
    media = probe(name, path)
    if media.video is None:
        raise AssetUnreadable("it holds no moving pictures", where=shown(name), hint="name a film")
    if media.video.frame_count > MAX_FRAMES:
        raise AssetUnreadable(
            f"it has {media.video.frame_count} frames, more than any composition",
            where=shown(name),
        )
    return media, media.video


def _look(
    media: "Media",
    video: "VideoFacts",
    prepared: "Prepared | None",
    findings: Findings,
    on_frame: OnFrame | None,
) -> "tuple[PictureFacts, dict[str, int]]":
    timeline = prepared.timeline if prepared else None
    shape = (timeline.width, timeline.height) if timeline else None
    film = (video.width_px, video.height_px)
    # What is compared has the composition's shape, and is not larger than the film.
    longer = max(film)
    if shape is not None and max(shape) > longer:
        shape = tuple(max(2, round(side * longer / max(shape))) for side in shape)  # type: ignore[assignment]
    size = look_size(*(shape or film))
    with ExitStack() as stack:
        expected = None
        if prepared is not None:
            looks = ExpectedLooks(prepared, size, REACH_FRAMES)
            expected = stack.enter_context(looks)
        watch = PictureWatch(video.rate, video.frame_count, expected, findings)
        frames = FilmLooks(media, video, size)
        for number, look in enumerate(frames, 1):
            watch.take(look)
            if on_frame is not None:
                on_frame(number, video.frame_count)
        watch.close()
    if frames.lost or frames.broken_off is not None:
        reason = f": {frames.broken_off}" if frames.broken_off else ""
        message = f"{frames.lost} frames cannot be decoded{reason}"
        findings.add(Finding("unreadable-frames", message, "the file is damaged"))
    return watch.facts, frames.first_tags
