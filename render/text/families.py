"""Which font files there are: the embedded families, then folders of the user's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from re import compile as compile_pattern
from re import sub

FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")

_WEIGHTS = {
    "thin": 100,
    "hairline": 100,
    "extralight": 200,
    "ultralight": 200,
    "light": 300,
    "book": 400,
    "regular": 400,
    "normal": 400,
    "medium": 500,
    "semibold": 600,
    "demibold": 600,
    "bold": 700,
    "extrabold": 800,
    "ultrabold": 800,
    "black": 900,
    "heavy": 900,
}
_STYLE = compile_pattern(r"(?P<weight>[a-z]*?|[1-9]00)(?P<italic>italic|oblique)?")


@dataclass(frozen=True, order=True)
class FontFile:
    """One face in one file.

    Attributes:
        family: Its family's name, `EB Garamond`.
        weight: 1 to 1000.
        italic: Whether it is slanted.
        path: Absolute path.
        collection_index: Which face of a collection file; 0 otherwise.
        variable: Whether its weight is an axis that can be set.
    """

    family: str
    weight: int
    italic: bool
    path: Path
    collection_index: int = 0
    variable: bool = False


def family_key(name: str) -> str:
    """Return what two spellings of a family's name have in common."""
    return sub(r"[^\w]|_", "", name).casefold()


@cache
def sha256_of_font(path: Path) -> str:
    """Return the SHA-256 of a font file, hex, read once a process."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@cache
def embedded_fonts() -> tuple[FontFile, ...]:
    """List the fonts that come with the installation, by file names alone.

    Opening 60 files takes longer than drawing a title; the package names its files
    `Family-Style.ttf` in a folder named for the family.
    """
    package = find_spec("rendercv_fonts")
    if package is None or package.origin is None:
        return ()
    root = Path(package.origin).resolve().parent
    return tuple(sorted(_by_name(path) for path in font_files(root)))


def font_files(root: Path) -> Iterable[Path]:
    """Find font files under a folder, in a settled order."""
    return sorted(path for path in root.rglob("*") if path.suffix.lower() in FONT_SUFFIXES)


def _by_name(path: Path) -> FontFile:
    stem, _, style = path.stem.partition("-")
    # "NotoSansJP" in the folder "Noto Sans" is the family "Noto Sans JP".
    folder = path.parent.name
    joined = folder.replace(" ", "")
    family = stem
    if " " not in stem and stem.startswith(joined):
        family = f"{folder} {stem.removeprefix(joined)}".strip()
    weight, italic = style_by_name(style)
    return FontFile(family, weight, italic, path)


def style_by_name(style: str) -> tuple[int, bool]:
    """Read weight and slant from a style's name, `BoldItalic`, `Regular-400`."""
    weight, italic = 400, False
    for word in style.lower().replace(" ", "-").split("-"):
        match = _STYLE.fullmatch(word)
        if match is None:
            continue
        italic = italic or match["italic"] is not None
        named = match["weight"] or ""
        weight = int(named) if named.isdecimal() else _WEIGHTS.get(named, weight)
    return weight, italic
