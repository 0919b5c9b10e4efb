"""From the text of an SVG file to a clean tree: what may be in it, and how much."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from math import isfinite
from typing import Final
from xml.parsers import expat

MAX_ELEMENTS: Final = 20_000
"""Of the tree, and again with everything counted as often as `use` and masks repeat it."""
MAX_DEPTH: Final = 48
MAX_LAYERS: Final = 200
"""What has to be drawn by itself first: filters, masks, clipped and faded groups."""
MAX_LAYER_DEPTH: Final = 12
MAX_BLUR: Final = 500.0
_LARGEST: Final = 1e6
_SMALLEST: Final = 1e-3
_MOST_ASPECT: Final = 10_000.0
_CHARACTERS_AN_ELEMENT: Final = 2_000

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"

_DRAWN: Final = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient "  # noqa: SIM905 - a list of forty strings is harder to read
    "radialGradient stop clipPath mask pattern marker style switch a filter feGaussianBlur "
    "feOffset feFlood feBlend feComposite feMerge feMergeNode feColorMatrix feComponentTransfer "
    "feFuncR feFuncG feFuncB feFuncA feDropShadow".split()
)
_GRADIENTS: Final = ("linearGradient", "radialGradient")
_REFUSED: Final = {
    "script": ("it holds a script", "remove it"),
    "foreignObject": ("it holds a foreignObject", "export it as plain SVG"),
    "image": ("it holds a picture", "put the picture into an image layer of its own"),
    "feImage": ("it holds a picture", "put the picture into an image layer of its own"),
    "text": ("it holds text", "turn text into paths, or use a text layer: those have the fonts"),
    "use": ("", None),
}
_BLUR: Final = ("feGaussianBlur", "feDropShadow")
_URL: Final = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMES: Final = re.compile(r"\.([\w-]+)")
_LENGTH: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-z%]*)\s*")
_UNITS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "q": 24 / 25.4,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
_DEFAULT_SIZE: Final = (300.0, 150.0)


class Fault(Exception):
    """Why a file is not drawn.

    Args:
        message: What is wrong.
        hint: What to do.
        line: Of the file; 0 for none.
    """

    def __init__(self, message: str, hint: str | None = None, line: int = 0) -> None:
        super().__init__(message)
        self.hint = hint
        self.line = line


@dataclass(eq=False)
class _Node:
    """One element."""

    name: str
    attributes: dict[str, str]
    line: int
    children: "list[_Node]" = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class _Effort:
    elements: int
    layers: int
    depth: int
    layer_depth: int


@dataclass(frozen=True)
class Drawing:
    """A clean drawing.

    Attributes:
        width_px, height_px: Its natural size.
        uses_current_color: Whether anything in it takes the colour it is given.
        root: Attributes of its outermost element, without size and colour.
        inside: What is in it, as SVG.
    """

    width_px: float
    height_px: float
    uses_current_color: bool
    root: tuple[tuple[str, str], ...]
    inside: str

    def document(self, size_px: tuple[int, int], color: tuple[int, int, int] | None) -> str:
        """Return it as an SVG document of a size."""
        attributes = dict(self.root)
        if color is not None:
            attributes["color"] = "#{:02x}{:02x}{:02x}".format(*color)
        attributes |= {"width": str(size_px[0]), "height": str(size_px[1])}
        said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f'<svg xmlns="{_SVG}" xmlns:xlink="{_XLINK}"{said}>{self.inside}</svg>'


def parsed_drawing(data: bytes) -> Drawing:
    """Turn the bytes of an SVG file into a clean drawing.

    Raises:
        Fault: It is none, or holds what is not drawn.
    """
    root = _Reader().read(data)
    style = _Sheets(root)
    _check_effort(root, style)
    width, height, box = _size(root)
    attributes = {
        name: value
        for name, value in root.attributes.items()
        if name not in ("width", "height", "x", "y", "color")
    }
    attributes["viewBox"] = " ".join(f"{number:.9g}" for number in box)
    inside = "".join(_written(child) for child in root.children)
    said = "currentcolor" in (inside + str(attributes)).lower()
    return Drawing(width, height, said, tuple(attributes.items()), inside)


class _Reader:
    """Builds the tree, and stops at what is refused."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._open: list[_Node] = []
        self._root: _Node | None = None
        self._skipped = 0
        self._count = 0

    def read(self, data: bytes) -> _Node:
        """Return the outermost element."""
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat's signature: the last piece
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            raise Fault(f"it is no well-formed XML: {what}", None, error.lineno) from error
        except (ValueError, LookupError, UnicodeError) as error:
            raise Fault(f"it is no well-formed XML: {error}") from error
        if self._root is None:
            raise Fault("it has no svg element")
        return self._root

    def _entity(self, name: str, *_rest: object) -> None:
        raise Fault(
            f'it declares the entity "{name[:40]}"',
            "export it as plain SVG, without a document type",
            self._parser.CurrentLineNumber,
        )

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        line = self._parser.CurrentLineNumber
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise Fault(f"it has more than {MAX_ELEMENTS} elements", "simplify it", line)
        if self._skipped or space not in ("", _SVG):
            self._skipped += 1
            return
        if len(self._open) >= MAX_DEPTH:
            raise Fault(f"its elements lie more than {MAX_DEPTH} deep", "flatten its groups", line)
        if self._root is None and name != "svg":
            raise Fault(f"it begins with {name[:40]}, not with svg", None, line)
        if name in _REFUSED and _REFUSED[name][0]:
            message, hint = _REFUSED[name]
            raise Fault(message, hint, line)
        if name.startswith("fe") and name not in _DRAWN:
            raise Fault(
                f"its filters use {name[:40]}", "a layer's effects do what filters do", line
            )
        if name not in _DRAWN:
            self._skipped += 1  # titles, metadata, animation: nothing of a still picture
            return
        node = _Node(name, dict(_clean(attributes, line)), line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        node = self._open.pop()
        if node.name == "style":
            _check_sheet(node)

    def _text(self, text: str) -> None:
        if self._open and not self._skipped and self._open[-1].name == "style":
            self._open[-1].text += text


def _clean(attributes: dict[str, str], line: int) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are drawn with; their references stay inside the file.

    Raises:
        Fault: One does not.
    """
    for tag, value in attributes.items():
        space, _, name = tag.rpartition(" ")
        if space not in ("", _SVG, _XLINK) or name.lower().startswith("on"):
            continue
        if space == _XLINK and name != "href":
            continue
        if name == "href":
            if not value.strip().startswith("#"):
                raise _points_out(value, line)
            yield "xlink:href", value.strip()
            continue
        _check_urls(value, line)
        yield name, value


def _check_urls(text: str, line: int) -> None:
    for match in _URL.finditer(text):
        if not match[2].strip().startswith("#"):
            raise _points_out(match[2], line)
    folded = text.lower().replace("\\", "")
    if folded.count("url(") != len(_URL.findall(text)):
        raise Fault("it has a url() that does not end", None, line)


def _points_out(target: str, line: int) -> Fault:
    shown = "".join(c if c.isprintable() and c != '"' else "?" for c in target.strip()[:40])
    return Fault(f'it points outside of itself, to "{shown}"', "embed what it needs as paths", line)


def _check_sheet(node: _Node) -> None:
    sheet = _COMMENT.sub(" ", node.text)
    if "@" in sheet or "\\" in sheet:
        raise Fault("its style sheet has @ rules or escapes", "export it as plain SVG", node.line)
    _check_urls(sheet, node.line)
    node.text = sheet


class _Sheets:
    """What style sheets make elements refer to."""

    def __init__(self, root: _Node) -> None:
        self._of_class: dict[str, list[str]] = {}
        self._of_all: list[str] = []
        for node in _walk(root):
            for selectors, body in _RULE.findall(node.text):
                for selector in selectors.split(","):
                    names = _NAMES.findall(selector)
                    for name in names[-1:]:
                        self._of_class.setdefault(name, []).append(body)
                    if not names:
                        self._of_all.append(body)

    def said(self, node: _Node) -> str:
        """Return everything that is said about how an element looks."""
        parts = [f"{name}:{value}" for name, value in node.attributes.items() if name != "d"]
        classes = node.attributes.get("class", "").split()
        sheets = [body for name in classes for body in self._of_class.get(name, ())]
        return ";".join([*parts, *sheets, *self._of_all])


_LAYERED: Final = re.compile(
    r"(?:^|[;\s])(filter|mask|clip-path|mix-blend-mode|isolation|opacity)\s*:", re.IGNORECASE
)


def _check_effort(root: _Node, sheets: _Sheets) -> None:
    """Count what is drawn when everything that is repeated is drawn as often.

    Raises:
        Fault: It is too much, or never ends.
    """
    by_id: dict[str, _Node] = {}
    for node in _walk(root):
        name = node.attributes.get("id")
        if name:
            by_id.setdefault(name, node)
        if node.name in _BLUR:
            _check_blur(node)
    known: dict[int, _Effort] = {}
    open_nodes: set[int] = set()

    def effort(node: _Node) -> _Effort:
        done = known.get(id(node))
        if done is not None:
            return done
        if id(node) in open_nodes:
            raise Fault("it refers to itself without end", "remove the loop", node.line)
        if len(open_nodes) > 4 * MAX_DEPTH:
            raise Fault("it repeats itself too deeply", "flatten its groups", node.line)
        open_nodes.add(id(node))
        said = sheets.said(node)
        targets = [node.attributes.get("xlink:href", "")] if node.name == "use" else []
        targets += [match[2].strip() for match in _URL.finditer(said)]
        parts = [effort(child) for child in node.children]
        for target in targets:
            found = by_id.get(target.removeprefix("#"))
            if found is not None and found.name not in _GRADIENTS:
                parts.append(effort(found))
        open_nodes.discard(id(node))
        layered = bool(_LAYERED.search(said))
        length = sum(map(len, node.attributes.values()))
        total = _Effort(
            1 + length // _CHARACTERS_AN_ELEMENT + sum(part.elements for part in parts),
            layered + sum(part.layers for part in parts),
            1 + max((part.depth for part in parts), default=0),
            layered + max((part.layer_depth for part in parts), default=0),
        )
        if total.elements > MAX_ELEMENTS or total.layers > MAX_LAYERS:
            raise Fault("it repeats itself too often", "simplify it", node.line)
        if total.depth > MAX_DEPTH or total.layer_depth > MAX_LAYER_DEPTH:
            raise Fault("it repeats itself too deeply", "flatten its groups", node.line)
        known[id(node)] = total
        return total

    effort(root)


def _check_blur(node: _Node) -> None:
    numbers = [
        _number(part) for part in re.split(r"[\s,]+", node.attributes.get("stdDeviation", "0"))
    ]
    if any(number is None or number > MAX_BLUR for number in numbers):
        raise Fault("it has a blur without measure", "a layer's effects blur", node.line)


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _size(root: _Node) -> tuple[float, float, tuple[float, float, float, float]]:
    """Return natural width and height and the box of coordinates.

    Raises:
        Fault: They are no sizes.
    """
    written = root.attributes.get("viewBox")
    box = None
    if written is not None:
        numbers = [_number(part) for part in re.split(r"[\s,]+", written.strip())]
        left, top, across, down = numbers if len(numbers) == 4 else [None] * 4  # noqa: PLR2004
        if left is None or top is None or not _is_side(across) or not _is_side(down):
            raise Fault(f'its viewBox "{written[:40]}" is none', None, root.line)
        box = (left, top, across or 0.0, down or 0.0)
    width, height = (_side(root, name) for name in ("width", "height"))
    if box is None:
        size = (width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1])
        return (*size, (0.0, 0.0, *size))
    aspect = box[2] / box[3]
    if width is None and height is None:
        width, height = box[2:]
    width = width or (height or 0.0) * aspect
    height = height or width / aspect
    if not (_is_side(width) and _is_side(height)):
        raise Fault("its size is out of range", None, root.line)
    if not 1 / _MOST_ASPECT <= width / height <= _MOST_ASPECT:
        raise Fault("it is too long for its width", None, root.line)
    return width, height, box


def _side(root: _Node, name: str) -> float | None:
    written = root.attributes.get(name)
    if written is None or written.strip().endswith("%") or written.strip() == "auto":
        return None
    match = _LENGTH.fullmatch(written.lower())
    unit = _UNITS.get(match[2]) if match else None
    side = float(match[1]) * unit if match and unit else None
    if not _is_side(side):
        raise Fault(f'its {name} "{written[:40]}" is no size', None, root.line)
    return side


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= _LARGEST else None


def _is_side(side: float | None) -> bool:
    return side is not None and isfinite(side) and _SMALLEST <= side <= _LARGEST


def _written(node: _Node) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    inside = escape(node.text) + "".join(_written(child) for child in node.children)
    return f"<{node.name}{said}>{inside}</{node.name}>" if inside else f"<{node.name}{said}/>"
