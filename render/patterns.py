"""What each material draws on its surface, compiled by Numba: procedural, fixed to the part at rest.

Every pattern is a function of a place, in m of the part's rest frame, that gives how much lighter or darker than plain it is, -1..1. What
is finer than the picture's samples fades out, so that it does not flicker.
"""

import numpy as np
from numpy.typing import NDArray

from render.materials import (
    BRICK,
    CHECKED,
    CLOTH,
    CONCRETE,
    FOLIAGE,
    FULL_SIZE,
    GRASS,
    HAIR,
    KNITTED,
    LEATHER,
    MARBLE,
    MATERIALS,
    METAL,
    PAPER,
    SAND,
    SPOTTED,
    STONE,
    STRIPED,
    TILED,
    WATER,
    WOOD,
)
from render.noise import cell_2d, chance, noise_2d, noise_3d
from render.planes import compiled, inlined

PLANKS = 1.6
"""m; wood that is longer than this is made of planks."""
_OFF = 0.2371
"""In parts of a cell: keeps faces of boxes and walls off the cells' own planes, where rounding would draw noise."""


SMALLEST = 0.1
"""Patterns shrink to this part of their size, no farther."""


def pattern(material: str, points: NDArray[np.float64], sides: NDArray[np.int64], samples: NDArray[np.float64], size: float,
            long: NDArray[np.int64]) -> NDArray[np.float32]:
    """Grey values (N,) float32 in 0..1 of a material at points (N, 3) of the part's rest frame, m; 0.5 is plain.

    sides: (N,) the axis 0..2 that the surface faces most. samples: (N,) of the picture that a metre there takes up: what is finer than
    them fades out. size: the part's greatest extent, m. long: (N,) the axis along which grain runs."""
    known = MATERIALS[material]
    if known.draws is None:
        return np.full(len(points), 0.5, np.float32)
    shrunk = 1.0 if known.sized else min(max(size / FULL_SIZE, SMALLEST), 1.0)
    return _drawn(known.draws, points / shrunk, sides, samples * shrunk, size, long)


@compiled
def _drawn(kind, points, sides, samples, size, long):
    out = np.empty(len(points), np.float32)
    for i in range(len(points)):
        p, side = points[i], sides[i]
        value = _of_material(kind, p[0], p[1], p[2], side, samples[i], size, long[i])
        out[i] = min(max(0.5 + 0.5 * value, 0.0), 1.0)
    return out


@inlined
def _shown(wide, samples):
    """How much is left of what repeats every `wide` m."""
    t = min(max((wide * samples - 2.0) / 3.0, 0.0), 1.0)
    return t * t * (3 - 2 * t)


