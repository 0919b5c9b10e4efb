"""What happens in one run: which files there are, and what meets each request."""

from dataclasses import dataclass

import numpy as np

from tests.hostile import parts
from tests.hostile.exchange import DOWNLOAD_FAULTS, SIGN_FAULTS
from tests.hostile.server import HostileServer
from tests.hostile.shelf import KINDS, Asset, Shelf

SIZES = (1, 50, 5_000, 64 * 1024, 200_000, 1_200_000)
SIZE_ODDS = (0.05, 0.1, 0.25, 0.2, 0.3, 0.1)

CUTS = (
    "cut_in_body", "reset_in_body", "length_too_long", "chunked_and_cut", "hang_in_the_body",
    "cut_in_head",
)  # fmt: skip
"""What leaves a part behind, so that the next request asks for the rest."""

PARTS = [name for name, fault in DOWNLOAD_FAULTS.items() if fault.__module__ == parts.__name__]
"""What is wrong with the rest of a file."""

HARMLESS = (
    "chunked", "one_interim_answer", "hang_after_the_body", "whole_file_instead_of_the_rest",
    "part_of_less_than_asked", "slow_but_whole", "cookies",
)  # fmt: skip
"""What a good client takes without an error."""


@dataclass(frozen=True)
class Scenario:
    """One run.

    Attributes:
        name: Says how to have the same again.
        server: Not started yet.
        wanted: The keys to fetch: mostly those that are there.
        must_succeed: Whether a good client gets everything.
    """

    name: str
    server: HostileServer
    wanted: tuple[str, ...]
    must_succeed: bool = False


def seeded(seed):
    """Return the run of a seed; the last digit chooses the story."""
    rng = np.random.default_rng([20261123, seed])
    story = STORIES[seed % len(STORIES)]
    server = HostileServer(Shelf(rng))
    count = 60 if story is many_expire else int(rng.integers(1, 6))
    for _ in range(count):
        _add(server, 500 if count > 10 else int(rng.choice(SIZES, p=SIZE_ODDS)))
    wanted = list(server.shelf.assets)
    story(server, rng, wanted)
    return Scenario(
        f"seed {seed}, {story.__name__}", server, tuple(wanted), story in (many_expire, all_well)
    )


def each(*chains, seed=0):
    """Return a run with a file for each chain of faults, which are met in this order.

    Args:
        chains: Of names.
        seed: Of the chance inside the faults.
    """
    server = HostileServer(Shelf(np.random.default_rng([20261124, seed])))
    for chain in chains:
        _add(server, 20_000).faults = list(chain)
    return Scenario(f"each, seed {seed}", server, tuple(server.shelf.assets))


def signing_with(name, *, seed=0):
    """Return a run with two files that are signed with a fault, each time."""
    server = HostileServer(Shelf(np.random.default_rng([20261125, seed])), sign_then=name)
    for _ in range(2):
        _add(server, 20_000)
    return Scenario(f"{name}, seed {seed}", server, tuple(server.shelf.assets))


def _add(server, size_bytes):
    """Put one more file on the shelf."""
    shelf = server.shelf
    kind = list(KINDS)[int(shelf.rng.integers(len(KINDS)))]
    key = f"assets/scene-{len(shelf.assets)}/a {kind}.{kind}"
    shelf.assets[key] = Asset(key, [KINDS[kind](shelf.rng, size_bytes)])
    return shelf.assets[key]


def _some(rng, names, end):
    return [str(name) for name in rng.choice(list(names), int(rng.integers(end)))]


def _one(rng, names):
    return str(rng.choice(list(names)))


def bad_downloads(server, rng, _wanted):
    """Every file meets a few faults of any kind, then none."""
    for asset in server.shelf.assets.values():
        asset.faults = _some(rng, DOWNLOAD_FAULTS, 4)


def bad_resumes(server, rng, _wanted):
    """Every file is cut off and then gone on with wrongly, perhaps more than once."""
    for asset in server.shelf.assets.values():
        for _ in range(int(rng.integers(1, 3))):
            wrong = PARTS if rng.random() < 0.7 else DOWNLOAD_FAULTS
            asset.faults += [_one(rng, CUTS), _one(rng, wrong)]


def one_never_comes(server, rng, _wanted):
    """One file never works, the others do after a while."""
    bad_downloads(server, rng, _wanted)
    asset = list(server.shelf.assets.values())[int(rng.integers(len(server.shelf.assets)))]
    asset.then = _one(rng, DOWNLOAD_FAULTS)


def bad_signatures(server, rng, _wanted):
    """Signing meets a few faults; so may the files."""
    server.sign_faults = _some(rng, SIGN_FAULTS, 4) or [_one(rng, SIGN_FAULTS)]
    if rng.random() < 0.3:
        bad_downloads(server, rng, _wanted)


def never_signed(server, rng, _wanted):
    """Signing never works."""
    server.sign_then = _one(rng, SIGN_FAULTS)


def many_expire(server, rng, _wanted):
    """More files than are signed at once, all links good for one or two requests: all must come."""
    server.shelf.uses = int(rng.integers(1, 3))
    for asset in server.shelf.assets.values():
        if rng.random() < 0.3:
            asset.faults = [_one(rng, ("cut_in_body", "reset_in_body", "expired"))]


def some_are_missing(server, rng, wanted):
    """Keys that the server does not have are asked for as well."""
    wanted += [f"assets/nothing/{number}.png" for number in range(int(rng.integers(1, 60)))]
    bad_downloads(server, rng, wanted)


def all_well(server, rng, _wanted):
    """Nothing that a good client minds: here all files must come."""
    for asset in server.shelf.assets.values():
        asset.faults = _some(rng, HARMLESS, 2)
    if rng.random() < 0.5:
        cut = next(iter(server.shelf.assets.values()))
        cut.faults = [_one(rng, CUTS[:3])]


STORIES = (
    bad_downloads, bad_resumes, one_never_comes, bad_resumes, bad_signatures, bad_downloads,
    never_signed, many_expire, some_are_missing, all_well,
)  # fmt: skip
