"""Gradient noise in two and three dimensions, compiled by Numba; no table, no grid, no end."""

import numpy as np

from render.planes import compiled, inlined

TURN = 2 * np.pi / 2.0 ** 24


@compiled
def mixed_bits(word):
    """A hash of 64 bits (the finaliser of SplitMix64; Steele et al., 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@inlined
def _eased(t):
    return t * t * t * (t * (t * 6 - 15) + 10)


@compiled
def noise_2d(x, y, name):
    """Gradient noise (Perlin, 2002) in about -0.7..0.7 of a point of a plane. name: uint64, another one is another field."""
    column, row = np.floor(x), np.floor(y)
    u, v = x - column, y - row
    total = 0.0
    for k in range(4):
        i, j = k % 2, k // 2
        code = mixed_bits(mixed_bits(name + np.uint64(int(column) + i)) + np.uint64(int(row) + j))
        angle = (code >> np.uint64(40)) * TURN
        slope = np.cos(angle) * (u - i) + np.sin(angle) * (v - j)
        total += slope * (_eased(u) if i else 1 - _eased(u)) * (_eased(v) if j else 1 - _eased(v))
    return total


@compiled
def noise_3d(x, y, z, name):
    """The same of a point in space, in about -0.8..0.8. Its gradients are the twelve edges of a cube."""
    a, b, c = np.floor(x), np.floor(y), np.floor(z)
    u, v, w = x - a, y - b, z - c
    eu, ev, ew, total = _eased(u), _eased(v), _eased(w), 0.0
    for i in range(2):
        first = mixed_bits(name + np.uint64(int(a) + i))
        for j in range(2):
            second = mixed_bits(first + np.uint64(int(b) + j))
            for k in range(2):
                code = (second + np.uint64(int(c) + k)) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(60)
                p, q = (u - i, v - j) if code < 4 else ((u - i, w - k) if code < 8 else (v - j, w - k))
                code = code % np.uint64(4)
                slope = (p if code % 2 else -p) + (q if code >= 2 else -q)
                total += slope * (eu if i else 1 - eu) * (ev if j else 1 - ev) * (ew if k else 1 - ew)
    return total


@compiled
def cell_2d(x, y, name):
    """Distance to the nearest of points strewn one to a unit square, and to the second nearest (Worley, 1996)."""
    column, row = np.floor(x), np.floor(y)
    first, second = 9.0, 9.0
    for k in range(9):
        i, j = column + k % 3 - 1, row + k // 3 - 1
        code = mixed_bits(mixed_bits(name + np.uint64(int(i))) + np.uint64(int(j)))
        u = i + (code >> np.uint64(40)) / 2.0 ** 24 - x
        v = j + (code & np.uint64(0xFFFFFF)) / 2.0 ** 24 - y
        away = np.sqrt(u * u + v * v)
        if away < first:
            first, second = away, first
        elif away < second:
            second = away
    return first, second


@compiled
def chance(a, b, name):
    """A number in 0..1 for each pair of whole numbers."""
    return (mixed_bits(mixed_bits(name + np.uint64(int(a))) + np.uint64(int(b))) >> np.uint64(40)) / 2.0 ** 24
