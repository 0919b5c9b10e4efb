"""Turns and zooms about the middle of the frame, with the blur that such movement has.

A blur of 2**n pictures takes n steps: the picture is mixed with itself moved by half of the way,
the result with itself moved by a quarter, and so on. Where all is blurred anyway it is done on a
smaller picture: at 1080p a step costs 3 ms at half the size, 16 ms in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, hypot, log2, pi

import cv2
import numpy as np
from numpy.typing import NDArray

from render.canvas.affine import Affine
from render.canvas.picture import FULL, Picture

_SHARP_PX = 1.5
"""A movement by less than this in the corners is not blurred."""

_STEP_PX = 2.25
_MOST_STEPS = 4
_WORKING_PX = 36
"""Longest trace in the corners of the working picture; a longer one is made at half its size."""

Pixels = NDArray[np.uint8]
"""`(height, width, 3)` uint8: Y, Cb and Cr at one size."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a picture stands: turned and scaled about the middle.

    Attributes:
        degrees: Clockwise.
        scale: Above 0.
    """

    degrees: float = 0.0
    scale: float = 1.0

    def about(self, width: float, height: float) -> Affine:
        """Return the map of a frame of a size."""
        turned = Affine.rotation(self.degrees) @ Affine.scaling(self.scale)
        return turned.about(width / 2, height / 2)


def smear(
    layers: Sequence[tuple[Picture, Pose, float]],
    move: Pose,
    into: Picture,
) -> None:
    """Draw pictures that turn and grow about the middle, mirrored beyond their edges.

    Args:
        layers: (picture, how it stands in the middle of the exposure, weight); weights add up
            to 1.
        move: How all of them turn and grow during the exposure.
        into: A frame of their size.
    """
    width, height = into.width_px, into.height_px
    radius = hypot(width, height) / 2
    trace_px = radius * (abs(move.degrees) * pi / 180 + abs(log2(move.scale)) * 0.69)
    shown = [layer for layer in layers if layer[2] > 0]
    if trace_px <= _SHARP_PX or min(width, height) < 2 * 2:
        _draw_sharp(shown, into)
        return
    shrink = 2
    while trace_px / shrink > _WORKING_PX and min(width, height) > 32 * shrink:
        shrink *= 2
    size = (ceil(width / shrink), ceil(height / shrink))
    opened = Pose(-move.degrees / 2, move.scale**-0.5)
    mixed: Pixels | None = None
    share = 0.0
    for picture, pose, weight in shown:
        start = Pose(pose.degrees + opened.degrees, pose.scale * opened.scale)
        moved = _warped(_shrunk(picture, size), start)
        share += weight
        mixed = moved if mixed is None else _mixed(mixed, moved, weight / share)
    if mixed is None:
        return
    steps = min(max(ceil(log2(trace_px / shrink / _STEP_PX)), 1), _MOST_STEPS)
    for step in range(1, steps + 1):
        part = 0.5**step
        mixed = _mixed(mixed, _warped(mixed, Pose(move.degrees * part, move.scale**part)), 0.5)
    for channel, plane in zip(cv2.split(mixed), into.planes, strict=True):
        if channel.shape == plane.shape:
            np.copyto(plane, channel)
        else:
            cv2.resize(channel, plane.shape[::-1], dst=plane, interpolation=cv2.INTER_LINEAR)


def _draw_sharp(layers: Sequence[tuple[Picture, Pose, float]], into: Picture) -> None:
    """Draw layers at full size."""
    share = 0.0
    for picture, pose, weight in layers:
        share += weight
        matrix = pose.about(into.width_px, into.height_px)
        for (siting, _, sources), (_, _, planes) in zip(picture.levels, into.levels, strict=True):
            to_plane = siting.to_luma.inverse() @ matrix @ siting.to_luma
            for source, plane in zip(sources, planes, strict=True):
                moved = source
                if pose != Pose():
                    moved = cv2.warpAffine(
                        source,
                        to_plane.as_matrix(),
                        source.shape[::-1],
                        flags=cv2.INTER_LINEAR,
                        borderMode=cv2.BORDER_REFLECT,
                    )
                if weight >= share:
                    np.copyto(plane, moved)
                else:
                    cv2.addWeighted(plane, 1 - weight / share, moved, weight / share, 0, dst=plane)


def _shrunk(picture: Picture, size: tuple[int, int]) -> Pixels:
    planes = [
        plane
        if plane.shape[::-1] == size
        else cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
        for plane in picture.planes
    ]
    return np.asarray(cv2.merge(planes), np.uint8)


def _warped(pixels: Pixels, pose: Pose) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = FULL.to_luma.inverse() @ pose.about(width, height) @ FULL.to_luma
    moved = cv2.warpAffine(
        pixels,
        matrix.as_matrix(),
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.asarray(moved, np.uint8)


def _mixed(a: Pixels, b: Pixels, share: float) -> Pixels:
    return np.asarray(cv2.addWeighted(a, 1 - share, b, share, 0), np.uint8)
