"""The two verbs of the canvas: warp a sprite by a matrix, blend a sprite onto a picture.

OpenCV does the arithmetic on whole planes; `setNumThreads(1)` because the worker processes are the
parallelism. Measured on one core at 1920x1080: bilinear warp of three planes 8 ms, blend with
coverage 1.2 ms, crossfade 0.9 ms.
"""

from math import ceil, floor

import cv2
import numpy as np

from render.canvas.affine import Affine
from render.canvas.color import reduce
from render.canvas.picture import BLACK, Picture, Plane, Subsampling

cv2.setNumThreads(1)

OPAQUE = 255
_EDGE_TOLERANCE_PX = 0.02
_INTEGER_TOLERANCE = 1e-6
_SHIFT_TOLERANCE = 1e-7
"""Over 8192 pixels a scale this far from 1 moves the far edge by less than a thousandth."""


def draw(target: Picture, sprite: Picture, matrix: Affine, opacity: float = 1.0) -> None:
    """Warp a sprite by a matrix and blend it onto a picture in place.

    Args:
        target: The picture drawn on, opaque or with coverage.
        sprite: What is drawn; its subsampling is the target's.
        matrix: From sprite space to target pixels. A degenerate one draws nothing.
        opacity: Factor on the coverage, [0, 1].
    """
    if opacity <= 0 or matrix.determinant == 0 or 0 in sprite.y.shape:
        return
    tile = reach(target, sprite, matrix)
    if tile is None:
        return
    matrix = _from_pixels(sprite, matrix)
    solid = sprite.coverage is None and _covers(sprite, matrix, tile)
    for (siting, coverage, sources), (_, target_coverage, planes) in zip(
        sprite.levels, target.levels, strict=True
    ):
        part = _part(tile, siting)
        to_part = Affine.translation(-part[1].start, -part[0].start) @ _index_matrix(matrix, siting)
        size = (part[1].stop - part[1].start, part[0].stop - part[0].start)
        views = [plane[part] for plane in planes]
        over_view = None if target_coverage is None else target_coverage[part]
        if solid:
            for source, view in zip(sources, views, strict=True):
                _draw_solid(view, source, to_part, opacity)
            if over_view is not None:
                cv2.addWeighted(over_view, 1 - opacity, over_view, 0, OPAQUE * opacity, over_view)
            continue
        if coverage is None:
            coverage = np.full(sources[0].shape, OPAQUE, np.uint8)  # noqa: PLW2901 - made up once
        over = _scaled(warp_plane(coverage, to_part, size), opacity)
        for source, view in zip(sources, views, strict=True):
            blend_plane(view, _scaled(warp_plane(source, to_part, size), opacity), over)
        if over_view is not None:
            blend_plane(over_view, over, over)


def crossfade(a: Picture, b: Picture, progress: float, into: Picture) -> None:
    """Mix two opaque pictures: `a` at progress 0, `b` at 1."""
    for plane_a, plane_b, plane in zip(a.planes, b.planes, into.planes, strict=True):
        cv2.addWeighted(plane_a, 1 - progress, plane_b, progress, 0, dst=plane)


def darken(target: Picture, amount: float) -> None:
    """Mix an opaque picture with black in place: 0 leaves it, 1 is black. It is rounded once."""
    for plane, black in zip(target.planes, BLACK, strict=True):
        cv2.addWeighted(plane, 1 - amount, plane, 0, black * amount, dst=plane)


def mix_by_mask(a: Picture, b: Picture, mask: Plane, into: Picture) -> None:
    """Mix two opaque pictures by a full-size mask: 0 shows `a`, 255 shows `b`."""
    small = reduce(mask, a.subsampling)
    for plane_a, plane_b, plane in zip(a.planes, b.planes, into.planes, strict=True):
        over = mask if plane is into.y else small
        kept = cv2.multiply(plane_a, cv2.bitwise_not(over), scale=1 / OPAQUE)
        cv2.add(kept, cv2.multiply(plane_b, over, scale=1 / OPAQUE), dst=plane)


def _draw_solid(view: Plane, source: Plane, matrix: Affine, opacity: float) -> None:
    """Draw a plane that has no edges in view: no coverage is needed, opacity is a plain mix."""
    size = (view.shape[1], view.shape[0])
    if opacity >= 1:
        warp_plane(source, matrix, size, into=view)
        return
    piece = warp_plane(source, matrix, size, replicate=True)
    cv2.addWeighted(view, 1 - opacity, piece, opacity, 0, dst=view)


