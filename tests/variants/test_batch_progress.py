"""What is told while a batch runs, and how it is stopped."""

import threading
from contextlib import closing

import pytest

from render.errors import Cancelled
from render.variants import batch
from render.variants.batch import make_variants
from render.variants.outcome import Looking, Making
from tests.variants import fakes
from tests.variants.batches import files, made_of, statuses
from tests.variants.fakes import film, picture

pytestmark = pytest.mark.usefixtures("no_worker_is_left")


def test_outcomes_come_as_they_are_made(photos):
    outcomes = make_variants([photos], jobs=0, makers=fakes.MAKERS)
    assert not (photos / "a_400w.jpg").exists()
    with closing(outcomes):
        assert next(outcomes).original.name == "a.png"
        assert (photos / "a_400w.jpg").exists()
        assert not (photos / "sub/d_web.mp4").exists()


@pytest.mark.parametrize("jobs", [0, 2])
def test_what_was_made_before_a_run_was_closed_is_not_made_again(photos, jobs):
    outcomes = make_variants([photos], jobs=jobs, makers=fakes.MAKERS)
    first = next(outcomes).original.name
    outcomes.close()
    assert made_of(photos)[first].status == "unchanged"


def test_cancelling_ends_the_run_and_its_unfinished_files(photos):
    picture(photos / "a.png", b"wait")
    cancel = threading.Event()
    outcomes = make_variants(
        [photos], jobs=2, makers=fakes.MAKERS, cancel=cancel,
        on_event=lambda event: cancel.set() if isinstance(event, Making) and event.done else None,
    )  # fmt: skip
    with pytest.raises(Cancelled):
        list(outcomes)
    assert not [name for name in files(photos) if ".part" in name]
    picture(photos / "a.png", b"fine")
    assert set(statuses(made_of(photos)).values()) <= {"made", "unchanged"}


def test_workers_that_are_ended_the_hard_way_leave_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_UNWIND_SECONDS", 0.0)
    picture(tmp_path / "a.png", b"hang")

    class InTheMiddle:
        def is_set(self):
            return bool(list(tmp_path.glob(".*.part.*")))

    outcomes = make_variants([tmp_path], jobs=1, makers=fakes.MAKERS, cancel=InTheMiddle())
    with pytest.raises(Cancelled):
        list(outcomes)
    assert not [name for name in files(tmp_path) if ".part" in name]


def test_cancelling_is_noticed_while_looking(photos):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        made_of(photos, cancel=cancel)


def test_progress_is_told_from_looking_to_the_last_file(photos):
    events = []
    made_of(photos, on_event=events.append)
    assert Looking(4, 4) in events
    assert Making(0, 4, 0) in events
    last = events[-1]
    assert (last.done, last.total, last.seconds_left) == (4, 4, 0)
    events.clear()
    made_of(photos, on_event=events.append)
    assert events[-1] == Looking(4, 0)


def test_a_film_tells_how_far_it_is(tmp_path):
    film(tmp_path / "a.mov", b"slow")
    events = []
    made_of(tmp_path, jobs=1, on_event=events.append)
    assert any(isinstance(event, Making) and 0 < event.in_work < 0.1 for event in events)
    assert events[-1].in_work == 0


def test_a_film_that_is_alone_gets_all_processors(tmp_path):
    """The fake maker returns its threads as a width."""
    film(tmp_path / "a.mov")
    assert made_of(tmp_path, jobs=4)["a.mov"].made[0].width_px == 4
    film(tmp_path / "b.mov")
    outcomes = made_of(tmp_path, jobs=4, force=True)
    assert [each.made[0].width_px for each in outcomes.values()] == [2, 2]
    film(tmp_path / "c.mov")
    outcomes = made_of(tmp_path, jobs=2, force=True)
    assert outcomes["a.mov"].made[0].width_px == 1
