"""How far balls are from upright prisms, and how they slide along them, compiled. Walls are those arrays of a PrismObstacles that say
where it is: normals, offsets, low, high, closed."""

from math import ceil, hypot, inf, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.math.conventions import Array

Walls = tuple[Array, Array, Array, Array, NDArray[np.bool_]]
compiled = njit(cache=True, error_model="numpy")


@compiled
def _gap(walls, p, x, y, z, enough):
    """m from a point to a prism, negative inside, or anything that is at least `enough`, if it is; and how far it is over its ends,
    negative between these. What is closed has no lower end: who is under it gets out sideways."""
    normals, offsets, low, high, closed = walls
    over, under = z - high[p], low[p] - z
    up = (-inf if under > 0 else over) if closed[p] else max(over, under)
    aside = -inf
    for k in range(normals.shape[1]):
        aside = max(aside, normals[p, k, 0] * x + normals[p, k, 1] * y - offsets[p, k])
        if aside >= enough:
            return aside, up
    return (hypot(aside, up) if aside > 0 and up > 0 else max(aside, up)), up


@compiled
def deepest(walls: Walls, points: NDArray[np.float64], radii: NDArray[np.float64]) -> tuple[float, int]:
    """The deepest that any of balls (N, 3) is in a prism, m, negative if none is; and which prism that is."""
    most, which = -inf, 0
    for p in range(len(walls[2])):
        for i in range(len(points)):
            deep = radii[i] - _gap(walls, p, points[i, 0], points[i, 1], points[i, 2], radii[i] - most)[0]
            if deep > most:
                most, which = deep, p
    return most, which


@compiled
def keep_off(walls: Walls, points: NDArray[np.float64], far: float) -> bool:
    """Whether points (N, 3) are at least so many m from all prisms, and from what is under them."""
    normals, offsets, _, high, _ = walls
    for p in range(len(high)):
        for i in range(len(points)):
            aside = 0.0
            for k in range(normals.shape[1]):
                aside = max(aside, normals[p, k, 0] * points[i, 0] + normals[p, k, 1] * points[i, 1] - offsets[p, k])
            if not hypot(aside, max(points[i, 2] - high[p], 0.0)) >= far:
                return False
    return True


@compiled
def slid(walls: Walls, start: NDArray[np.float64], end: NDArray[np.float64], balls: NDArray[np.float64], radii: NDArray[np.float64],
         farthest: float, pace: float, rounds: int) -> Array:
    """Where balls (N, 3), relative to a place (3,), come that go with it from start towards end, and slide along what they meet.
    farthest: m that they go at most. pace: m of the way at once; rounds: of pushing out of one prism after another."""
    place, left_over = start.copy(), farthest
    for left in range(max(1, int(ceil(_far(start, end) / pace))), 0, -1):
        before, ahead = place, (end - place) / left
        place = place + ahead
        for _ in range(rounds):
            most, ball, prism, above = -inf, 0, 0, 0.0
            for i in range(len(balls)):
                for p in range(len(walls[2])):
                    gap, up = _gap(walls, p, place[0] + balls[i, 0], place[1] + balls[i, 1], place[2] + balls[i, 2], radii[i] - most)
                    if radii[i] - gap > most:
                        most, ball, prism, above = radii[i] - gap, i, p, up
            if most <= 1e-5:
                break
            place = place + most * _out(walls, prism, place + balls[ball], above)
        if _far(before, place) > left_over:  # out of its way first, so that it is not in it
            aside = place - ahead
            return _gone(_gone(before, aside, left_over), place, left_over - _far(before, aside))
        left_over -= _far(before, place)
    return place


@compiled
def _far(a, b):
    """m between two places."""
    return sqrt(((b - a) * (b - a)).sum())


@compiled
def _gone(start, end, far):
    """The place that is so far, m, on the way from one place to another, if that is positive, or its end."""
    return start + (end - start) * min(1.0, max(far, 0.0) / max(_far(start, end), 1e-9))


@compiled
def _out(walls, p, point, up):
    """The way out of a prism, unit."""
    normals, offsets, low, high, closed = walls
    side, aside = 0, -inf
    for k in range(normals.shape[1]):
        far = normals[p, k, 0] * point[0] + normals[p, k, 1] * point[1] - offsets[p, k]
        if far > aside:
            side, aside = k, far
    above = closed[p] or low[p] == -inf or point[2] > (low[p] + high[p]) / 2
    if aside > 0 or up > 0:
        along, upright = max(aside, 0.0), max(up, 0.0)
    else:
        along, upright = (1.0, 0.0) if aside >= up else (0.0, 1.0)
    out = np.array([normals[p, side, 0] * along, normals[p, side, 1] * along, upright if above else -upright])
    return out / sqrt((out * out).sum())
