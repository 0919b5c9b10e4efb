"""What a team has decided about the checks: `wavemaker.toml`, or a table in `pyproject.toml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, cast

from render.checks.registry import CHECKS, SEVERITIES, Check, Setting, Severity
from render.checks.rules import load
from render.document.suggestions import closest, hint_for_name
from render.errors import UsageError
from schemas.wording import described, listed, quoted

OWN_FILE = "wavemaker.toml"
_SHARED_FILE = "pyproject.toml"
_TABLES = ("checks", "ignore", "strict", "fonts", "assets")
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Config:
    """What is set about the checks.

    Attributes:
        path: The file it comes from; None for the defaults.
        severities: Id of a check to its severity, where it is not the check's own.
        changed: Id of a check to what is set about it, where it is not the check's own.
        ignored: Patterns of files, relative to the config's folder, and the checks left out there.
        strict: Whether warnings count as errors.
        fonts: Folders and files with fonts.
        assets: Folder of the asset keys; None is the composition's own.
    """

    path: Path | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict[str, Severity])
    changed: Mapping[str, Mapping[str, Setting]] = field(
        default_factory=dict[str, Mapping[str, Setting]]
    )
    ignored: tuple[tuple[str, frozenset[str]], ...] = ()
    strict: bool = False
    fonts: tuple[Path, ...] = ()
    assets: Path | None = None

    def severity(self, check_id: str, file: Path | None) -> Severity:
        """Return how bad a finding in a file is; "off" for checks that are left out there."""
        if check_id not in CHECKS:
            return "error"
        check = CHECKS[check_id]
        if check.binding:
            return check.severity
        if file is not None and any(
            check_id in checks and self._covers(pattern, file) for pattern, checks in self.ignored
        ):
            return "off"
        return self.severities.get(check_id, check.severity)

    @property
    def settings(self) -> dict[str, Mapping[str, Setting]]:
        """What is set about every check, defaults included."""
        return {
            check.id: {**check.settings, **self.changed.get(check.id, {})}
            for check in CHECKS.values()
            if check.settings
        }

    def _covers(self, pattern: str, file: Path) -> bool:
        path = file.absolute()
        folder = self.path.parent if self.path else Path.cwd()
        inside = path.relative_to(folder) if path.is_relative_to(folder) else path
        return fnmatch(inside.as_posix(), pattern) or fnmatch(path.name, pattern)


def config_for(folder: Path) -> Config:
    """Return the config that holds in a folder: of the nearest file upwards that has one.

    Raises:
        UsageError: It makes no sense; the error names the file, the line and the entry.
    """
    for above in (folder.absolute(), *folder.absolute().parents):
        own, shared = above / OWN_FILE, above / _SHARED_FILE
        if own.is_file():
            return read_config(own)
        if shared.is_file():
            config = read_config(shared)
            if config.path is not None:
                return config
    return Config()


@cache
def read_config(path: Path) -> Config:
    """Return what a file sets; a `pyproject.toml` without a table of ours sets nothing.

    Raises:
        UsageError: It cannot be read, or makes no sense.
    """
    import tomllib  # noqa: PLC0415 - most folders have no config

    load()
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_BYTES).decode("utf-8")
        document: dict[str, Any] = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        hint = "it has to be valid TOML, in UTF-8"
        raise UsageError(
            f"the config cannot be read: {error}", where=str(path), hint=hint
        ) from None
    if path.name == _SHARED_FILE:
        tools = cast("dict[str, Any]", document.get("tool", {}))
        if "wavemaker" not in tools:
            return Config()
        document = tools["wavemaker"]
    return _Reader(path, text).config(document)


class _Reader:
    """One reading of one config, which knows where its entries stand."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def config(self, document: object) -> Config:
        table = self._table(document, "wavemaker")
        for key in table:
            if key not in _TABLES:
                self._fail(f"there is no setting {quoted(key)}", key, hint_for_name(key, _TABLES))
        severities: dict[str, Severity] = {}
        changed: dict[str, dict[str, Setting]] = {}
        for name, value in self._table(table.get("checks", {}), "checks").items():
            check = self._check(name)
            severity, settings = self._entry(check, value)
            if severity is not None:
                severities[name] = severity
            if settings:
                changed[name] = settings
        return Config(
            path=self._path,
            severities=severities,
            changed=changed,
            ignored=tuple(self._ignored(self._table(table.get("ignore", {}), "ignore"))),
            strict=self._flag(table.get("strict", False), "strict"),
            fonts=tuple(
                self._path.parent / each for each in self._texts(table.get("fonts", []), "fonts")
            ),
            assets=self._folder(table.get("assets")),
        )

    def _entry(self, check: Check, value: object) -> tuple[Severity | None, dict[str, Setting]]:
        """Read `contrast = "error"` or `contrast = {severity = "error", ratio = 4.5}`."""
        if isinstance(value, str):
            return self._severity(check, value), {}
        settings = dict(self._table(value, check.id, 'a severity such as "warning", or a table'))
        written = settings.pop("severity", None)
        severity = None if written is None else self._severity(check, written)
        read: dict[str, Setting] = {}
        for name, given in settings.items():
            if name not in check.settings:
                known = ("severity", *check.settings)
                message = f"the check {quoted(check.id)} has no setting {quoted(name)}"
                self._fail(message, name, hint_for_name(name, known))
            read[name] = self._value(check, name, given)
        return severity, read

    def _value(self, check: Check, name: str, given: object) -> Setting:
        default = check.settings[name]
        if isinstance(default, str):
            if isinstance(given, str):
                return given
            self._fail(f"{name} of {quoted(check.id)} is a text, got {described(given)}", name)
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not given >= 0:
            message = f"{name} of {quoted(check.id)} is a number of at least 0"
            self._fail(f"{message}, got {described(given)}", name)
        return float(cast("float", given))

    def _severity(self, check: Check, written: object) -> Severity:
        if written not in SEVERITIES:
            message = f"the severity of {quoted(check.id)} is {listed(SEVERITIES)}"
            near = closest(written, SEVERITIES) if isinstance(written, str) else None
            hint = f"did you mean {quoted(near)}?" if near else None
            self._fail(f"{message}, got {described(written)}", check.id, hint)
        if check.binding:
            message = f"the check {quoted(check.id)} cannot be changed"
            self._fail(message, check.id, "no such composition can be rendered")
        return cast("Severity", written)

    def _check(self, name: str) -> Check:
        if name not in CHECKS:
            near = closest(name, tuple(CHECKS))
            hint = f"did you mean {quoted(near)}?" if near else "docs/checks.md lists them"
            self._fail(f"there is no check {quoted(name)}", name, hint)
        return CHECKS[name]

    def _ignored(self, table: dict[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
        for pattern, value in table.items():
            names = [value] if isinstance(value, str) else self._texts(value, pattern)
            yield pattern, frozenset(self._check(name).id for name in names)

    def _table(self, value: object, key: str, wanted: str = "a table") -> dict[str, Any]:
        if not isinstance(value, dict):
            self._fail(f"{quoted(key)} is {wanted}, got {described(value)}", key)
        return cast("dict[str, Any]", value)

    def _texts(self, value: object, key: str) -> list[str]:
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(item, str) for item in items):
            self._fail(f"{quoted(key)} is a list of texts", key)
        return cast("list[str]", items)

    def _flag(self, value: object, key: str) -> bool:
        if not isinstance(value, bool):
            self._fail(f"{quoted(key)} is true or false, got {described(value)}", key)
        return bool(value)

    def _folder(self, value: object) -> Path | None:
        if value is not None and not isinstance(value, str):
            self._fail(f'"assets" is a folder, got {described(value)}', "assets")
        return None if value is None else self._path.parent / str(value)

    def _fail(self, message: str, key: str, hint: str | None = None) -> NoReturn:
        # The standard library's reader does not say where an entry stands.
        place = re.search(
            rf'^[^#\n]*?(?<![\w-])["\']?{re.escape(key)}["\']?(?![\w-])', self._text, re.MULTILINE
        )
        line = self._text.count("\n", 0, place.end()) + 1 if place else None
        where = f"{self._path}:{line}" if line else str(self._path)
        raise UsageError(message, where=where, hint=hint)
