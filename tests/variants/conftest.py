import psutil
import pytest

from tests.variants.fakes import film, picture


@pytest.fixture
def no_worker_is_left():
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.fixture
def photos(tmp_path):
    """A folder with three pictures and a film."""
    folder = tmp_path / "photos"
    picture(folder / "a.png", b"one")
    picture(folder / "b.jpg", b"two")
    picture(folder / "sub/c.png", b"three")
    film(folder / "sub/d.mov", b"four")
    return folder
