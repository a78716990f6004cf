"""Places on surfaces looked up in anchors, each by itself, compiled by Numba: all that looks them up is in this file, since Numba's cache
does not see when another file changes.

A place is projected into an anchor, found to be shown there or not, and its colour taken by one filtered lookup that never reaches
across a silhouette. Each place is worked out alone, so that what it gets depends on nothing else in the picture, to the last bit.
"""

from pathlib import Path

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from neural.reprojection.tables import AnchorTextures, Array, Places, Seen, Tables, Views
from render.surfels import BRIGHTEST

for _old in Path(__file__).parent.glob("__pycache__/kernels.*.nbi"):  # Numba reads these before it looks whether they are of this file,
    if _old.stat().st_mtime < Path(__file__).stat().st_mtime:         # and fails if they name a type that is called otherwise by now
        _old.unlink(missing_ok=True)

NEAR = 0.02
"""Share of the depth by which a place may miss the surface seen in an anchor and still be that surface."""
OWNERS = 3
"""Anchors that a place is taken from at most, where the areas of several meet."""
NEAR_BY, SHOWN = 1e-3, 1e-6
"""What an anchor may claim of a place next to what it owns, and of one that it just shows."""
ALL, LEAST = 0.98, np.float32(1e-4)
"""Of ownership: so much is all of a place; and so much has whoever shows a place that nobody owns."""
COARSER = 3
"""Octaves by which a frame may show a surface more coarsely than its anchor and still find it filtered to its own pixels."""
ENOUGH = 0.25
"""Octaves of that which need no filter."""
SHARP = -0.5
"""Slope of the cubic kernel: Catmull and Rom's, exact for parabolas (Keys, 1981, "Cubic convolution interpolation")."""
LEVELS, STEP = 20, 0.5
"""Of light: so many entries from 0 to BRIGHTEST. Px between entries of an outline's profile."""
MANY = 4096
"""Places that are worked out in one go."""
BETTER = 2.0
"""A later anchor takes over surface that it shows so many times better; else the earlier keeps it, in whole areas."""
_LEVEL, _STEP = np.float32((LEVELS - 1) / BRIGHTEST), np.float32(1 / STEP)

