"""Where a picture shows one surface before another: what is near and what is far in a pixel that an outline crosses, what
colours they have, and what may continue behind."""

import numpy as np

from render.planes import compiled, inlined

JUMP = np.float32(0.03)
"""Share of the inverse depth by which a surface is behind another, and not the same that leans away."""
ALIKE = np.float32(0.1)
"""Share of the inverse depth up to which a neighbour can be the same surface."""


@compiled
def sides(inverse):
    """(H, W) inverse depth of what is near and of what is far in each pixel, and how many of its four places are near:
    four, if all are one surface."""
    height, width = inverse.shape[0] // 2, inverse.shape[1] // 2
    near, far, share = np.empty((height, width), np.float32), np.empty((height, width), np.float32), np.empty((height, width), np.uint8)
    four = np.empty(4, np.float32)
    for y in range(height):
        for x in range(width):
            four[0], four[1], four[2], four[3] = (inverse[2 * y, 2 * x], inverse[2 * y, 2 * x + 1], inverse[2 * y + 1, 2 * x],
                                                  inverse[2 * y + 1, 2 * x + 1])
            high, low = max(four[0], four[1], four[2], four[3]), min(four[0], four[1], four[2], four[3])
            if high - low <= JUMP * high:
                near[y, x] = far[y, x] = (four[0] + four[1] + four[2] + four[3]) / 4
                share[y, x] = 4
                continue
            middle, total, count = (high + low) / 2, np.float32(0), 0
            for value in four:
                if value > middle:
                    total += value
                    count += 1
            near[y, x], far[y, x] = total / count, (four[0] + four[1] + four[2] + four[3] - total) / (4 - count)
            share[y, x] = count
    return near, far, share


@compiled
def unmixed(colour, near, far, share):
    """(H, W, 2) the pixel that both sides of each pixel are like, and (H, W, 3) the colours of either side."""
    height, width = near.shape
    own, front, back = np.empty((height, width, 2), np.int32), colour.copy(), colour.copy()
    for y in range(height):
        for x in range(width):
            own[y, x] = y * width + x
            if share[y, x] == 4:
                continue
            a, b = _like(near, share, y, x, near[y, x]), _like(near, share, y, x, far[y, x])
            if a < 0 or b < 0:
                continue
            own[y, x, 0], own[y, x, 1] = a, b
            part = np.float32(share[y, x]) / 4
            for c in range(3):
                step = colour[a // width, a % width, c] - colour[b // width, b % width, c]
                front[y, x, c] = max(colour[y, x, c] + (1 - part) * step, 0)
                back[y, x, c] = max((colour[y, x, c] - part * front[y, x, c]) / (1 - part), 0)
    return own, front, back


@inlined
def _like(near, share, y, x, inverse):
    """The pixel next to this one that is wholly of a surface at this depth; -1 for none."""
    best, found = ALIKE, -1
    for row in range(max(y - 2, 0), min(y + 3, near.shape[0])):
        for column in range(max(x - 2, 0), min(x + 3, near.shape[1])):
            if share[row, column] == 4:
                high = max(near[row, column], inverse)
                off = (abs(near[row, column] - inverse) / high if high > 0 else np.float32(0)) \
                    + np.float32(0.01) * ((row - y) ** 2 + (column - x) ** 2)
                if off < best:
                    best, found = off, row * near.shape[1] + column
    return found


@compiled
def continued(near, far, share):
    """(H, W) by the near side of each pixel, the nearest pixel of a surface behind it, which may continue there; -1 for
    none. Found by a sweep each way (Danielsson 1980)."""
    height, width = near.shape
    out, deep = np.full((height, width), -1, np.int32), np.full((height, width), np.inf, np.float32)
    for y in range(height):
        for x in range(width):
            out[y, x] = y * width + x if share[y, x] < 4 else _beside(near, far, y, x)
            if out[y, x] >= 0:
                deep[y, x] = far[out[y, x] // width, out[y, x] % width]
    for y in range(height):
        for x in range(width):
            _hear(out, deep, near, y, x, -1)
    for y in range(height - 1, -1, -1):
        for x in range(width - 1, -1, -1):
            _hear(out, deep, near, y, x, 1)
    return out


@inlined
def _hear(out, deep, near, y, x, step):
    """What the neighbours that were swept know of: it is taken if it is behind, and nearer than what is known."""
    height, width = near.shape
    behind = near[y, x] * (1 - JUMP)
    for dy, dx in ((0, step), (step, -1), (step, 0), (step, 1)):
        row, column = y + dy, x + dx
        if 0 <= row < height and 0 <= column < width and deep[row, column] < behind:
            there, here = out[row, column], out[y, x]
            if here < 0 or there != here and apart(there, y, x, width) < apart(here, y, x, width):
                out[y, x], deep[y, x] = there, deep[row, column]


@inlined
def _beside(near, far, y, x):
    """The pixel beside this one that is behind it, other than one plane would be, whose inverse depth is even."""
    height, width = near.shape
    here = near[y, x]
    behind = here - JUMP * here
    for row in range(max(y - 1, 0), min(y + 2, height)):
        for column in range(max(x - 1, 0), min(x + 2, width)):
            if far[row, column] < behind:
                opposite, across = 2 * y - row, 2 * x - column
                even = 2 * here - near[opposite, across] if 0 <= opposite < height and 0 <= across < width else here
                if far[row, column] < min(even, here) - JUMP * here:
                    return row * width + column
    return -1


@inlined
def apart(place, y, x, width):
    return (place // width - y) ** 2 + (place % width - x) ** 2
