"""From a family's name to a face, and from a character to a face that has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from unicodedata import name

from render.errors import FontError
from render.text.faces import Face, fonts_in, open_face
from render.text.families import (
    GENERIC_FAMILIES,
    FontFile,
    embedded_fonts,
    family_key,
    sha256_of_font,
)
from render.text.matching import nearest, without_style, without_width
from render.text.scripts import is_emoji, script_of
from render.text.shaping import Shaper

DEFAULT_FAMILY = "Open Sans"

_FALLBACKS = ("Noto Sans", "Open Sans", "EB Garamond", "Gentium Book Plus", "Mukta", "Poppins")
_HAN_FALLBACKS = ("Noto Sans SC", "Noto Sans JP", "Noto Sans KR")
_EMOJI_FALLBACKS = ("Noto Color Emoji", "Noto Emoji")
_SYMBOL_FALLBACKS = (
    "Noto Sans Symbols",
    *_EMOJI_FALLBACKS,
    "Font Awesome 7 Free",
    "Font Awesome 7 Brands",
)

_NAMED_MISSING = 5


@dataclass(frozen=True)
class FontNote:
    """Something about fonts that is not as it was asked for.

    Attributes:
        code: "unknown-family" or "fallback-glyph".
        message: One sentence without a full stop.
        family: The family that was asked for.
        used: The family that was taken.
        hint: For an unknown family, one that may have been meant, or None.
    """

    code: str
    message: str
    family: str
    used: str
    hint: str | None = None


class FontBook:
    """All the fonts a render may use; nothing of the machine it runs on.

    Files are opened when a text first needs them. A book is made again, not copied, when it
    crosses to another process.

    Args:
        folders: The user's own font folders and files; their families win over embedded ones.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = tuple(Path(folder).resolve() for folder in folders)
        self.shaper = Shaper()
        self._faces: dict[FontFile, Face] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return (FontBook, (self.folders,))

    @cached_property
    def _own_files(self) -> tuple[FontFile, ...]:
        return tuple(file for folder in self.folders for file in fonts_in(folder))

    @cached_property
    def _families(self) -> dict[str, tuple[FontFile, ...]]:
        own = {family_key(file.family) for file in self._own_files}
        embedded = (file for file in embedded_fonts() if family_key(file.family) not in own)
        grouped: dict[str, list[FontFile]] = {}
        for file in (*self._own_files, *embedded):
            grouped.setdefault(family_key(file.family), []).append(file)
        return {key: tuple(files) for key, files in grouped.items()}

    def families(self) -> tuple[str, ...]:
        """Return the names of all families, sorted.

        Raises:
            FontError: A folder or a file in it cannot be read.
        """
        return tuple(sorted(files[0].family for files in self._families.values()))

    def match(
        self, family: str, weight: int, *, italic: bool, size_px: float = 16.0
    ) -> tuple[Face, FontNote | None]:
        """Find the face nearest to what is asked for.

        Args:
            family: A family's name, or several separated by commas in order of preference. Also
                understood: the name of one's own font file (`Brand-Bold.ttf`), a family with its
                weight (`Poppins SemiBold`), and with the width of a variable font
                (`Roboto Condensed`).
            weight: 1 to 1000.
            italic: Whether a slanted face is preferred.
            size_px: Size it is set at; chooses the optical size of a font that has several.

        Returns:
            The face, and a note when none of the families is known and the default was taken.

        Raises:
            FontError: No font is there at all, or the file of the face cannot be read.
        """
        for wished in family.split(","):
            found = self._wished(wished.strip(" '\""), weight, italic=italic)
            if found is not None:
                files, weight, italic, width = found
                file = nearest(files, weight, italic=italic)
                chosen = file.chosen(weight, italic=italic, size_px=size_px, width_percent=width)
                return self._open(chosen), None
        if not self._families:
            raise FontError("no font is installed", hint="reinstall with the package of fonts")
        default = self._families.get(family_key(DEFAULT_FAMILY))
        files = default or next(iter(self._families.values()))
        file = nearest(files, weight, italic=italic)
        face = self._open(file.chosen(weight, italic=italic, size_px=size_px))
        return face, self._unknown(family, files[0].family)

    def _wished(
        self, name: str, weight: int, *, italic: bool
    ) -> tuple[Sequence[FontFile], int, bool, float] | None:
        """Return the files that a name stands for, with weight, slant and width it may say."""
        key = family_key(name)
        key = key if key in self._families else family_key(GENERIC_FAMILIES.get(key, ""))
        if key in self._families:
            return self._families[key], weight, italic, 100.0
        own = [file for file in self._own_files if file.path.name.casefold() == name.casefold()]
        if own:
            return own, weight, italic, 100.0
        base, width = without_width(name)
        files = self._families.get(family_key(base), ())
        if width is not None and any("wdth" in file.axes for file in files):
            return files, weight, italic, width
        base, named_weight, named_italic = without_style(name)
        if base != name and family_key(base) in self._families:
            return self._families[family_key(base)], named_weight, italic or named_italic, 100.0
        return None

    def _unknown(self, family: str, used: str) -> FontNote:
        first = family.split(",", maxsplit=1)[0].strip()
        keys = get_close_matches(family_key(first), self._families, n=1)
        meant = self._families[keys[0]][0].family if keys else None
        advice = f"; did you mean {meant}?" if meant else ""
        message = f"there is no font family {first!r}, {used} is used instead{advice}"
        return FontNote("unknown-family", message, first, used, meant)

    def fallback_families(self, text: str) -> tuple[str, ...]:
        """Return the families to look for missing characters in, in order.

        Chinese characters look different in Chinese, Japanese and Korean fonts; the letters around
        them tell which is meant.
        """
        han = _HAN_FALLBACKS
        if any("\u3040" <= character <= "\u30ff" for character in text):
            han = ("Noto Sans JP", "Noto Sans SC", "Noto Sans KR")
        elif any("\uac00" <= character <= "\ud7a3" for character in text):
            han = ("Noto Sans KR", "Noto Sans SC", "Noto Sans JP")
        return (*_FALLBACKS, *han, *_SYMBOL_FALLBACKS)

    def face_with(
        self, cluster: str, asked: Face, families: Iterable[str], size_px: float = 16.0
    ) -> Face | None:
        """Find a face that has every character of a cluster: the one asked for, or a fallback.

        Emoji come from the coloured font, but where the text asks for a font of emoji itself.

        Args:
            cluster: One grapheme cluster.
            asked: The face of the run; a fallback is as near to its style as there is.
            families: Where to look otherwise, in order.
            size_px: Size it is set at.
        """
        emoji = is_emoji(cluster)
        if asked.has(cluster) and (not emoji or asked.colored or _is_emoji_font(asked)):
            return asked
        script = script_of(cluster[0])
        first = _EMOJI_FALLBACKS if emoji else (f"Noto Sans {script}",) if script else ()
        own = dict.fromkeys(file.family for file in self._own_files)
        for family in (*own, *first, *families):
            files = self._families.get(family_key(family))
            if files:
                wish = asked.file
                file = nearest(files, wish.weight, italic=wish.italic)
                # Marks and joined letters of other scripts are not made to lean.
                lent = file.chosen(wish.weight, italic=False, size_px=size_px)
                face = self._open(lent)
                if face.has(cluster) and (not emoji or face.colored or family in _EMOJI_FALLBACKS):
                    return face
        return asked if asked.has(cluster) else None

    def _open(self, file: FontFile) -> Face:
        face = self._faces.get(file)
        if face is None:
            face = self._faces[file] = open_face(file)
        return face