_inline = njit(inline="always", error_model="numpy")
_uncounted = njit(cache=True, error_model="numpy", _nrt=False)  # type: ignore[call-overload]
"""Without reference counts, which cost more than all else where arrays come in tuples; nothing in it may make an array."""
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
def best(views: Views, places: Places, worth: Array) -> NDArray[np.int8]:
    """(N,) the anchor that is to own each place, -1 for none. worth: (A, H, W) how well each shows what its pixels show."""
    out = np.full(len(places.part), -1, np.int8)
    for some in prange(-(-len(out) // MANY)):
        _best(views, places, worth, some * MANY, out)
    return out


@_uncounted
def _best(views, places, worth, first, out):
    for i in range(first, min(first + MANY, len(out))):
        most = np.float32(0)
        if places.part[i] < 0:
            continue
        for anchor in range(len(worth)):
            x, y, depth, inside = _project(views, places, i, anchor)
            if inside and _same(views, anchor, int(y), int(x), places.part[i], depth):
                value = worth[anchor, int(y), int(x)]
                if value > (0 if out[i] < 0 else BETTER * most):
                    out[i], most = anchor, value


@_compiled_parallel
def others(views: Views, places: Places, own: int, low: Array, worth: Array, fineness: Array) -> Array:
    """(N, 5) what the other anchors say of all pixels of one, row by row: the sum of `low` (A, H, W, 3), weighted by what each is worth
    there (A, H, W) and by how nearly it is as fine (A, H, W), an octave off being too far; the sum of the weights; and of the mean squares
    by which these differ from its own, weighted."""
    out = np.zeros((len(places.part), 5), np.float32)
    for some in prange(-(-len(out) // MANY)):
        _others(views, places, own, low, worth, fineness, some * MANY, out)
    return out


@_uncounted
def _others(views, places, own, low, worth, fineness, first, out):
    columns = views.size[own, 1]
    for i in range(first, min(first + MANY, len(out))):
        if places.part[i] < 0:
            continue
        for anchor in range(len(worth)):
            x, y, depth, inside = _project(views, places, i, anchor)
            if anchor != own and inside and _same(views, anchor, int(y), int(x), places.part[i], depth):
                row, column = int(y), int(x)
                near = max(1 - abs(fineness[anchor, row, column] - places.fineness[i]), np.float32(0))
                weight = near * worth[anchor, row, column]
                for c in range(3):
                    out[i, c] += weight * low[anchor, row, column, c]
                    out[i, 4] += weight * (low[anchor, row, column, c] - low[own, i // columns, i % columns, c]) ** 2 / 3
                out[i, 3] += weight


@_compiled
def judged(places: Places, seen: Seen, parts: int) -> NDArray[np.int32]:
    """(B parts,) for each block and part one place by which it is judged, -1 for none: the farthest from edges; of equals the one in the
    first pixel. So it depends on nothing outside the block."""
    out = np.full((seen.block.max() + 1) * parts, -1, np.int32)
    for i in range(len(seen.pixel)):
        key = seen.block[seen.pixel[i]] * parts + places.part[i]
        j = out[key]
        if j < 0 or seen.clear[i] > seen.clear[j] or seen.clear[i] == seen.clear[j] and seen.pixel[i] < seen.pixel[j]:
            out[key] = i
    return out


@_compiled_parallel
def owners_of(views: Views, layers: AnchorTextures, places: Places, chosen: NDArray[np.int32]) -> NDArray[np.int32]:
    """(M, OWNERS) for some places (M,) the anchors that own most near each, most first, -1 for none."""
    out = np.full((len(chosen), OWNERS), -1, np.int32)
    for j in prange(len(chosen)):
        if chosen[j] >= 0:
            out[j, 0], out[j, 1], out[j, 2] = _owners(views, layers, places, chosen[j])
    return out


@_compiled_parallel
def colours(views: Views, layers: AnchorTextures, tables: Tables, places: Places, seen: Seen, owners: NDArray[np.int32]) -> Array:
    """(N, 4) sRGB 0..1 of places in their light and with their outlines, and 1 where some anchor shows them. owners: (B P, OWNERS) of
    each part in each block."""
    out = np.empty((len(places.part), 4), np.float32)
    for some in prange(-(-len(out) // MANY)):
        _colours(views, layers, tables, places, seen, owners, some * MANY, out)
    return out


@_uncounted
def _colours(views, layers, tables, places, seen, owners, first, out):
    """MANY places from one on, in a function of their own, whose loop Numba does not try to split."""
    parts = len(tables.curve)
    for i in range(first, min(first + MANY, len(out))):
        part, key = places.part[i], seen.block[seen.pixel[i]] * parts + places.part[i]
        taken, light, owned = _taken(views, layers, places, i, (owners[key, 0], owners[key, 1], owners[key, 2]))
        colour = _row(tables.curve, part, seen.light[i] * _LEVEL)
        if owned > 0:
            bare = _row(tables.curve, part, light * _LEVEL)
            colour = colour[0] + taken[0] - bare[0], colour[1] + taken[1] - bare[1], colour[2] + taken[2] - bare[2]
        elif part == 0:
            colour = _sky_beside(views, layers, places, i, colour)
        away = seen.clear[i] * _STEP
        if away < tables.ink.shape[1] - 1:
            fade, ink = _row(tables.fade, part, away), _row(tables.ink, part, away)
            colour = (colour[0] + ink[0] - colour[0] * fade[0], colour[1] + ink[1] - colour[1] * fade[1],
                      colour[2] + ink[2] - colour[2] * fade[2])
        for c in range(3):
            out[i, c] = min(max(colour[c] * seen.gain[i, c], np.float32(0)), np.float32(1))
        out[i, 3] = owned > 0


@_compiled
def means(pixel: NDArray[np.int32], values: Array, pixels: int) -> tuple[Array, Array]:
    """(pixels, 3) and (pixels,): means of the values (N, 4) that fall into each pixel (N,); 0 where there are none."""
    out, last, count = np.zeros((pixels, 3), np.float32), np.zeros(pixels, np.float32), np.zeros(pixels, np.int32)
    for i in range(len(pixel)):
        count[pixel[i]] += 1
        for c in range(3):
            out[pixel[i], c] += values[i, c]
        last[pixel[i]] += values[i, 3]
    for i in range(pixels):
        if count[i] > 1:
            for c in range(3):
                out[i, c] /= count[i]
            last[i] /= count[i]
    return out, last


@_compiled
def looked_up(curve: Array, part: NDArray[np.int32], light: Array) -> Array:
    """(H, W, 3) what light (H, W) makes of each pixel's part (H, W)."""
    out = np.empty((*part.shape, 3), np.float32)
    for row in range(part.shape[0]):
        for column in range(part.shape[1]):
            found = _row(curve, part[row, column], light[row, column] * _LEVEL)
            out[row, column, 0], out[row, column, 1], out[row, column, 2] = found
    return out


@_compiled
def shown_where(part: NDArray[np.int32], parts: int) -> NDArray[np.uint64]:
    """(parts,) a number for the pixels of (H, W) that show each part, 0 if none does."""
    out = np.zeros(parts, np.uint64)
    for i, each in enumerate(part.flat):
        if each >= 0:
            out[each] = (out[each] ^ np.uint64(i + 1)) * np.uint64(0x9E3779B97F4A7C15)
            out[each] ^= out[each] >> np.uint64(29)
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


@_uncounted
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
def _taken(views, layers, places, i, chosen):
    """Colour (3,) and light that the chosen anchors show of a place, each by what it owns of it, and the sum of that; 0 if no anchor
    shows it."""
    red = green = blue = light = owned = np.float32(0)
    for attempt in range(2):
        for rank in range(OWNERS):
            if chosen[rank] < 0 or owned >= ALL:
                break
            value, whole = _look(views, layers, places, i, chosen[rank])
            share = whole * (value[4] + LEAST)
            red, green, blue = red + share * value[0], green + share * value[1], blue + share * value[2]
            light, owned = light + share * value[3], owned + share
        if owned > 0 or attempt:
            break
        chosen = _owners(views, layers, places, i)
    scale = np.float32(1) / max(owned, np.float32(1e-9))
    return (red * scale, green * scale, blue * scale), light * scale, owned


@_uncounted
def _sky_beside(views, layers, places, i, otherwise):
    """The sky (3,) that an anchor shows nearest to a place of it that none shows, just inside of its border or above that, where all
    around is sky: it is smooth."""
    found, least = otherwise, np.inf
    for anchor in range(len(views.size)):
        x, y, depth, _ = _project(views, places, i, anchor)
        column, row = int(min(max(x, 2), views.size[anchor, 1] - 3)), int(min(max(y, 2), views.size[anchor, 0] - 3))
        while row >= 0 and (views.part[anchor, row, column] != 0 or layers.around[anchor, row, column] < 2):
            row -= 1
        away = (x - column) ** 2 + (y - row) ** 2
        if depth > 1e-6 and row >= 0 and away < least:
            paint, least = layers.pyramid[anchor, row, column], away
            found = paint[0], paint[1], paint[2]
    return found


@_inline
def _look(views, layers, places, i, anchor):
    """Colour, light and ownership (5,) of a place in an anchor, and how much of what they are made from shows it: cubic where its surface
    goes on around, linear next to where it ends, and there from those pixels that show it."""
    none = (np.float32(0), np.float32(0), np.float32(0), np.float32(0), np.float32(0))
    x, y, depth, inside = _project(views, places, i, anchor)
    if not inside:
        return none, 0.0
    row, column, part = int(y), int(x), places.part[i]
    around = layers.around[anchor, row, column] if _same(views, anchor, row, column, part, depth) else 0
    if around == 0:
        return _ragged(views, layers, anchor, x, y, part, depth)
    coarser = min(layers.fineness[anchor, row, column] - places.fineness[i], layers.coarsest[anchor, row, column])
    if coarser <= ENOUGH:
        return _cubic(layers.pyramid, anchor, x, y) if around == 2 else _linear(layers.pyramid, anchor, 0, x, y), 1.0
    level = min(max(int(np.ceil(coarser)) - 1, 0), COARSER - 1)
    share = np.float32((coarser - ENOUGH) / (1 - ENOUGH) if level == 0 else coarser - level)
    fine = _cubic(layers.pyramid, anchor, x, y) if around == 2 and level == 0 else _linear(layers.pyramid, anchor, level, x, y)
    return _mixed(fine, _linear(layers.pyramid, anchor, level + 1, x, y), share), 1.0


@_inline
def _mixed(a, b, share):
    rest = np.float32(1) - share
    return (a[0] * rest + b[0] * share, a[1] * rest + b[1] * share, a[2] * rest + b[2] * share, a[3] * rest + b[3] * share,
            a[4] * rest + b[4] * share)


@_inline
def _linear(pyramid, anchor, level, x, y):
    """At a place of a level: all that it takes in is of the picture, as `coarsest` and `around` see to."""
    rows, columns = pyramid.shape[1], pyramid.shape[2] // 3 * 2
    x, y = x / (1 << level) - 0.5, y / (1 << level) - 0.5
    column, row = int(np.floor(x)), int(np.floor(y))
    across = np.float32(1 - (x - column)), np.float32(x - column)
    down = np.float32(1 - (y - row)), np.float32(y - row)
    if level:
        row, column = row + rows - (2 * rows >> level), column + columns
    return _sum(pyramid, anchor, row, column, across, down, 2)


@_inline
def _cubic(pyramid, anchor, x, y):
    column, row = int(np.floor(x - 0.5)), int(np.floor(y - 0.5))
    across, down = _kernel(x - 0.5 - column), _kernel(y - 0.5 - row)
    return _sum(pyramid, anchor, row - 1, column - 1, across, down, 4)


@_inline
def _sum(pyramid, anchor, row, column, across, down, wide):
    """Of wide by wide pixels from a corner on; in registers, so that the sum is not written and read again for each of them."""
    a = b = c = d = e = np.float32(0)
    for j in range(wide):
        for k in range(wide):
            w = down[j] * across[k]
            a += w * pyramid[anchor, row + j, column + k, 0]
            b += w * pyramid[anchor, row + j, column + k, 1]
            c += w * pyramid[anchor, row + j, column + k, 2]
            d += w * pyramid[anchor, row + j, column + k, 3]
            e += w * pyramid[anchor, row + j, column + k, 4]
    return a, b, c, d, e


@_inline
def _kernel(t):
    """Weights of the four pixels round a place that lies t (0..1) beyond the second."""
    a, s = SHARP, 1 - t
    return (np.float32(a * t * s * s), np.float32((a + 2) * t * t * t - (a + 3) * t * t + 1),
            np.float32((a + 2) * s * s * s - (a + 3) * s * s + 1), np.float32(a * s * t * t))


@_inline
def _ragged(views, layers, anchor, x, y, part, depth):
    column, row = int(np.floor(x - 0.5)), int(np.floor(y - 0.5))
    u, v = x - 0.5 - column, y - 0.5 - row
    last_row, last_column = views.size[anchor, 0] - 1, views.size[anchor, 1] - 1
    a = b = c = d = e = weight = np.float32(0)
    for j in range(2):
        for k in range(2):
            if _same(views, anchor, row + j, column + k, part, depth):
                w = np.float32((u if k else 1 - u) * (v if j else 1 - v))
                y_own, x_own = min(max(row + j, 0), last_row), min(max(column + k, 0), last_column)
                a += w * layers.pyramid[anchor, y_own, x_own, 0]
                b += w * layers.pyramid[anchor, y_own, x_own, 1]
                c += w * layers.pyramid[anchor, y_own, x_own, 2]
                d += w * layers.pyramid[anchor, y_own, x_own, 3]
                e += w * layers.pyramid[anchor, y_own, x_own, 4]
                weight += w
    if weight <= 1e-3:
        return (a, b, c, d, e), np.float32(0)
    return (a / weight, b / weight, c / weight, d / weight, e / weight), weight


@_inline
def _row(table, part, at):
    """(3,) row `part` of a table (P, M, 3), between columns as `at` says."""
    low = min(max(int(at), 0), table.shape[1] - 2)
    share = min(max(at - np.float32(low), np.float32(0)), np.float32(1))
    return (_between(table, part, low, share, 0), _between(table, part, low, share, 1), _between(table, part, low, share, 2))


@_inline
def _between(table, part, low, share, channel):
    return table[part, low, channel] + (table[part, low + 1, channel] - table[part, low, channel]) * share