def mask_out(target: Picture, mask: Picture) -> None:
    """Multiply a picture that has coverage by another one's coverage, in place."""
    if target.coverage is None or target.chroma_coverage is None:
        raise ValueError("only a picture with coverage can be masked")
    if mask.coverage is None or mask.chroma_coverage is None:
        return
    for plane, over in (
        (target.y, mask.coverage),
        (target.coverage, mask.coverage),
        (target.cb, mask.chroma_coverage),
        (target.cr, mask.chroma_coverage),
        (target.chroma_coverage, mask.chroma_coverage),
    ):
        cv2.multiply(plane, over, dst=plane, scale=1 / OPAQUE)


def cover(mask: Plane, subsampling: Subsampling) -> Picture:
    """Return a full-size mask as a picture that has nothing but coverage."""
    small = reduce(mask, subsampling)
    return Picture(mask, small, small, mask, small, subsampling=subsampling)


def blend_plane(target: Plane, source: Plane, coverage: Plane) -> None:
    """Blend a premultiplied plane onto another in place: source + target * (1 - coverage)."""
    kept = cv2.multiply(target, cv2.bitwise_not(coverage), scale=1 / OPAQUE)
    cv2.add(source, kept, dst=target)


def warp_plane(
    plane: Plane,
    matrix: Affine,
    size: tuple[int, int],
    *,
    into: Plane | None = None,
    replicate: bool = False,
) -> Plane:
    """Resample one plane bilinearly.

    Args:
        plane: The source plane.
        matrix: From source sample indices to target sample indices.
        size: (width, height) of the target.
        into: Where to write; outside the source the edge is then repeated.
        replicate: Repeat the edge outside the source instead of reading 0.

    Returns:
        `into`, or a new plane (a view of the source when nothing has to be resampled).
    """
    repeat_edge = replicate or into is not None
    if _is_shift(matrix):
        shifted = _shifted(plane, matrix.tx, matrix.ty, size, repeat_edge=repeat_edge)
        if shifted is not None:
            if into is None:
                return shifted
            np.copyto(into, shifted)
            return into
    border = cv2.BORDER_REPLICATE if repeat_edge else cv2.BORDER_CONSTANT
    return cv2.warpAffine(  # pyright: ignore[reportReturnType] - uint8 in, uint8 out
        plane, matrix.as_matrix(), size, dst=into, flags=cv2.INTER_LINEAR, borderMode=border
    )


def _is_shift(matrix: Affine) -> bool:
    """Tell whether a map only moves."""
    off = max(abs(matrix.a - 1), abs(matrix.d - 1), abs(matrix.b), abs(matrix.c))
    return off < _SHIFT_TOLERANCE


def _shifted(
    plane: Plane, dx: float, dy: float, size: tuple[int, int], *, repeat_edge: bool
) -> Plane | None:
    """Return a plane moved by any fraction of a sample, as `warpAffine` does in ten times the time.

    Two neighbours are mixed along each axis that has a fraction, none along one that has not.

    Returns:
        A view of the plane when it is moved by whole samples and fills the size, else a new plane;
        None where an edge would have to be repeated.
    """
    left, top = floor(-dx + _INTEGER_TOLERANCE), floor(-dy + _INTEGER_TOLERANCE)
    part_x, part_y = max(0.0, -dx - left), max(0.0, -dy - top)
    more_x, more_y = int(part_x > _INTEGER_TOLERANCE), int(part_y > _INTEGER_TOLERANCE)
    piece = _cut_out(plane, left, top, (size[0] + more_x, size[1] + more_y), pad=not repeat_edge)
    if piece is None:
        return None
    if more_x:
        piece = cv2.addWeighted(piece[:, :-1], 1 - part_x, piece[:, 1:], part_x, 0)
    if more_y:
        piece = cv2.addWeighted(piece[:-1], 1 - part_y, piece[1:], part_y, 0)
    return np.asarray(piece, np.uint8)


