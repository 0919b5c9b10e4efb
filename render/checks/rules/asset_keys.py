"""What can be said about assets by their keys alone."""

from collections.abc import Iterator
from functools import lru_cache

from render.assets.keys import check_key
from render.checks.finding import Finding, Subject
from render.checks.registry import Check, register
from render.document.asset_uses import asset_uses
from render.errors import AssetKeyRefused

_PICTURES = frozenset(
    ("png", "jpg", "jpeg", "webp", "avif", "heic", "heif", "bmp", "tif", "tiff", "gif")
)
_FILMS = frozenset(("mp4", "mov", "webm", "mkv", "m4v", "avi", "mpg", "mpeg", "ts", "gif"))
_SOUNDS = frozenset(("mp3", "wav", "m4a", "aac", "ogg", "opus", "flac", "aif", "aiff", "wma"))
_SHOWN = _PICTURES | _FILMS | {"svg"}
_HEARD = _SOUNDS | _FILMS
_WANTED = {
    "Scene": ("a picture or a clip", _SHOWN),
    "ImageLayer": ("a picture", _SHOWN),
    "VideoLayer": ("a clip", _FILMS),
    "SvgLayer": ("an SVG drawing", frozenset({"svg"})),
    "Transition": ("a picture", _PICTURES),
    "Effect": ("a .cube table", frozenset({"cube"})),
    "Voiceover": ("a sound", _HEARD),
    "VoiceoverSegment": ("a sound", _HEARD),
    "Music": ("a sound", _HEARD),
    "SoundEffect": ("a sound", _HEARD),
}
_KNOWN = _PICTURES | _FILMS | _SOUNDS | {"svg", "cube", "srt", "vtt", "ass", "json", "txt"}


def find(subject: Subject) -> Iterator[Finding]:
    """Find keys that no folder may have, and keys of files that are not what is needed."""
    for use in asset_uses(subject.composition):
        refused = _refused(use.key)
        if refused is not None:
            yield Finding("asset-key", use.path, *refused)
            continue
        wanted, endings = _WANTED.get(use.kind, ("", _KNOWN))
        ending = use.key.rpartition(".")[2].lower()
        if ending in _KNOWN and ending not in endings:
            message = f'{wanted} is needed here, "{use.key}" ends in .{ending}'
            yield Finding("asset-kind", use.path, message, "name another file", wanted)


@lru_cache(maxsize=4096)
def _refused(key: str) -> tuple[str, str | None] | None:
    try:
        check_key(key)
    except AssetKeyRefused as error:
        return error.message, error.hint
    return None


register(
    Check(
        "asset-key",
        "error",
        "A key is a URL, leaves the asset folder, or cannot be the name of a file.",
        bad='{"durationFrames": 90, "asset": "../photo.png"}',
        good='{"durationFrames": 90, "asset": "assets/photo.png"}',
        binding=True,
    ),
    Check(
        "asset-kind",
        "warning",
        "The ending of a key says that the file is not what is needed there.",
        bad='{"audio": {"music": {"key": "assets/photo.png"}}}',
        good='{"audio": {"music": {"key": "assets/music.wav"}}}',
    ),
    find=find,
)
