"""Mixed pixels: those that an outline or the border of a shadow crosses, and the two by two finer places in them."""

import numpy as np
from numpy.typing import NDArray

from render.planes import compiled

SUPERSAMPLE = 2
SHADOW_BORDER = 0.04
"""Irradiance that differs by more than this from one pixel to the next is looked at more finely."""


@compiled
def crossed(fine_edges, light):
    """(H, W) pixels with an edge in them, or beside which light is another."""
    height, width = light.shape[:2]
    out = np.zeros((height, width), np.bool_)
    bright = np.empty(width, np.float32)
    for y in range(height):
        for x in range(width):
            above, bright[x] = bright[x], max(light[y, x, 0], light[y, x, 1], light[y, x, 2])
            for k in range(4):
                if fine_edges[2 * y + k // 2, 2 * x + k % 2] > 0:
                    out[y, x] = True
            if x > 0 and abs(bright[x] - bright[x - 1]) > SHADOW_BORDER:
                out[y, x] = out[y, x - 1] = True
            if y > 0 and abs(bright[x] - above) > SHADOW_BORDER:
                out[y, x] = out[y - 1, x] = True
    return out


@compiled
def where_mixed(mixed, triangle):
    """The triangles of finer places where pixels are mixed, -1 elsewhere."""
    out = np.full(triangle.shape, np.int32(-1), np.int32)
    for y, x in zip(*np.nonzero(mixed)):
        out[2 * y:2 * y + 2, 2 * x:2 * x + 2] = triangle[2 * y:2 * y + 2, 2 * x:2 * x + 2]
    return out


@compiled
def fine_rows_of(mixed):
    """The numbers of the finer places of mixed pixels, row by row."""
    height, width = mixed.shape
    out, count = np.empty(4 * mixed.sum(), np.int64), 0
    for row in range(2 * height):
        for x in range(width):
            if mixed[row // 2, x]:
                out[count], out[count + 1] = row * 2 * width + 2 * x, row * 2 * width + 2 * x + 1
                count += 2
    return out


def widened(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask and the eight neighbours of its pixels."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    rows = out.copy()
    out[:, 1:] |= rows[:, :-1]
    out[:, :-1] |= rows[:, 1:]
    return out


def spread_out(grid: NDArray) -> NDArray:
    """Each pixel's value at all its places."""
    return grid.repeat(SUPERSAMPLE, axis=0).repeat(SUPERSAMPLE, axis=1)