def _cut_out(
    plane: Plane, left: int, top: int, size: tuple[int, int], *, pad: bool
) -> Plane | None:
    """Return a part of a plane; outside the plane it is 0, or the whole None without `pad`."""
    right, bottom = left + size[0], top + size[1]
    height, width = plane.shape
    if left >= 0 and top >= 0 and right <= width and bottom <= height:
        return plane[top:bottom, left:right]
    if not pad:
        return None
    padded = np.zeros(size[::-1], np.uint8)
    rows = slice(max(top, 0), max(min(bottom, height), top, 0))
    columns = slice(max(left, 0), max(min(right, width), left, 0))
    inside = plane[rows, columns]
    y, x = rows.start - top, columns.start - left
    padded[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return padded


def _index_matrix(matrix: Affine, siting: Subsampling) -> Affine:
    """Turn a map between pixel-corner coordinates into one between a plane's sample indices."""
    return siting.to_luma.inverse() @ matrix @ siting.to_luma


def reach(target: Picture, sprite: Picture, matrix: Affine) -> tuple[int, int, int, int] | None:
    """Return the target's pixels (left, top, right, bottom) that a sprite can touch, or None.

    The edges lie on whole chroma samples.
    """
    return touched(sprite, matrix, (0, 0, target.width_px, target.height_px), target.subsampling)


def touched(
    sprite: Picture, matrix: Affine, room: tuple[int, int, int, int], step: Subsampling
) -> tuple[int, int, int, int] | None:
    """Return the pixels of a room (left, top, right, bottom) that a sprite can touch, or None.

    Args:
        sprite: What is drawn.
        matrix: From sprite space to the pixels that the room is counted in.
        room: Its left and top lie on whole chroma samples.
        step: Chroma samples, which the edges lie on.
    """
    matrix = _from_pixels(sprite, matrix)
    left, top, right, bottom = matrix.bounds(sprite.width_px, sprite.height_px)
    # A resampled edge reaches half a source pixel further out.
    margin = 0.0 if _is_whole(matrix) else max(1.0, matrix.largest_scale)
    if left - margin >= room[2] or top - margin >= room[3]:
        return None  # not even in the chroma of an odd last column or row
    x0 = max(room[0], floor((left - margin) / step.x) * step.x)
    y0 = max(room[1], floor((top - margin) / step.y) * step.y)
    x1 = min(room[2], ceil((right + margin) / step.x) * step.x)
    y1 = min(room[3], ceil((bottom + margin) / step.y) * step.y)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _from_pixels(sprite: Picture, matrix: Affine) -> Affine:
    """Turn a map from sprite space into one from the sprite's pixels; whole shifts exactly so."""
    if sprite.left_px or sprite.top_px:
        matrix = matrix @ Affine.translation(sprite.left_px, sprite.top_px)
    x, y = round(matrix.tx), round(matrix.ty)
    off = (matrix.a - 1, matrix.d - 1, matrix.b, matrix.c, matrix.tx - x, matrix.ty - y)
    return Affine.translation(x, y) if max(map(abs, off)) < _INTEGER_TOLERANCE else matrix


def _part(tile: tuple[int, int, int, int], siting: Subsampling) -> tuple[slice, slice]:
    """Return (rows, columns) of a tile in a plane of that subsampling."""
    left, top, right, bottom = tile
    rows = slice(top // siting.y, ceil(bottom / siting.y))
    return rows, slice(left // siting.x, ceil(right / siting.x))


def _is_whole(matrix: Affine) -> bool:
    unscaled = matrix.a == matrix.d == 1 and matrix.b == matrix.c == 0
    return unscaled and matrix.tx == round(matrix.tx) and matrix.ty == round(matrix.ty)


def _covers(sprite: Picture, matrix: Affine, tile: tuple[int, int, int, int]) -> bool:
    """Tell whether every pixel of a tile lies inside the warped sprite."""
    back = matrix.inverse()
    left, top, right, bottom = tile
    slack = _EDGE_TOLERANCE_PX
    for x in (left, right):
        for y in (top, bottom):
            u, v = back.point(x, y)
            if not (
                -slack <= u <= sprite.width_px + slack and -slack <= v <= sprite.height_px + slack
            ):
                return False
    return True


def _scaled(plane: Plane, factor: float) -> Plane:
    if factor >= 1:
        return plane
    return cv2.convertScaleAbs(plane, alpha=factor)  # pyright: ignore[reportReturnType]
