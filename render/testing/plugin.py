"""The pytest plugin. Importing it loads nothing but pytest; drawing is loaded by what draws."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from render.testing import moment as running

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from render.testing.films import Film

SUFFIX = ".composition.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings; their names begin with `wavemaker`, so that they meet no others."""
    parser.addini(
        "wavemaker_compositions", "collect *.composition.json as tests", type="bool", default=False
    )
    parser.addini("wavemaker_resolution", "what tests draw at", default="480p")
    parser.addini("wavemaker_assets", "folder of the asset keys, from the root", default="")
    group = parser.getgroup("wavemaker", "video compositions")
    group.addoption(
        "--wavemaker-compositions",
        action="store_true",
        help=f"collect *{SUFFIX} as tests: they are valid, and a frame of every scene is drawn",
    )


def pytest_load_initial_conftests(parser: pytest.Parser) -> None:
    """Add --update-goldens when all plugins are loaded: another one may have an option so named."""
    try:
        parser.getgroup("wavemaker").addoption(
            "--update-goldens",
            action="store_true",
            dest="update_goldens",
            default=False,
            help="write golden pictures anew instead of comparing with them",
        )
    except ValueError:  # then theirs counts for ours as well
        return


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line(
        "markers",
        "wavemaker(composition, assets=None, resolution=None): what the fixtures draw",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CompositionFile | None":
    """Take compositions where that is asked for, or where one is named."""
    config = parent.config
    if not file_path.name.endswith(SUFFIX):
        return None
    asked = config.getoption("wavemaker_compositions") or config.getini("wavemaker_compositions")
    if asked or parent.session.isinitpath(file_path):
        return CompositionFile.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Tell the assertions where they are."""
    running.begin(
        running.Moment(
            folder=item.path.parent,
            name=item.name,
            updates=bool(item.config.getoption("update_goldens", default=False)),
            failures=item.config.rootpath / running.FAILURES,
        )
    )
    try:
        yield
    finally:
        running.end()


class CompositionFile(pytest.File):
    """A composition as tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield its tests."""
        for name, test in (("valid", _valid), ("frames", _frames)):
            yield CompositionItem.from_parent(self, name=name, test=test)


class CompositionItem(pytest.Item):
    """One thing that must be true of a composition."""

    def __init__(self, *, test: Callable[["CompositionItem"], None], **more: Any) -> None:
        super().__init__(**more)
        self._test = test

    def runtest(self) -> None:
        """Run it."""
        self._test(self)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what a user would see: every problem with its place, no traceback."""
        from render.errors import CompositionError, RenderError  # noqa: PLC0415

        error = excinfo.value
        if isinstance(error, CompositionError) and error.problems:
            return "\n".join(
                f"{one.severity}: {one.where}: {one.message}"
                + (f"\n  hint: {one.hint}" if one.hint else "")
                for one in error.problems
            )
        if isinstance(error, RenderError | AssertionError):
            return str(error)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name it in reports."""
        return self.path, None, f"{self.path.name}: {self.name}"


def _valid(item: CompositionItem) -> None:
    from render.document import read_composition  # noqa: PLC0415

    parsed = read_composition(item.path, strict=True)
    said = [f"{one.where}: {one.message}" for one in parsed.warnings]
    if said:
        raise AssertionError("\n".join(said))


def _frames(item: CompositionItem) -> None:
    """Draw the middle of every scene; compare those that have a golden beside the file."""
    from render.testing.assertions import assert_frame  # noqa: PLC0415
    from render.testing.films import ComposedFilm, open_film  # noqa: PLC0415

    how = _settings(item.config)
    film = open_film(item.path, **how)
    if not isinstance(film, ComposedFilm):
        raise TypeError(item.path)
    goldens = item.path.with_name(item.path.name.removesuffix(SUFFIX) + ".goldens")
    updates = running.now().updates
    for scene in film.prepared.timeline.scenes:
        frame = min(scene.start_frame + scene.duration_frames // 2, film.frame_count - 1)
        golden = goldens / f"{running.safe(scene.id)}.png"
        if golden.exists() or (updates and goldens.exists()):
            assert_frame(film, frame, golden=golden)
        else:
            film.frame(frame)


@pytest.fixture
def composition(request: pytest.FixtureRequest) -> "Film":
    """Return the composition that the `wavemaker` marker names, or the only one beside the test."""
    from render.testing.films import open_film  # noqa: PLC0415

    marker = request.node.get_closest_marker("wavemaker")
    named = (marker.args[:1] or (marker.kwargs.get("composition"),))[0] if marker else None
    folder = request.path.parent
    if named is None:
        beside = [*folder.glob(f"*{SUFFIX}"), *folder.glob("composition.json")]
        if len(beside) != 1:
            pytest.fail(
                f"{len(beside)} compositions lie beside {request.path.name}; name one: "
                '@pytest.mark.wavemaker("film.composition.json")',
                pytrace=False,
            )
        named = beside[0]
    how = _settings(request.config)
    if marker:
        how |= {key: value for key, value in marker.kwargs.items() if key != "composition"}
    if how.get("assets") is not None:
        how["assets"] = folder / how["assets"]
    return open_film(folder / named if isinstance(named, str | Path) else named, **how)


@pytest.fixture
def render_frame(composition: "Film") -> "Callable[[int], NDArray[np.uint8]]":
    """Return a function from a frame's number to its picture, `(h, w, 3)` uint8 sRGB."""
    return lambda number: composition.frame(number).copy()


@pytest.fixture
def render_range(composition: "Film") -> "Callable[[int, int], list[NDArray[np.uint8]]]":
    """Return a function from a range `[start, end)` to its pictures."""
    return lambda start, end: [picture.copy() for picture in composition.frames(start, end)]


def _settings(config: pytest.Config) -> dict[str, Any]:
    folder = config.getini("wavemaker_assets")
    return {
        "resolution": config.getini("wavemaker_resolution") or None,
        "assets": config.rootpath / folder if folder else None,
    }
