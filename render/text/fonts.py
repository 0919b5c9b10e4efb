"""From a family's name to a face, and from a character to a face that has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from unicodedata import name

from render.errors import FontError
from render.text.faces import Face, open_face
from render.text.families import (
    FontFile,
    embedded_fonts,
    family_key,
    font_files,
    sha256_of_font,
)
from render.text.shaping import Shaper

DEFAULT_FAMILY = "Open Sans"

GENERIC_FAMILIES = {
    "sansserif": "Open Sans",
    "systemui": "Open Sans",
    "uisansserif": "Open Sans",
    "serif": "EB Garamond",
    "uiserif": "EB Garamond",
}
"""Keys as `family_key` writes them."""

_FALLBACKS = ("Noto Sans", "Open Sans", "EB Garamond", "Gentium Book Plus", "Mukta", "Poppins")
_HAN_FALLBACKS = ("Noto Sans SC", "Noto Sans JP", "Noto Sans KR")
_SYMBOL_FALLBACKS = ("Font Awesome 7 Free", "Font Awesome 7 Brands")


@dataclass(frozen=True)
class FontNote:
    """Something about fonts that is not as it was asked for.

    Attributes:
        code: "unknown-family" or "fallback-glyph".
        message: One sentence without a full stop.
        family: The family that was asked for.
        used: The family that was taken.
        hint: A family that may have been meant, or None.
    """

    code: str
    message: str
    family: str
    used: str
    hint: str | None = None


class FontBook:
    """All the fonts a render may use; nothing of the machine it runs on unless it is asked to.

    Files are opened when a text first needs them. A book is made again, not copied, when it
    crosses to another process.

    Args:
        folders: The user's own font folders; their families win over embedded ones.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = tuple(Path(folder) for folder in folders)
        self._faces: dict[FontFile, Face] = {}
        self.shaper = Shaper()

    def __reduce__(self) -> tuple[object, ...]:
        return (FontBook, (self.folders,))

    @cached_property
    def _families(self) -> dict[str, tuple[FontFile, ...]]:
        grouped: dict[str, list[FontFile]] = {}
        own = [file for folder in self.folders for file in _files_in(folder)]
        own_keys = {family_key(file.family) for file in own}
        embedded = [file for file in embedded_fonts() if family_key(file.family) not in own_keys]
        for file in own + embedded:
            grouped.setdefault(family_key(file.family), []).append(file)
        return {key: tuple(files) for key, files in grouped.items()}

    @cached_property
    def _own_families(self) -> tuple[str, ...]:
        own = {file.family for folder in self.folders for file in _files_in(folder)}
        return tuple(sorted(own))

    def families(self) -> tuple[str, ...]:
        """Return the names of all families, sorted."""
        return tuple(sorted(files[0].family for files in self._families.values()))

    def match(self, family: str, weight: int, italic: bool) -> tuple[Face, FontNote | None]:  # noqa: FBT001 a style is a triple
        """Find the face nearest to what is asked for.

        Args:
            family: A family's name, or several separated by commas in order of preference.
            weight: 1 to 1000.
            italic: Whether a slanted face is preferred.

        Returns:
            The face, and a note when none of the families is known and the default was taken.

        Raises:
            FontError: No font is there at all, or the file of the face cannot be read.
        """
        for wished in family.split(","):
            key = family_key(wished)
            key = key if key in self._families else family_key(GENERIC_FAMILIES.get(key, ""))
            if key in self._families:
                return self._open(_nearest(self._families[key], weight, italic)), None
        if not self._families:
            raise FontError("no font is installed", hint="reinstall with the fonts package")
        default = self._families.get(family_key(DEFAULT_FAMILY))
        files = default or next(iter(self._families.values()))
        used = files[0].family
        meant = self._did_you_mean(family)
        hint = f"did you mean {meant}?" if meant else "`families` lists the ones there are"
        note = FontNote(
            "unknown-family",
            f"the font family {family!r} is not there, {used} is used instead; {hint}",
            family,
            used,
            meant,
        )
        return self._open(_nearest(files, weight, italic)), note

    def face_for(self, cluster: str, asked: Face, text: str) -> Face:
        """Find a face that has every character of a cluster, the one asked for if it has.

        Args:
            cluster: One grapheme cluster.
            asked: The face of the run.
            text: The whole text, for the choice among Han fonts and for the message.

        Raises:
            FontError: No face has it; the message names the character and its code point.
        """
        if asked.has(cluster):
            return asked
        for family in self._fallback_families(text):
            files = self._families.get(family_key(family))
            if files:
                face = self._open(_nearest(files, asked.file.weight, asked.file.italic))
                if face.has(cluster):
                    return face
        missing = next((c for c in cluster if not asked.has(c)), cluster[0])
        shown = missing if missing.isprintable() else "?"
        called = name(missing, "no name")
        raise FontError(
            f"no font has the character {shown!r} (U+{ord(missing):04X}, {called}) of the text "
            f"{_excerpt(text)}",
            where=asked.file.family,
            hint="add a font that has it to the fonts folder, or write the text without it",
        )

    def _fallback_families(self, text: str) -> Sequence[str]:
        han = _HAN_FALLBACKS
        if any("\u3040" <= c <= "\u30ff" for c in text):
            han = ("Noto Sans JP", "Noto Sans SC", "Noto Sans KR")
        elif any("\uac00" <= c <= "\ud7a3" for c in text):
            han = ("Noto Sans KR", "Noto Sans SC", "Noto Sans JP")
        return (*self._own_families, *_FALLBACKS, *han, *_SYMBOL_FALLBACKS)

    def _did_you_mean(self, family: str) -> str | None:
        keys = get_close_matches(family_key(family.split(",", maxsplit=1)[0]), self._families, n=1)
        return self._families[keys[0]][0].family if keys else None

    def _open(self, file: FontFile) -> Face:
        face = self._faces.get(file)
        if face is None:
            face = self._faces[file] = open_face(file)
        return face


def content_hash(faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the SHA-256 of the files of some faces, each once, in a settled order."""
    return tuple(sorted({sha256_of_font(face.file.path) for face in faces}))


def _excerpt(text: str, length: int = 40) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text)
    return repr(shown if len(shown) <= length else shown[: length - 1] + "…")


def _nearest(files: Sequence[FontFile], weight: int, italic: bool) -> FontFile:  # noqa: FBT001 a style is a triple
    # Of two weights equally far the heavier one for a heavy wish, as CSS has it.
    def distance(file: FontFile) -> tuple[bool, int, int]:
        lean = -file.weight if weight > 500 else file.weight  # noqa: PLR2004 CSS's middle
        return (file.italic != italic, abs(file.weight - weight), lean)

    return min(files, key=distance)


@cache
def _files_in(folder: Path) -> tuple[FontFile, ...]:
    import skia  # noqa: PLC0415 the index of embedded families is needed without it

    if not folder.is_dir():
        raise FontError("this fonts folder is not there", where=str(folder))
    manager = skia.FontMgr.New_Custom_Empty()
    found: list[FontFile] = []
    for path in font_files(folder.resolve()):
        typeface = manager.makeFromFile(str(path), 0)
        if typeface is None:
            raise FontError("this file is not a font that can be read", where=str(path))
        style = typeface.fontStyle()
        slanted = style.slant() != skia.FontStyle.kUpright_Slant
        found.append(FontFile(typeface.getFamilyName(), style.weight(), slanted, path))
    return tuple(found)
