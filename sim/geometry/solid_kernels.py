"""How far points are from convex pieces, compiled."""

from math import hypot, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.geometry.solids import KINDS, Solids
from sim.math.conventions import Array
from sim.scene.shapes import Box, Cylinder, Sphere

compiled = njit(cache=True, error_model="numpy")
SPHERE, BOX, CYLINDER = (KINDS.index(kind) for kind in (Sphere, Box, Cylinder))


@compiled
def nearest(solids: Solids, x: float, y: float, z: float) -> float:
    """How far a point of the owner's frame is from the nearest piece, m, negative inside; of a hull, its largest plane distance."""
    least = np.inf
    for i in range(len(solids.kinds)):
        (a, b, c), turn = solids.shifts[i], solids.turns[i]
        least = min(least, _apart(solids.kinds[i], solids.sizes[i], a + turn[0, 0] * x + turn[0, 1] * y + turn[0, 2] * z,
                                  b + turn[1, 0] * x + turn[1, 1] * y + turn[1, 2] * z,
                                  c + turn[2, 0] * x + turn[2, 1] * y + turn[2, 2] * z))
    planes = solids.planes
    for hull in range(len(solids.ends) - 1):
        most = -np.inf
        for f in range(solids.ends[hull], solids.ends[hull + 1]):
            most = max(most, planes[f, 0] * x + planes[f, 1] * y + planes[f, 2] * z + planes[f, 3])
            if most >= least:  # another is nearer
                break
        least = min(least, most)
    return least


@compiled
def _apart(kind, size, x, y, z):
    """Of one piece that is no hull, from a point of its own frame."""
    if kind == SPHERE:
        return sqrt(x * x + y * y + z * z) - size[0]
    if kind == BOX:
        return _to_corner(abs(x) - size[0], abs(y) - size[1], abs(z) - size[2])
    if kind == CYLINDER:
        return _to_corner(hypot(x, y) - size[0], abs(z) - size[1], -np.inf)
    over = z - min(max(z, -size[1]), size[1])
    return sqrt(x * x + y * y + over * over) - size[0]


@compiled
def _to_corner(a, b, c):
    out = max(a, b, c)
    a, b, c = max(a, 0.0), max(b, 0.0), max(c, 0.0)
    return sqrt(a * a + b * b + c * c) + min(out, 0.0)


@compiled
def away(solids: Solids, turn: Array, shift: Array, beside: float, x: float, y: float, z: float) -> float:
    """`nearest` of a point of another frame, which a turn (3, 3) and a shift (3,), m, lead from, or how far it is from the box round all
    pieces if that is more than `beside`, m."""
    a = shift[0] + turn[0, 0] * x + turn[0, 1] * y + turn[0, 2] * z
    b = shift[1] + turn[1, 0] * x + turn[1, 1] * y + turn[1, 2] * z
    c = shift[2] + turn[2, 0] * x + turn[2, 1] * y + turn[2, 2] * z
    p = max(abs(a - solids.middle[0]) - solids.half[0], 0.0)
    q = max(abs(b - solids.middle[1]) - solids.half[1], 0.0)
    r = max(abs(c - solids.middle[2]) - solids.half[2], 0.0)
    out = sqrt(p * p + q * q + r * r)
    return nearest(solids, a, b, c) if out <= beside else out


@compiled
def all_away(solids: Solids, turn: Array, shift: Array, beside: float, points: NDArray[np.float64]) -> Array:
    """(N,) `away` of points (N, 3)."""
    out = np.empty(len(points))
    for i in range(len(points)):
        out[i] = away(solids, turn, shift, beside, points[i, 0], points[i, 1], points[i, 2])
    return out
