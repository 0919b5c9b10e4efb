"""What moves along an axis: pictures in a row, passed with motion blur, and edges over another one.

A lane is the way a transition goes. Places on it count in frame lengths: at place 0 the first
picture of a row fills the frame, at place 1 the second one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.picture import BLACK, Picture, Plane, Subsampling, new_frame

Line = NDArray[np.float32]
"""`(length,)` float32: a value for every sample along a lane."""

_HALF = 0.5
_WHOLE = 1e-6
_SHADOW_REACH = 0.09
"""How far the shadow of an edge falls, in parts of the frame's shorter side."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The way a transition goes.

    Attributes:
        axis: Of the arrays: 1 is across, 0 is down.
        forward: Whether things move towards larger coordinates: right or down.
    """

    axis: int
    forward: bool

    def take(self, plane: Plane, start: int, stop: int) -> Plane:
        """Return the part of a plane between two coordinates; it is a view."""
        return plane[:, start:stop] if self.axis else plane[start:stop]

    def flipped(self, plane: Plane) -> Plane:
        """Return a plane mirrored along the lane; it is a view."""
        return plane[:, ::-1] if self.axis else plane[::-1]

    def across(self, line: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return values along the lane so that they spread over planes."""
        return line[np.newaxis, :] if self.axis else line[:, np.newaxis]


LANES = {
    "left": Lane(1, forward=False),
    "right": Lane(1, forward=True),
    "up": Lane(0, forward=False),
    "down": Lane(0, forward=True),
}


def pan(row: Sequence[Picture], lane: Lane, place: float, trace: float, into: Picture) -> None:
    """Show the part of a row of pictures that lies at a place, blurred as by a moving camera.

    The row comes in from the side that the lane starts at. Beyond its ends it is mirrored.

    Args:
        row: Frames of one size, in the order in which they are passed.
        lane: Where the pictures move to.
        place: What fills the frame, in frame lengths from the first picture.
        trace: Length of the motion blur in frame lengths.
        into: Another frame of that size.
    """
    ordered = [picture.planes for picture in (reversed(row) if lane.forward else row)]
    start = len(row) - 1 - place if lane.forward else place
    for index, plane in enumerate(into.planes):
        _pan_plane([planes[index] for planes in ordered], lane, start, trace, plane)


def _pan_plane(row: list[Plane], lane: Lane, start: float, trace: float, into: Plane) -> None:
    length = into.shape[lane.axis]
    # An odd number: OpenCV's blur of two bytes lifts 128 to 129.
    taps = 2 * round(trace * length / 2) + 1
    first = start * length - taps // 2
    whole = floor(first + _WHOLE)
    part = max(0.0, first - whole)
    more = int(part > _WHOLE)
    window = _window(row, lane, whole, length + taps - 1 + more)
    if more:
        end = window.shape[lane.axis]
        near, far = lane.take(window, 0, end - 1), lane.take(window, 1, end)
        window = np.asarray(cv2.addWeighted(near, 1 - part, far, part, 0), np.uint8)
    if taps > 1:
        kernel, anchor = ((taps, 1), (0, 0)) if lane.axis else ((1, taps), (0, 0))
        window = np.asarray(cv2.blur(window, kernel, anchor=anchor), np.uint8)
    np.copyto(into, lane.take(window, 0, length))


