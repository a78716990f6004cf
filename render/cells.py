"""Surface cells: a name for every small piece of what is seen, the same in each frame, camera and shot of a world.

A triangle is laid out on the side of its part's box that it faces most, at rest; the background on a box round the world, by
direction. Each layout is divided into squares with edges of 1 m / 2^level, and a sample lies in one of them, at the level whose
squares are no wider than a pixel. Anything that keeps its rest shape has cells, whether it is rigid or deforms.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from render.gbuffer import GBuffer

SIDES, LAYERS = 6, 16
"""Charts of a part: a side of its box, and layers an eighth of the part's extent deep, which keep apart what lies behind one another."""
_OTHERS = np.array([[1, 2], [0, 2], [0, 1]])
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_OFF = 0.2371
"""Keeps faces of boxes off the layers' own planes, where rounding would choose."""


def cells(samples: "GBuffer", pixel: int) -> NDArray[np.int32]:
    """(H, W, 4) int32 chart, level, column and row of the cell at each sample; `part_of` gives a chart's part.

    pixel: how many samples a pixel is wide; a cell is at most that wide where it faces the camera, and more than half of it.
    """
    out = np.empty((*samples.triangle.shape, 4), np.int32)
    focal = samples.camera.focal / pixel
    out[samples.hit] = _on_surfaces(samples, focal)
    out[~samples.hit] = _on_sky(samples, focal)
    return out


def part_of(chart: NDArray[np.int32]) -> NDArray[np.int32]:
    """The part ids of charts; 0 is the background."""
    return chart // (SIDES * LAYERS)


def ancestors(cells: NDArray[np.int32], up: NDArray | int) -> NDArray[np.int32]:
    """(N, 4) the cells that these (N, 4) lie in, `up` levels higher; those of level 0 have none and stay."""
    up = np.minimum(up, cells[:, 1])
    return np.stack([cells[:, 0], cells[:, 1] - up, cells[:, 2] >> up, cells[:, 3] >> up], axis=1).astype(np.int32)


def names(cells: NDArray[np.int32]) -> NDArray[np.uint64]:
    """(N,) one number for each cell (N, 4); two cells of a world have the same only by a chance of 1 in 2^64."""
    state = np.zeros(len(cells), np.uint64)
    for field in cells.T:
        state = hashed(state, field)
    return state


def hashed(state: NDArray[np.uint64], value: NDArray | int) -> NDArray[np.uint64]:
    """A hash of a hash (N,) and integers (N,): the finaliser of SplitMix64 (Steele et al., 2014)."""
    x = state + (np.atleast_1d(np.asarray(value, np.int64)).astype(np.uint64) + np.uint64(1)) * _ODD[0]
    x = (x ^ (x >> np.uint64(30))) * _ODD[1]
    x = (x ^ (x >> np.uint64(27))) * _ODD[2]
    return x ^ (x >> np.uint64(31))


def _on_surfaces(samples: "GBuffer", focal: float) -> NDArray:
    side, part = samples.posed.geometry.sides[samples.triangles], samples.parts
    rest, rows = samples.rest(slice(None)), np.arange(len(part))
    deep = rest[rows, side // 2] / np.maximum(samples.posed.geometry.extents[part], 1e-6)
    layer = np.floor(deep * LAYERS / 2 + _OFF).astype(np.int64) % LAYERS
    flat = rest[rows[:, None], _OTHERS[side // 2]]
    return _named((part * SIDES + side) * LAYERS + layer, flat, focal / samples.depths)


def _on_sky(samples: "GBuffer", focal: float) -> NDArray:
    away = samples.camera.rays(samples.camera.pixel_centres()[~samples.hit.ravel()])
    axis, rows = np.abs(away).argmax(axis=1), np.arange(len(away))
    long = away[rows, axis]
    flat = away[rows[:, None], _OTHERS[axis]] / np.abs(long)[:, None]
    return _named((2 * axis + (long < 0)) * LAYERS, flat, np.full(len(away), focal))


def _named(chart: NDArray, flat: NDArray, pixels: NDArray) -> NDArray:
    """The cells of places `flat` (N, 2) on their charts, where the unit of the chart is `pixels` px long."""
    level = np.maximum(np.ceil(np.log2(pixels)), 0).astype(np.int64)
    column, row = np.floor(flat * (1 << level)[:, None]).astype(np.int64).T
    return np.stack([chart, level, column, row], axis=1)
