"""Places on surfaces looked up in anchors, each by itself, compiled by Numba: all that is compiled is in this file.

A place is projected into an anchor, found to be shown there or not, and its colour taken by one filtered lookup that never reaches
across a silhouette. Each place is worked out alone, so that what it gets depends on nothing else in the picture, to the last bit.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from render.surfels import BRIGHTEST

Array = NDArray[np.float32]
NEAR = 0.02
"""Share of the depth by which a place may miss the surface seen in an anchor and still be that surface."""
OWNERS = 3
"""Anchors that a place is taken from at most, where the areas of several meet."""
NEAR_BY, SHOWN = 1e-3, 1e-6
"""What an anchor may claim of a place next to what it owns, and of one that it just shows."""
ALL, LEAST = 0.98, 1e-4
"""Of ownership: so much is all of a place; and so much has whoever shows a place that nobody owns."""
COARSER = 3
"""Octaves by which a frame may show a surface more coarsely than its anchor and still find it filtered to its own pixels."""
ENOUGH = 0.25
"""Octaves of that which need no filter."""
SHARP = -0.5
"""Slope of the cubic kernel: Catmull and Rom's, exact for parabolas (Keys, 1981, "Cubic convolution interpolation")."""
LEVELS, STEP = 20, 0.5
"""Of light: so many entries from 0 to BRIGHTEST. Px between entries of an outline's profile."""


class Places(NamedTuple):
    """Places on surfaces, as in render.surfels. part, triangle: (N,) int32. barycentrics, direction: (N, 3), fineness: (N,) float32."""

    part: NDArray[np.int32]
    triangle: NDArray[np.int32]
    barycentrics: Array
    direction: Array
    fineness: Array


class Views(NamedTuple):
    """What A anchors show. corners: (A, F, 3, 3) the homogeneous pixel places of each triangle's corners, sky: (A, 3, 3) those of
    directions, float32. size: (A, 2) rows and columns, int64. part: (A, H, W) int32, depth: (A, H, W) m, float32."""

    corners: Array
    sky: Array
    size: NDArray[np.int64]
    part: NDArray[np.int32]
    depth: Array


class Layers(NamedTuple):
    """The anchors' paint. pyramid: (A, H, W + W / 2, 5) colour, light and ownership, and right of them the same filtered to pixels twice
    as wide, four times, ... one under another. claim, fineness: (A, H, W) float32. around: (A, H, W) int8, px round a pixel that show
    its surface: 0, 1 or 2. coarsest: (A, H, W) float32, levels that do not reach beyond it."""

    pyramid: Array
    claim: Array
    fineness: Array
    around: NDArray[np.int8]
    coarsest: Array


class Tables(NamedTuple):
    """By part: curve (P, LEVELS, 3), fade and ink (P, M, 3), as in neural.reprojection.appearance."""

    curve: Array
    fade: Array
    ink: Array


_inline = njit(inline="always", error_model="numpy")
_compiled, _compiled_parallel = (njit(cache=True, error_model="numpy", parallel=parallel) for parallel in (False, True))