@compiled
def _of_material(kind, x, y, z, side, samples, size, long):
    u, v = (y if side == 0 else x), (y if side == 2 else z)
    along, across, deep = (x, y, z) if long == 0 else ((y, z, x) if long == 1 else (z, x, y))
    if kind == WOOD:
        return _planks(u, v, side, samples) if size > PLANKS else _grain(along, across, deep, samples)
    if kind == MARBLE:
        return _marble(x, y, z, samples)
    if kind == STONE:
        return _stone(x, y, z, samples)
    if kind == CHECKED:
        odd = (np.floor(x / 0.25 + _OFF) + np.floor(y / 0.25 + _OFF) + np.floor(z / 0.25 + _OFF)) % 2
        return (2 * odd - 1) * _shown(0.5, samples)
    if kind == TILED:
        return _tiles(u, v, samples)
    if kind == BRICK:
        return _bricks(u, v, samples)
    if kind == STRIPED:
        return (2 * (np.floor((x + 0.35 * z) / 0.09 + _OFF) % 2) - 1) * _shown(0.18, samples)
    if kind == SPOTTED:
        return _spots(x / 0.16 + _OFF, y / 0.16 + _OFF, z / 0.16 + _OFF) * _shown(0.16, samples)
    if kind == METAL:
        return 0.6 * noise_3d(along * 3, across * 90, deep * 90, np.uint64(11)) * _shown(0.011, samples) + 0.7 * noise_3d(
            along * 1.5, across * 9, deep * 9, np.uint64(12)) * _shown(0.11, samples)
    if kind == CONCRETE:
        return _concrete(x, y, z, samples)
    if kind == CLOTH:
        return 0.8 * noise_3d(x * 9, y * 9, z * 5, np.uint64(21)) + 0.15 * np.sin(x * 800) * np.sin(z * 800) * _shown(0.0039, samples)
    if kind == KNITTED:
        rib = np.abs(np.sin(200 * (x + y))) * (0.7 + 0.3 * np.sin(260 * z + 3 * np.sin(200 * (x + y))))
        return (1.6 * rib - 0.8) * _shown(0.016, samples)
    if kind == LEATHER:
        first, second = cell_2d(u * 90, v * 90, np.uint64(31))
        return (1.4 * (second - first) - 0.6) * _shown(0.011, samples) + 0.5 * noise_3d(x * 7, y * 7, z * 7, np.uint64(32))
    if kind == GRASS:
        return _grass(x, y, z, samples)
    if kind == SAND:
        wave = noise_2d(u * 0.9, v * 0.9, np.uint64(41))
        ripple = np.sin(26 * v + 8 * wave + 3 * noise_2d(u * 3, v * 3, np.uint64(42)))
        return 0.35 * ripple * _shown(0.24, samples) * (0.5 + wave) + 0.5 * wave + 0.5 * noise_2d(
            u * 120, v * 120, np.uint64(43)) * _shown(0.008, samples)
    if kind == WATER:
        bent = noise_2d(u * 0.8, v * 0.8, np.uint64(51))
        return 0.6 * noise_2d(u * 2.2 + bent, v * 6 + bent, np.uint64(52)) * _shown(0.17, samples) + 0.5 * noise_2d(
            u * 7 + bent, v * 17 + bent, np.uint64(53)) * _shown(0.06, samples) + 0.4 * bent
    if kind == PAPER:
        return 0.6 * noise_3d(x * 40, y * 40, z * 12, np.uint64(61)) * _shown(0.025, samples) + 0.4 * noise_3d(
            x * 8, y * 8, z * 8, np.uint64(62))
    if kind == HAIR:
        bent = noise_3d(x * 14, y * 14, z * 9, np.uint64(71))
        return 0.8 * noise_3d(x * 110 + bent, y * 110 + bent, z * 9, np.uint64(72)) * _shown(0.009, samples) + 0.8 * noise_3d(
            x * 38 + bent, y * 38 + bent, z * 4, np.uint64(73))
    if kind == FOLIAGE:
        first, second = cell_2d(u * 16 + noise_2d(u * 5, v * 5, np.uint64(80)), v * 16, np.uint64(81))
        leaf = 1.1 - 2.1 * first
        return 0.7 * leaf * _shown(0.06, samples) + 0.6 * noise_3d(x * 3, y * 3, z * 3, np.uint64(82))
    return _bark(x, y, z, samples)


@compiled
def _grain(x, y, z, samples):
    """Of a board cut along x: rings of a tree whose pith lies beside it, fibres along it."""
    bent = 0.03 * noise_3d(x * 1.6, y * 6, z * 6, np.uint64(1))
    rings = np.hypot(y + 0.31 + bent, 1.3 * z + 0.17 + bent) * 34 + 0.8 * noise_3d(x * 1.2, y * 9, z * 9, np.uint64(2))
    ring = rings - np.floor(rings)
    late = ring * ring * ring  # wood grows dark and dense towards the end of a year, then starts anew
    edge = min((1 - ring) / 0.12, 1.0)
    fibre = noise_3d(x * 9, y * 160, z * 160, np.uint64(3)) * _shown(0.006, samples)
    return (0.25 - 1.1 * late * edge) * _shown(0.03, samples) + 0.35 * fibre + 0.5 * noise_3d(x * 1.5, y * 7, z * 7, np.uint64(4))


@compiled
def _planks(u, v, side, samples):
    """Boards side by side, along the first way on floors and upright on walls."""
    if side != 2:
        u, v = v, u
    row = np.floor(v / 0.14 + _OFF)
    start = 1.9 * chance(row, 0, np.uint64(5))
    board = np.floor((u + start) / 1.9)
    tone = chance(row, board, np.uint64(6)) - 0.5
    in_v, in_u = (v / 0.14 + _OFF - row) * 0.14, ((u + start) / 1.9 - board) * 1.9
    joint = min(min(in_v, 0.14 - in_v), min(in_u, 1.9 - in_u))
    gap = 1 - min(max((joint - 0.002) / 0.0035, 0.0), 1.0)
    shift = 9.7 * row + 3.1 * board
    board_tone = 0.75 * tone + 0.55 * _grain(u, in_v * 0.8 + 0.1 * tone, shift, samples)
    return board_tone * (1 - gap) * _shown(0.14, samples) - 0.9 * gap * _shown(0.02, samples)


