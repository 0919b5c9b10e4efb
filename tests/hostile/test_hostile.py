"""A client that gets whole, right files or an error with a name, whatever the server does.

`python -m tests.hostile` does the same at length and prints figures.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest

from render.assets.remote import download, transfer
from render.assets.remote.verdicts import Receive
from tests.hostile.exchange import DOWNLOAD_FAULTS, SIGN_FAULTS
from tests.hostile.runs import OPTIONS, all_connections, all_output, leaks, run, short_patience
from tests.hostile.scenario import CUTS, PARTS, STORIES, each, seeded, signing_with

ALL_AT_ONCE = replace(OPTIONS, connections=64)
TWO_TRIES = replace(OPTIONS, retry=replace(OPTIONS.retry, tries=2))
OWN = "127.0.0.1"
JOBS = 12  # they mostly wait


@pytest.fixture(autouse=True)
def no_secret_in_any_output_and_nobody_else_connected_to():
    with short_patience(), all_output() as output, all_connections() as hosts:
        yield
    assert leaks(output.getvalue()) == []
    assert hosts <= {OWN}


def check(outcomes):
    """Show the problems of all runs, with what to say to have them again."""
    found = {outcome.name: outcome.problems for outcome in outcomes if outcome.problems}
    assert found == {}


def run_all(plans, options=OPTIONS):
    with ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(partial(run, options=options), plans))


def test_seeded_runs_end_in_right_files_or_named_errors():
    outcomes = run_all(seeded(seed) for seed in range(2 * len(STORIES)))
    check(outcomes)
    assert {"correct"} < {outcome.ended for outcome in outcomes}


def test_every_fault_of_a_download():
    outcome = run(each(*([name] for name in DOWNLOAD_FAULTS)), ALL_AT_ONCE)
    check([outcome])
    assert set(outcome.met) == set(DOWNLOAD_FAULTS)


@pytest.mark.parametrize("cut", CUTS)
def test_every_wrong_way_to_go_on_after_a_cut(cut):
    outcome = run(each(*([cut, name] for name in PARTS)), ALL_AT_ONCE)
    check([outcome])
    assert set(outcome.met) == {cut, *PARTS}


def test_every_fault_of_signing():
    outcomes = run_all((signing_with(name) for name in SIGN_FAULTS), TWO_TRIES)
    check(outcomes)
    assert {name for outcome in outcomes for name in outcome.met} == set(SIGN_FAULTS)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(5))
def test_five_hundred_seeded_runs(hundred):
    check(run_all(seeded(100 * hundred + number) for number in range(100)))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_every_fault_of_a_download_with_other_chances(seed):
    check([run(each(*([name] for name in DOWNLOAD_FAULTS), seed=100 + seed), ALL_AT_ONCE)])


@pytest.mark.soak
@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("seed", range(5))
def test_every_fault_after_a_cut(cut, seed):
    chains = [[cut, name] for name in DOWNLOAD_FAULTS]
    check([run(each(*chains, seed=200 + seed), ALL_AT_ONCE)])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_every_fault_of_signing_with_other_chances(seed):
    check(run_all(signing_with(name, seed=100 + seed) for name in SIGN_FAULTS))


def test_a_client_that_takes_any_part_would_be_caught(monkeypatch):
    honest = transfer.judge

    def careless(status, headers, begun):
        if status == 206 and begun.can_go_on:
            total = int(headers["content-range"].rpartition("/")[2])
            return Receive(replace(begun, length_bytes=total), total)
        return honest(status, headers, begun)

    monkeypatch.setattr(download, "judge", careless)
    outcome = run(each(["cut_in_body", "rest_of_another_version"], seed=5), ALL_AT_ONCE)
    assert any("wrong bytes in the cache" in problem for problem in outcome.problems)


def test_a_client_that_shows_its_urls_would_be_caught():
    shelf = seeded(0).server.shelf
    assert leaks(f"one line\nGET /assets/a.png?{shelf.sign('a.png')}\n") != []
    assert leaks(f"Bearer {shelf.api_key}") != []