@_compiled_parallel
def see(views: Views, places: Places, anchor: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """x, y px in an anchor's picture (N,) and whether it shows the place (N,)."""
    count = len(places.part)
    x, y, shown = np.empty(count), np.empty(count), np.empty(count, np.bool_)  # in single, the last digit might lie outside
    for i in prange(count):
        x[i], y[i], depth, inside = _project(views, places, i, anchor)
        shown[i] = inside and _same(views, anchor, int(y[i]), int(x[i]), places.part[i], depth)
    return x, y, shown


@_compiled_parallel
def owners_of(views: Views, layers: Layers, places: Places, chosen: NDArray[np.int64]) -> NDArray[np.int32]:
    """(M, OWNERS) for some places (M,) the anchors that own most near each, most first, -1 for none."""
    out = np.empty((len(chosen), OWNERS), np.int32)
    for j in prange(len(chosen)):
        out[j, 0], out[j, 1], out[j, 2] = _owners(views, layers, places, chosen[j])
    return out


@_compiled_parallel
def taken(views: Views, layers: Layers, places: Places, owners: NDArray[np.int32], block: NDArray[np.int64]) -> Array:
    """(N, 5) colour, light and ownership that their owners show of the places, each by what it owns of them, and the sum of that; 0 where
    no anchor shows them. owners: (M, OWNERS) of blocks, block: (N,) which of them each place is in."""
    total, values = np.zeros((len(block), 5), np.float32), np.empty((len(block), 5), np.float32)
    for i in prange(len(block)):
        chosen, owned = (owners[block[i], 0], owners[block[i], 1], owners[block[i], 2]), 0.0
        for attempt in range(2):
            for rank in range(OWNERS):
                if chosen[rank] < 0 or owned >= ALL:
                    break
                share = _look(views, layers, places, i, chosen[rank], values) * (values[i, 4] + LEAST)
                for c in range(4):
                    total[i, c] += share * values[i, c]
                owned += share
            if owned > 0 or attempt:
                break
            chosen = _owners(views, layers, places, i)
        for c in range(4):
            total[i, c] /= max(owned, 1e-9)
        total[i, 4] = owned
    return total


@_compiled_parallel
def colours(tables: Tables, part: NDArray[np.int32], taken: Array, light: Array, clear: Array) -> Array:
    """(N, 4) sRGB 0..1 of places by what is taken for them, in their light and with their outlines, and 1 where some anchor shows them."""
    out = np.empty((len(part), 4), np.float32)
    for i in prange(len(part)):
        for c in range(3):
            colour = _between(tables.curve, part[i], light[i] * ((LEVELS - 1) / BRIGHTEST), c)
            if taken[i, 4] > 0:
                colour += taken[i, c] - _between(tables.curve, part[i], taken[i, 3] * ((LEVELS - 1) / BRIGHTEST), c)
            if clear[i] < (tables.ink.shape[1] - 1) * STEP:
                faded = colour * _between(tables.fade, part[i], clear[i] / STEP, c)
                colour += _between(tables.ink, part[i], clear[i] / STEP, c) - faded
            out[i, c] = min(max(colour, 0), 1)
        out[i, 3] = taken[i, 4] > 0
    return out


@_compiled
def means(pixel: NDArray[np.int32], values: Array, pixels: int) -> Array:
    """(pixels, C) means of the values (N, C) that fall into each pixel (N,)."""
    out, count = np.zeros((pixels, values.shape[1]), np.float32), np.zeros(pixels, np.float32)
    for i in range(len(pixel)):
        count[pixel[i]] += 1
        for c in range(values.shape[1]):
            out[pixel[i], c] += values[i, c]
    for i in range(pixels):
        for c in range(values.shape[1]):
            out[i, c] /= count[i]
    return out


@_inline
def _project(views, places, i, anchor):
    x, y, depth = 0.0, 0.0, 0.0
    triangle = places.triangle[i]
    for k in range(3):
        if triangle < 0:
            weight, points = np.float64(places.direction[i, k]), views.sky
            x, y, depth = x + weight * points[anchor, k, 0], y + weight * points[anchor, k, 1], depth + weight * points[anchor, k, 2]
        else:
            weight, corner = np.float64(places.barycentrics[i, k]), views.corners
            x += weight * corner[anchor, triangle, k, 0]
            y += weight * corner[anchor, triangle, k, 1]
            depth += weight * corner[anchor, triangle, k, 2]
    if depth <= 1e-6:
        return 0.0, 0.0, depth, False
    x, y = x / depth, y / depth
    return x, y, depth, 0 <= x < views.size[anchor, 1] and 0 <= y < views.size[anchor, 0]


@_inline
def _same(views, anchor, row, column, part, depth):
    """Whether a pixel shows the same part, no nearer and no farther."""
    row, column = min(max(row, 0), views.size[anchor, 0] - 1), min(max(column, 0), views.size[anchor, 1] - 1)
    return views.part[anchor, row, column] == part and (part == 0 or abs(views.depth[anchor, row, column] - depth) <= NEAR * depth)


@_inline
def _claim(views, layers, places, i, anchor):
    x, y, depth, inside = _project(views, places, i, anchor)
    if not inside:
        return 0.0
    if _same(views, anchor, int(y), int(x), places.part[i], depth):
        return layers.claim[anchor, int(y), int(x)] + SHOWN
    row, column = int(np.floor(y - 0.5)), int(np.floor(x - 0.5))
    for j in range(2):  # a place at a silhouette may fall into a pixel whose centre shows something else
        for k in range(2):
            if _same(views, anchor, row + j, column + k, places.part[i], depth):
                return SHOWN
    return 0.0


@_compiled
def _owners(views, layers, places, i):
    """Of those that own nothing the first that shows the place is named, if no other owns it."""
    found, most = (-1, -1, -1), (0.0, 0.0, 0.0)
    for anchor in range(len(views.size)):
        claim = _claim(views, layers, places, i, anchor)
        if claim < NEAR_BY and (claim <= most[0] or found[0] >= 0):
            continue
        if claim > most[0]:
            found, most = (anchor, found[0], found[1]), (claim, most[0], most[1])
        elif claim > most[1]:
            found, most = (found[0], anchor, found[1]), (most[0], claim, most[1])
        elif claim > most[2]:
            found, most = (found[0], found[1], anchor), (most[0], most[1], claim)
    return found[0], found[1] if most[1] >= NEAR_BY else -1, found[2] if most[2] >= NEAR_BY else -1


@_inline
def _look(views, layers, places, i, anchor, out):
    """Into `out` (N, 5) at i colour, light and ownership of a place in an anchor, and how much of what they are made from shows it: cubic
    where its surface goes on around, linear next to where it ends, and there from those pixels that show it."""
    for c in range(5):
        out[i, c] = 0
    x, y, depth, inside = _project(views, places, i, anchor)
    if not inside:
        return 0.0
    row, column, part = int(y), int(x), places.part[i]
    around = layers.around[anchor, row, column] if _same(views, anchor, row, column, part, depth) else 0
    if around == 0:
        return _ragged(views, layers, anchor, x, y, part, depth, out, i)
    coarser = min(layers.fineness[anchor, row, column] - places.fineness[i], layers.coarsest[anchor, row, column])
    level = min(max(int(np.ceil(coarser)) - 1, 0), COARSER - 1)
    share = 0.0 if coarser <= ENOUGH else (coarser - ENOUGH) / (1 - ENOUGH) if level == 0 else coarser - level
    if around == 2 and level == 0:
        _cubic(layers.pyramid, anchor, x, y, 1 - share, out, i)
    else:
        _linear(layers.pyramid, anchor, level, x, y, 1 - share, out, i)
    if share > 0:
        _linear(layers.pyramid, anchor, level + 1, x, y, share, out, i)
    return 1.0


@_inline
def _add(pyramid, anchor, level, row, column, weight, out, i):
    """Add a pixel of a level, or the nearest."""
    rows, columns = pyramid.shape[1], pyramid.shape[2] // 3 * 2
    row, column = min(max(row, 0), (rows >> level) - 1), min(max(column, 0), (columns >> level) - 1)
    if level:
        row, column = row + rows - (2 * rows >> level), column + columns
    for c in range(5):
        out[i, c] += weight * pyramid[anchor, row, column, c]


@_inline
def _linear(pyramid, anchor, level, x, y, weight, out, i):
    x, y = x / (1 << level) - 0.5, y / (1 << level) - 0.5
    column, row = int(np.floor(x)), int(np.floor(y))
    across, down = (1 - (x - column), x - column), (1 - (y - row), y - row)
    for j in range(2):
        for k in range(2):
            _add(pyramid, anchor, level, row + j, column + k, weight * down[j] * across[k], out, i)


@_inline
def _cubic(pyramid, anchor, x, y, weight, out, i):
    column, row = int(np.floor(x - 0.5)), int(np.floor(y - 0.5))
    across, down = _kernel(x - 0.5 - column), _kernel(y - 0.5 - row)
    for j in range(4):
        for k in range(4):
            _add(pyramid, anchor, 0, row + j - 1, column + k - 1, weight * down[j] * across[k], out, i)


@_inline
def _kernel(t):
    """Weights of the four pixels round a place that lies t (0..1) beyond the second."""
    a, s = SHARP, 1 - t
    return a * t * s * s, (a + 2) * t**3 - (a + 3) * t**2 + 1, (a + 2) * s**3 - (a + 3) * s**2 + 1, a * s * t * t


@_inline
def _ragged(views, layers, anchor, x, y, part, depth, out, i):
    column, row = int(np.floor(x - 0.5)), int(np.floor(y - 0.5))
    u, v, weight = x - 0.5 - column, y - 0.5 - row, 0.0
    for j in range(2):
        for k in range(2):
            w = (u if k else 1 - u) * (v if j else 1 - v)
            if _same(views, anchor, row + j, column + k, part, depth):
                _add(layers.pyramid, anchor, 0, row + j, column + k, w, out, i)
                weight += w
    if weight <= 1e-3:
        return 0.0
    for c in range(5):
        out[i, c] /= weight
    return weight


@_inline
def _between(table, part, at, channel):
    """Row `part` of a table (P, M, 3), between columns as `at` says."""
    low = min(max(int(at), 0), table.shape[1] - 2)
    share = min(max(at - low, 0), 1)
    return table[part, low, channel] + (table[part, low + 1, channel] - table[part, low, channel]) * share
