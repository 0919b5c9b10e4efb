"""Damaged files at every boundary: read, or refused with an error of ours; never anything else."""

import pytest

from tests.fuzz.boundaries import BOUNDARIES
from tests.fuzz.mutations import damaged
from tests.fuzz.runs import attempt, fuzz
from tests.fuzz.seeds import write_seeds


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return write_seeds(tmp_path_factory.mktemp("seeds"))


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_what_the_damage_starts_from_is_whole(boundary, seeds):
    assert {seed.name: attempt(boundary, seed) for seed in seeds[boundary]} == {
        seed.name: "read" for seed in seeds[boundary]
    }


def test_the_same_number_damages_alike_and_another_one_otherwise():
    data = bytes(range(256)) * 4
    assert damaged(data, 7) == damaged(data, 7) != data
    assert len({damaged(data, number) for number in range(200)}) > 190


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_damaged_files_are_read_or_refused(boundary, seeds):
    assert fuzz(boundary, seeds[boundary], 50, jobs=0).defects == {}


@pytest.mark.soak
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_many_damaged_files_are_read_or_refused(boundary, seeds):
    tally = fuzz(boundary, seeds[boundary], 20_000, first=1_000_000)
    assert tally.defects == {}
    assert tally.tried == 20_000
    assert tally.worst_seconds < 5
