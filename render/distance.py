"""Distances in pictures: the exact Euclidean distance transform (Meijster, Roerdink and Hesselink, 2000), in linear
time."""

import numpy as np
from numpy.typing import NDArray

from render.planes import compiled

NOWHERE = np.float32(1e6)


def clearance(edges: NDArray) -> NDArray[np.float32]:
    """(H, W) samples from each to the nearest edge, where `edges` is above 0; very many where there is none."""
    return _distances(np.asarray(edges) > 0)


@compiled
def _distances(on):
    height, width = on.shape
    out, none = np.empty((height, width), np.float32), height + width
    up = np.empty((height, width), np.int64)
    for x in range(width):
        up[0, x] = 0 if on[0, x] else none
    for y in range(1, height):
        for x in range(width):
            up[y, x] = 0 if on[y, x] else min(up[y - 1, x] + 1, none)
    for y in range(height - 2, -1, -1):
        for x in range(width):
            up[y, x] = min(up[y, x], up[y + 1, x] + 1)
    at, since = np.empty(width, np.int64), np.empty(width, np.int64)
    for y in range(height):
        _row(up[y], at, since, none, out[y])
    return out


@compiled
def _row(up, at, since, none, out):
    """Along a row, the lower envelope of the parabolas over the columns' own distances. at: their columns; since:
    where each begins."""
    last = -1
    for x in range(len(up)):
        if up[x] >= none:
            continue
        start = 0
        while last >= 0:
            other = at[last]
            start = 1 + (x * x - other * other + up[x] * up[x] - up[other] * up[other]) // (2 * (x - other))
            if start > since[last]:
                break
            last -= 1
        if last < 0:
            start = 0
        if start < len(up):
            last += 1
            at[last], since[last] = x, start
    for x in range(len(up) - 1, -1, -1):
        if last < 0:
            out[x] = NOWHERE
            continue
        out[x] = np.sqrt(float((x - at[last]) * (x - at[last]) + up[at[last]] * up[at[last]]))
        if x == since[last]:
            last -= 1
    return