def content_hash(faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the SHA-256 of the files of some faces, each once, in a settled order."""
    return tuple(sorted({sha256_of_font(face.file.path) for face in faces}))


def missing_glyphs(clusters: Sequence[str], text: str, where: str) -> FontError:
    """Say which characters no font has, with their code points and the text they stand in."""
    shown = ", ".join(_described(cluster) for cluster in clusters[:_NAMED_MISSING])
    more = len(clusters) - _NAMED_MISSING
    if more > 0:
        shown += f" and {more} more"
    return FontError(
        f"no font has {shown} of the text {_excerpt(text)}",
        where=where,
        hint="add a font that has it to the fonts folder, or write the text without it",
    )


def _described(cluster: str) -> str:
    points = " ".join(f"U+{ord(character):04X}" for character in cluster)
    called = name(cluster[0], "") if len(cluster) == 1 else ""
    shown = cluster if cluster.isprintable() else "?"
    return f"{shown!r} ({points}{', ' if called else ''}{called})"


def _excerpt(text: str, length: int = 40) -> str:
    shown = "".join(character if character.isprintable() else " " for character in text)
    return repr(shown if len(shown) <= length else shown[: length - 1] + "…")


def _is_emoji_font(face: Face) -> bool:
    return face.file.family in _EMOJI_FALLBACKS