@compiled
def _marble(x, y, z, samples):
    bent = 0.6 * noise_3d(4 * x, 4 * y, 4 * z, np.uint64(91))
    u, v, w = 3.2 * x + bent, 3.2 * y + 0.6 * noise_3d(4 * x, 4 * y, 4 * z, np.uint64(95)), 3.2 * z - bent
    wide = np.abs(noise_3d(u * 0.6, v * 0.6, w * 0.6, np.uint64(92)))
    thin = np.abs(noise_3d(u * 1.7, v * 1.7, w * 1.7, np.uint64(93)))
    vein = np.exp(-wide * 14) * 0.9 + np.exp(-thin * 22) * 0.45 * _shown(0.05, samples)
    return 0.35 - 1.3 * vein + 0.25 * noise_3d(2 * x, 2 * y, 2 * z, np.uint64(94))


@compiled
def _stone(x, y, z, samples):
    total = 0.9 * noise_3d(3 * x, 3 * y, 4 * z, np.uint64(101))
    total += 0.7 * noise_3d(9 * x, 9 * y, 12 * z, np.uint64(102)) * _shown(0.1, samples)
    total += 0.5 * noise_3d(30 * x, 30 * y, 40 * z, np.uint64(103)) * _shown(0.03, samples)
    crack = np.abs(noise_3d(2.3 * x, 2.3 * y, 3.1 * z, np.uint64(104)))
    return total - 0.8 * np.exp(-crack * 40) * _shown(0.06, samples)


@compiled
def _concrete(x, y, z, samples):
    total = 0.6 * noise_3d(1.3 * x, 1.3 * y, 1.3 * z, np.uint64(111)) + 0.4 * noise_3d(6 * x, 6 * y, 6 * z, np.uint64(112))
    return total + 0.5 * noise_3d(50 * x, 50 * y, 50 * z, np.uint64(113)) * _shown(0.02, samples)


@compiled
def _tiles(u, v, samples):
    a, b = u / 0.3 + _OFF, v / 0.3 + _OFF
    column, row = np.floor(a), np.floor(b)
    joint = min(min(a - column, 1 - a + column), min(b - row, 1 - b + row)) * 0.3
    gap = 1 - min(max((joint - 0.004) / 0.004, 0.0), 1.0)
    tone = 0.5 * chance(column, row, np.uint64(121)) + 0.25 * noise_2d(u * 3, v * 3, np.uint64(122))
    return (0.1 + tone * 0.6) * _shown(0.3, samples) * (1 - gap) - 0.9 * gap * _shown(0.03, samples)


@compiled
def _bricks(u, v, samples):
    b = (v + 0.041) / 0.075
    row = np.floor(b)
    a = u / 0.225 + 0.5 * (row % 2) + _OFF
    column = np.floor(a)
    joint = min(min(a - column, 1 - a + column) * 0.225, min(b - row, 1 - b + row) * 0.075)
    mortar = 1 - min(max((joint - 0.004) / 0.003, 0.0), 1.0)
    tone = chance(column, row, np.uint64(131)) - 0.65
    rough = noise_2d(u * 45, v * 45, np.uint64(132)) * _shown(0.022, samples)
    return (0.9 * tone + 0.4 * rough) * (1 - mortar) * _shown(0.15, samples) + 0.85 * mortar * _shown(0.03, samples) + 0.12


@compiled
def _spots(x, y, z):
    a, b, c = x - np.floor(x) - 0.5, y - np.floor(y) - 0.5, z - np.floor(z) - 0.5
    return 1.0 if a * a + b * b + c * c < 0.12 else -0.4


@compiled
def _grass(x, y, z, samples):
    total = 0.6 * noise_3d(0.5 * x, 0.5 * y, 0.5 * z, np.uint64(141)) + 0.5 * noise_3d(3 * x, 3 * y, 3 * z, np.uint64(142))
    total += 0.8 * noise_3d(14 * x, 14 * y, 5 * z, np.uint64(143)) * _shown(0.07, samples)
    return total + 0.9 * noise_3d(60 * x, 45 * y, 8 * z, np.uint64(144)) * _shown(0.017, samples)


@compiled
def _bark(x, y, z, samples):
    bent = noise_3d(5 * x, 5 * y, 3 * z, np.uint64(151))
    ridge = np.abs(noise_3d(18 * x + bent, 18 * y + bent, 2.5 * z + bent, np.uint64(152)))
    fine = 0.4 * noise_3d(60 * x, 60 * y, 14 * z, np.uint64(153)) * _shown(0.016, samples)
    return 0.6 - 2.2 * np.exp(-ridge * 5) * _shown(0.05, samples) + fine
