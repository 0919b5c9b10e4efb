"""How a counter writes its number: one field in braces, and what stands around it.

A part of Python's format language, so that `${:,.0f}` means what it means there, with times, short
numbers and the separators of other countries added.
"""

import re
import unicodedata
from dataclasses import dataclass
from math import floor
from typing import Final

from schemas.wording import quoted, refusal

_FIELD: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NUMBER: Final = re.compile(
    r"(?P<sign>\+)?(?:0(?P<width>\d{1,2}))?(?P<group>[,.'_ ])?"
    r"(?:(?P<point>[.,])(?P<decimals>\d{1,2}))?(?P<kind>[fd%])?"
)
_COMPACT: Final = re.compile(r"(?P<sign>\+)?(?:\.(?P<decimals>\d))?compact")
_TIMES: Final = ("m:ss", "mm:ss", "h:mm:ss", "hh:mm:ss")
_MOST_DECIMALS: Final = 12
_STEPS: Final = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_GROUPS: Final = {" ": "\u00a0", "_": "\u00a0"}
"""A blank between thousands is no place to break a line at."""
_MINUS: Final = "\N{MINUS SIGN}"
_EXAMPLES: Final = 'such as "{:,}", "${:,.2f}", "{:.0%}", "{:compact}" or "{:m:ss}"'


@dataclass(frozen=True)
class CounterFormat:
    """A format, taken apart.

    Attributes:
        before, after: What stands around the number.
        kind: number, compact or time.
        decimals: After the point.
        group: Between thousands; empty for nothing.
        point: Between the whole and its decimals.
        signed: Whether a plus is written.
        width: Digits before the point at least, zeros filled in.
        factor: What the number is multiplied by: 100 for a percentage.
        time: Of a time, one of m:ss, mm:ss, h:mm:ss, hh:mm:ss.
    """

    before: str = ""
    after: str = ""
    kind: str = "number"
    decimals: int = 0
    group: str = ","
    point: str = "."
    signed: bool = False
    width: int = 0
    factor: float = 1.0
    time: str = "m:ss"

    def written(self, value: float) -> str:
        """Return a number as it is written."""
        value = value * self.factor
        match self.kind:
            case "time":
                digits = self._as_time(abs(value))
            case "compact":
                digits = self._as_compact(abs(value))
            case _:
                digits = self._as_number(abs(value))
        is_zero = not any(digit in "123456789" for digit in digits)
        sign = _MINUS if value < 0 else "+" * self.signed
        return self._signed("" if is_zero else sign, digits)

    def _signed(self, sign: str, digits: str) -> str:
        """Return a number with its sign before the currency, as it is read."""
        symbol = ""
        before = self.before
        while before and unicodedata.category(before[-1]) == "Sc":
            symbol, before = before[-1] + symbol, before[:-1]
        return f"{before}{sign}{symbol}{digits}{self.after}"

    def _as_number(self, size: float) -> str:
        whole, _, decimals = f"{size:.{self.decimals}f}".partition(".")
        whole = whole.zfill(self.width)
        if self.group:
            whole = f"{int(whole):,}".replace(",", self.group) if not self.width else whole
        return whole + (self.point + decimals if decimals else "")

    def _as_compact(self, size: float) -> str:
        for index, (step, letter) in enumerate(_STEPS):
            # 999,960 is 1.0M: what is rounded up to a thousand takes the next letter.
            if round(size / step, self.decimals) >= 1:
                return f"{size / step:.{self.decimals}f}{letter}"
            if index == len(_STEPS) - 1:
                break
        return f"{size:.0f}"

    def _as_time(self, seconds: float) -> str:
        # A little more than nothing is added: 59.999999999 s of a counted minute are that minute.
        total = floor(seconds + 1e-6)
        minutes, rest = divmod(total, 60)
        if self.time.startswith("m"):
            return f"{minutes:0{self.time.index(':')}d}:{rest:02d}"
        hours, minutes = divmod(minutes, 60)
        return f"{hours:0{self.time.index(':')}d}:{minutes:02d}:{rest:02d}"


def parse_counter_format(written: str | None) -> CounterFormat:
    """Take a format apart; None is whole numbers with their thousands parted.

    Raises:
        ValueError: It is none; the message says why.
    """
    if written is None:
        return CounterFormat()
    parts: list[str] = [""]
    field: str | None = None
    at = 0
    for match in _FIELD.finditer(written):
        parts[-1] += written[at : match.start()]
        at = match.end()
        if match[0] in ("{{", "}}"):
            parts[-1] += match[0][0]
        elif match[1] is None:
            raise ValueError("a brace stands alone; write {{ or }} for one that is meant")
        elif field is not None:
            raise ValueError("it has more than one field in braces")
        else:
            field = match[1]
            parts.append("")
    parts[-1] += written[at:]
    if field is None:
        raise ValueError("it has no field in braces")
    return _with_field(field, parts[0], parts[1])


def _with_field(field: str, before: str, after: str) -> CounterFormat:
    spec = field.removeprefix(":")
    if field and not field.startswith(":"):
        raise ValueError(f"the field {quoted('{' + field + '}')} does not begin with a colon")
    if spec in _TIMES:
        return CounterFormat(before, after, "time", time=spec)
    compact = _COMPACT.fullmatch(spec)
    if compact:
        decimals = int(compact["decimals"] or 1)
        return CounterFormat(before, after, "compact", decimals, signed=bool(compact["sign"]))
    number = _NUMBER.fullmatch(spec)
    if number is None:
        raise ValueError(f"the field {quoted('{' + field + '}')} is not known")
    decimals = int(number["decimals"] or 0)
    if decimals > _MOST_DECIMALS:
        raise ValueError(f"it has more than {_MOST_DECIMALS} decimals")
    group = number["group"] or ""
    percent = number["kind"] == "%"
    return CounterFormat(
        before,
        f"%{after}" if percent else after,
        "number",
        decimals,
        _GROUPS.get(group, group),
        number["point"] or ".",
        signed=bool(number["sign"]),
        width=int(number["width"] or 0),
        factor=100.0 if percent else 1.0,
    )


def read_counter_format(written: str) -> str:
    """Check a format as a document has it.

    Raises:
        PydanticCustomError: It is none.
    """
    try:
        parse_counter_format(written)
    except ValueError as error:
        raise refusal(
            "counter-format", f"{quoted(written)} is no format for a number: {error}",
            hint=f"write one field in braces, {_EXAMPLES}",
        ) from None  # fmt: skip
    return written
