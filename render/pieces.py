"""A finished picture taken apart into pieces of surface, each with its colour, depth and motion, for render.scatter.

A pixel is one piece; one that an outline crosses is two, whose colours are told from the pixels next to it and mix to its
own. What is widely spread goes in larger pieces. Behind what is spread itself, so that one looks through its rim, what
is next to it continues: that is not known from one picture, and guessed."""

import numpy as np
from numpy.typing import NDArray

from render.planes import compiled, inlined
from render.silhouettes import JUMP, apart, continued, sides, unmixed

LAYERS, THINNEST = 96, 0.03
"""At most so many layers, each at least this share of the distance deep."""
SIZES = np.array([[16, 48], [8, 24], [4, 8], [2, 4]], np.int64)
"""Width of large pieces, px, and the least radius over which they are spread."""
COLUMNS = 11
"""Of a piece: x, y, px; radius, px; weight, px; red, green, blue; way to where it is when the shutter opens, x, y, and
when it closes, px."""


def pieces_of(colour: NDArray[np.float32], inverse: NDArray[np.float32], motion: NDArray[np.float32],
              radius: tuple[float, float]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The pieces (N, COLUMNS) of a picture (H, W, 3) in linear light, from the nearest layer to the farthest, and (L+1,)
    where each layer begins. inverse: (2H, 2W) inverse depth, 1/m. motion: (H, W, 4), as in COLUMNS. radius: of the circle
    of confusion for each 1/m of difference from the second number."""
    near, far, share = sides(inverse)
    own, front, back = unmixed(colour, near, far, share)
    hidden = continued(near, far, share)
    bounds = _layers(inverse)
    pieces, layers = _listed((near, far, share), (own, front, back), hidden, motion, radius, bounds, SIZES)
    order = np.argsort(layers, kind="stable")
    return pieces[order], np.searchsorted(layers[order], np.arange(LAYERS + 1))


def _layers(inverse: NDArray[np.float32]) -> tuple[float, float]:
    """The logarithm of the nearest inverse depth, and how many layers there are for each unit of it."""
    nearest, farthest = float(inverse.max()), float(inverse.min(where=inverse > 0, initial=np.inf))
    if nearest <= 0:
        return 0.0, 1.0
    nearest, farthest = np.log(nearest), np.log(farthest)
    return nearest, 1 / max(THINNEST, (nearest - farthest) / (LAYERS - 2))


@inlined
def _layer(inverse, bounds):
    return LAYERS - 1 if inverse <= 0 else min(int((bounds[0] - np.log(inverse)) * bounds[1]), LAYERS - 2)


@compiled
def _listed(depths, colours, hidden, motion, radius, bounds, sizes):
    """The pieces in no order, and the layer of each."""
    (near, far, share), (own, front, back) = depths, colours
    height, width = near.shape
    pieces, layers, done = np.empty((3 * height * width, COLUMNS), np.float32), np.empty(3 * height * width, np.int64), 0
    spread, sharp = np.float32(radius[0]), np.float32(radius[1])
    used = np.zeros((height, width), np.bool_)
    for size, least in sizes:
        for y in range(0, height - size + 1, size):
            for x in range(0, width - size + 1, size):
                if _even(near, share, used, motion, y, x, size, least, spread, sharp):
                    used[y:y + size, x:x + size] = True
                    _large(pieces[done], near, front, motion, y, x, size, spread, sharp)
                    layers[done] = _layer(near[y, x], bounds)
                    done += 1
    for y in range(height):
        for x in range(width):
            part = np.float32(share[y, x]) / 4
            if not used[y, x]:
                moves = motion[own[y, x, 0] // width, own[y, x, 0] % width]
                _piece(pieces[done], y, x, spread * abs(near[y, x] - sharp), part, front[y, x], moves)
                layers[done] = _layer(near[y, x], bounds)
                done += 1
            if part < 1:
                moves = motion[own[y, x, 1] // width, own[y, x, 1] % width]
                _piece(pieces[done], y, x, spread * abs(far[y, x] - sharp), 1 - part, back[y, x], moves)
                layers[done] = _layer(far[y, x], bounds)
                done += 1
            if hidden[y, x] >= 0:
                row, column = hidden[y, x] // width, hidden[y, x] % width
                there, wide = own[row, column, 1], spread * abs(far[row, column] - sharp)
                moves = motion[there // width, there % width]
                size = 4 if wide >= 8 else 2 if wide >= 4 else 1
                seen = max(spread * abs(near[y, x] - sharp) + _reach(motion[y, x]), wide + _reach(moves)) + 1
                if y % size == 0 and x % size == 0 and seen * seen >= apart(hidden[y, x], y, x, width):
                    _piece(pieces[done], y, x, wide, part * size * size, back[row, column], moves)
                    layers[done] = _layer(far[row, column], bounds)
                    done += 1
    return pieces[:done], layers[:done]


@inlined
def _reach(moves):
    return max(np.hypot(moves[0], moves[1]), np.hypot(moves[2], moves[3]))


@inlined
def _piece(piece, y, x, radius, weight, colour, moves):
    piece[0], piece[1], piece[2], piece[3] = x + np.float32(0.5), y + np.float32(0.5), radius, weight
    piece[4], piece[5], piece[6] = colour[0], colour[1], colour[2]
    piece[7], piece[8], piece[9], piece[10] = moves[0], moves[1], moves[2], moves[3]


@inlined
def _even(near, share, used, motion, y, x, size, least, spread, sharp):
    """Whether a square can go as one piece: one surface, spread widely enough, that moves as one."""
    first, moves = near[y, x], motion[y, x]
    if spread * abs(first - sharp) < least:
        return False
    for row in range(y, y + size):
        for column in range(x, x + size):
            if used[row, column] or share[row, column] < 4 or abs(near[row, column] - first) > JUMP * first \
                    or spread * abs(near[row, column] - sharp) < least:
                return False
            for axis in range(4):
                if abs(motion[row, column, axis] - moves[axis]) > 1:
                    return False
    return True


@inlined
def _large(piece, near, colour, motion, y, x, size, spread, sharp):
    count = np.float32(size * size)
    piece[:] = 0
    for row in range(y, y + size):
        for column in range(x, x + size):
            piece[2] += spread * abs(near[row, column] - sharp) / count
            for channel in range(3):
                piece[4 + channel] += colour[row, column, channel] / count
            for axis in range(4):
                piece[7 + axis] += motion[row, column, axis] / count
    piece[0], piece[1], piece[3] = x + size / np.float32(2), y + size / np.float32(2), count