def _window(row: list[Plane], lane: Lane, start: int, length: int) -> Plane:
    """Return a stretch of a row of planes, mirrored beyond its ends."""
    size = row[0].shape[lane.axis]
    if start % size == 0 and length == size and 0 <= start // size < len(row):
        return row[start // size]
    pieces: list[Plane] = []
    at = start
    while at < start + length:
        index = at // size
        begin, end = at - index * size, min(size, start + length - index * size)
        # Mirrored there and back: -1 shows the first picture reversed, -2 upright again.
        inside = min(max(index, 0), len(row) - 1)
        plane = row[inside]
        if (index - inside) % 2:
            plane = lane.flipped(plane)
        pieces.append(lane.take(plane, begin, end))
        at += end - begin
    return np.concatenate(pieces, axis=lane.axis)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a moving picture ends and what it does to the one below.

    Attributes:
        place: Its coordinate in parts of the frame's length.
        after: Whether the moving picture lies after it, at the larger coordinates.
        trace: Length of its motion blur in frame lengths.
        shadow: How dark its shadow is on what lies below, [0, 1].
    """

    place: float
    after: bool
    trace: float = 0.0
    shadow: float = 0.0


def lay_over(
    under: Picture, over: Picture, edges: Sequence[Edge], lane: Lane, into: Picture
) -> None:
    """Lay moving pictures over another one: antialiased, blurred and shadowed at their edges.

    Args:
        under: What lies below, as large as the frame.
        over: What is laid over it, already where it is seen, as large as the frame.
        edges: Where the upper one ends; with two of them it lies beyond both.
        lane: Its axis counts.
        into: May be `under`.
    """
    length = into.y.shape[lane.axis]
    reach_px = max(1.0, _SHADOW_REACH * min(into.y.shape))
    blacks = iter(BLACK)
    for (siting, _, below), (_, _, above), (_, _, planes) in zip(
        under.levels, over.levels, into.levels, strict=True
    ):
        cover, dark = _profiles(edges, _places(lane, siting, length), length, reach_px)
        solid = cover >= 1
        mixed = ~solid & ((cover > 0) | (dark > 0))
        for sources, covers, plane in zip(below, above, planes, strict=True):
            black = next(blacks)
            if plane is not sources:
                np.copyto(plane, sources)
            for run in _runs(solid):
                np.copyto(lane.take(plane, *run), lane.take(covers, *run))
            for run in _runs(mixed):
                _mix(lane, run, (sources, covers, plane), (cover, dark), black)


def _mix(
    lane: Lane,
    run: tuple[int, int],
    planes: tuple[Plane, Plane, Plane],
    profiles: tuple[Line, Line],
    black: int,
) -> None:
    """Mix a strip at an edge; in floats, so that it is rounded once."""
    below, above, into = (lane.take(plane, *run) for plane in planes)
    cover, dark = (lane.across(profile[run[0] : run[1]]) for profile in profiles)
    kept = (1 - cover) * (1 - dark)
    mixed = below * kept + above * cover + black * (1 - cover - kept)
    np.copyto(into, np.rint(mixed).astype(np.uint8))


def _places(lane: Lane, siting: Subsampling, length: int) -> Line:
    """Return where a plane's samples lie along the lane, in luma pixels."""
    last = siting.plane_size(length, length)[0 if lane.axis else 1] - 1
    begin, end = (siting.to_luma.point(index, index) for index in (0, last))
    which = 0 if lane.axis else 1
    places = np.linspace(begin[which], end[which], last + 1)
    # The last chroma sample of an odd length lies beyond the frame.
    return np.minimum(places, length - _HALF).astype(np.float32)


def _profiles(
    edges: Sequence[Edge], places: Line, length: int, reach_px: float
) -> tuple[Line, Line]:
    """Return coverage and darkness along the lane, one value a sample."""
    cover, dark = np.zeros_like(places), np.zeros_like(places)
    for edge in edges:
        inside = places - np.float32(edge.place * length)
        if not edge.after:
            inside = -inside
        cover += np.clip(inside / max(1.0, edge.trace * length) + _HALF, 0, 1)
        away = np.clip(1 + inside / reach_px, 0, 1)
        dark = np.maximum(dark, np.float32(edge.shadow) * away * away)
    return np.minimum(cover, 1), dark


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and end of every marked stretch."""
    borders = np.flatnonzero(np.diff(marked.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(end)) for first, end in borders.reshape(-1, 2)]


def like(picture: Picture) -> Picture:
    """Return a frame of the same size with undefined content."""
    return new_frame(picture.width_px, picture.height_px, picture.subsampling)
