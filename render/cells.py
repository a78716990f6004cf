"""Surface cells: a name for every small piece of what is seen, the same in each frame, camera and shot of a world.

A triangle is laid out on the side of its part's box that it faces most, at rest; the background on a box round the
world, by direction. Each layout is divided into squares with edges of 1 m / 2^level, and a sample lies in one of them,
at the level whose squares are no wider than a pixel. Anything that keeps its rest shape has cells, whether it is rigid
or deforms."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from render.planes import centre_of, compiled, weights_at

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

SIDES, LAYERS = 6, 16
"""Charts of a part: a side of its box, and layers an eighth of the part's extent deep, which keep apart what lies
behind one another."""
_OFF = 0.2371
"""Keeps faces of boxes off the layers' own planes, where rounding would choose."""
_NUDGE = 1e-6
"""m by which charts are shifted: lines between cells are at round numbers, and so are many surfaces' pixels."""


def cells(samples: "GBuffer", pixel: int) -> NDArray[np.int32]:
    """(H, W, 4) int32 chart, level, column and row of the cell at each sample; `part_of` gives a chart's part.

    pixel: how many samples a pixel is wide; a cell is at most that wide where it faces the camera, and more than half
    of it."""
    out, geometry = np.empty((samples.triangle.size, 4), np.int32), samples.posed.geometry
    focal, charts = samples.camera.focal / pixel, (geometry.face_part, geometry.sides, geometry.extents)
    _on_surfaces(samples.planes.table, geometry.rest, geometry.faces, charts, samples.triangles, samples.depths,
                 samples.pixels, samples.grid, focal, out)
    _on_sky(samples.sky_rays, np.flatnonzero(~samples.hit), focal, out)
    return out.reshape(*samples.triangle.shape, 4)


def part_of(chart: NDArray[np.int32]) -> NDArray[np.int32]:
    """The part ids of charts; 0 is the background."""
    return chart // (SIDES * LAYERS)


def ancestors(cells: NDArray[np.int32], up: ArrayLike) -> NDArray[np.int32]:
    """(N, 4) the cells that these (N, 4) lie in, `up` levels higher, one number (N,) each or one for all; those of
    level 0 have none and stay."""
    return _ancestors(cells, np.broadcast_to(np.asarray(up, np.int64), len(cells)))


@compiled
def _ancestors(cells, up):
    out = np.empty((len(cells), 4), np.int32)
    for i in range(len(cells)):
        high = min(up[i], cells[i, 1])
        out[i, 0], out[i, 1] = cells[i, 0], cells[i, 1] - high
        out[i, 2], out[i, 3] = cells[i, 2] >> high, cells[i, 3] >> high
    return out


def cell_hashes(cells: NDArray[np.int32]) -> NDArray[np.uint64]:
    """(N,) one number for each cell (N, 4); two cells of a world have the same only by a chance of 1 in 2^64."""
    return _names(cells)


@compiled
def _names(cells):
    out = np.zeros(len(cells), np.uint64)
    for i in range(len(cells)):
        for field in cells[i]:
            out[i] = _mixed(out[i], np.int64(field))
    return out


def hashed(state: NDArray[np.uint64], value: ArrayLike) -> NDArray[np.uint64]:
    """A hash of a hash (N,) and integers (N,), or one for all: the finaliser of SplitMix64 (Steele et al., 2014)."""
    return _hashed(state, np.broadcast_to(np.asarray(value, np.int64), state.shape))


@compiled
def _hashed(state, value):
    out = np.empty(len(state), np.uint64)
    for i in range(len(state)):
        out[i] = _mixed(state[i], value[i])
    return out


@compiled
def _mixed(state, value):
    x = state + (np.uint64(value) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled
def _on_surfaces(table, rest, faces, charts, triangles, depths, pixels, grid, focal, out):
    """Fills in the rows of `out` (H W, 4) of samples on surfaces."""
    part, sides, extents = charts
    for i in range(len(pixels)):
        t = triangles[i]
        x, y = centre_of(pixels[i], grid)
        a, b, c = weights_at(table, t, x, y)
        axis, total, corners = sides[t] // 2, a + b + c, faces[t]
        first, second = _other_axes(axis)
        deep = (a * rest[corners[0], axis] + b * rest[corners[1], axis] + c * rest[corners[2], axis]) / total
        across = (a * rest[corners[0], first] + b * rest[corners[1], first] + c * rest[corners[2], first]) / total
        down = (a * rest[corners[0], second] + b * rest[corners[1], second] + c * rest[corners[2], second]) / total
        layer = int(np.floor(deep / max(extents[part[t]], 1e-6) * LAYERS / 2 + _OFF)) % LAYERS
        chart = (part[t] * SIDES + sides[t]) * LAYERS + layer
        _name(out[pixels[i]], chart, across, down, focal / depths[i])


@compiled
def _on_sky(rays, pixels, focal, out):
    """Fills in the rows of `out` of samples that look into the sky, along `rays` (N, 3)."""
    for i in range(len(pixels)):
        axis = 0
        for k in range(1, 3):
            if abs(rays[i, k]) > abs(rays[i, axis]):
                axis = k
        long = rays[i, axis]
        first, second = _other_axes(axis)
        chart = (2 * axis + (long < 0)) * LAYERS
        _name(out[pixels[i]], chart, rays[i, first] / abs(long), rays[i, second] / abs(long), focal)


@compiled
def _other_axes(axis):
    return (1 if axis == 0 else 0), (1 if axis == 2 else 2)


@compiled
def _name(out, chart, across, down, pixels):
    """The cell of a place on a chart whose unit is `pixels` px long."""
    level = max(int(np.ceil(np.log2(pixels))), 0)
    out[0], out[1] = chart, level
    out[2], out[3] = int(np.floor((across + _NUDGE) * (1 << level))), int(np.floor((down + _NUDGE) * (1 << level)))
