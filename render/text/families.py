"""Which font files there are: the embedded families, then folders of the user's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from re import compile as compile_pattern
from re import sub

FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc", ".woff")
SET_AXES = frozenset(("wdth", "opsz", "slnt", "ital"))
"""Axes besides the weight that are set by what a text asks for."""

_PACKAGES = ("rendercv_fonts", "manimgx_fonts", "deckr_fonts")
"""Latin and Chinese, Japanese, Korean; the other scripts, symbols; Inter, coloured emoji."""

_SLANT_DEGREES = -10.0
_WORDS = compile_pattern(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

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

GENERIC_FAMILIES = {
    "sansserif": "Open Sans",
    "systemui": "Open Sans",
    "uisansserif": "Open Sans",
    "serif": "EB Garamond",
    "uiserif": "EB Garamond",
}
"""Keys as `family_key` writes them."""


@dataclass(frozen=True, order=True)
class FontFile:
    """One face in one file.

    Attributes:
        family: Its family's name, `EB Garamond`.
        weight: 1 to 1000; of a variable font the lightest, or the one that was chosen.
        italic: Whether it is slanted.
        path: Absolute path.
        collection_index: Which face of a collection file; 0 otherwise.
        heaviest: The heaviest weight its axis goes to; 0 when the weight is fixed.
        axes: Tags of the other axes that are set for a text: wdth, opsz, slnt, ital.
        settings: Coordinates chosen on those axes.
    """

    family: str
    weight: int
    italic: bool
    path: Path
    collection_index: int = 0
    heaviest: int = 0
    axes: tuple[str, ...] = ()
    settings: tuple[tuple[str, float], ...] = ()

    @property
    def variable(self) -> bool:
        """Whether it has an axis that can be set."""
        return self.heaviest > 0 or bool(self.axes)

    def distance(self, weight: int) -> int:
        """Return how far a wish is from the nearest weight it has."""
        if self.heaviest:
            return max(self.weight - weight, weight - self.heaviest, 0)
        return abs(self.weight - weight)

    def chosen(
        self, weight: int, *, italic: bool, size_px: float, width_percent: float = 100.0
    ) -> "FontFile":
        """Return it with its axes set for a text; itself when it has none.

        Args:
            weight: The wish; the nearest there is is taken.
            italic: Slanted by an axis where there is one.
            size_px: For optical sizes, which CSS counts in pixels.
            width_percent: 100 is normal; 75 condensed.
        """
        wishes = {"wdth": width_percent, "opsz": float(round(size_px))}
        if italic and not self.italic:
            wishes |= {"slnt": _SLANT_DEGREES, "ital": 1.0}
        settings = tuple((tag, wishes[tag]) for tag in self.axes if tag in wishes)
        slanted = self.italic or bool({"slnt", "ital"} & {tag for tag, _ in settings})
        weight = min(max(weight, self.weight), self.heaviest or self.weight)
        return replace(self, weight=weight, italic=slanted, settings=settings)


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

    Opening 90 files takes longer than drawing a title; the packages name their files
    `Family-Style.ttf` or `Family[axes].ttf`. A family is taken from the first package that has it.
    """
    families: dict[str, list[FontFile]] = {}
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        found: dict[str, list[FontFile]] = {}
        for path in font_files(Path(spec.origin).resolve().parent):
            file = _by_name(path)
            found.setdefault(file.family, []).append(file)
        families = found | families
    return tuple(sorted(file for files in families.values() for file in files))


@cache
def known_families() -> tuple[str, ...]:
    """Return the names of the embedded families, sorted."""
    return tuple(sorted({file.family for file in embedded_fonts()}))


@cache
def known_keys() -> frozenset[str]:
    """Return the keys of all names an embedded family answers to."""
    return frozenset(family_key(name) for name in (*known_families(), *GENERIC_FAMILIES))


def font_files(root: Path) -> Iterable[Path]:
    """Find font files under a folder, in a settled order."""
    return sorted(path for path in root.rglob("*") if path.suffix.lower() in FONT_SUFFIXES)


def _by_name(path: Path) -> FontFile:
    stem, _, bracket = path.stem.partition("[")
    stem, _, style = stem.partition("-")
    # "NotoSansJP" in the folder "Noto Sans" is the family "Noto Sans JP".
    folder = path.parent.name
    joined = folder.replace(" ", "")
    family = stem
    if " " in folder and " " not in stem and stem.startswith(joined):
        family = f"{folder} {stem.removeprefix(joined)}".strip()
    elif " " not in folder and folder != stem:
        family = _WORDS.sub(" ", stem)
    weight, italic = style_by_name(style)
    tags = set(bracket.removesuffix("]").split(",")) if bracket else set[str]()
    axes = tuple(sorted(tags & SET_AXES))
    if "wght" in tags:
        return FontFile(family, 100, italic, path, heaviest=900, axes=axes)
    return FontFile(family, weight, italic, path, axes=axes)


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
