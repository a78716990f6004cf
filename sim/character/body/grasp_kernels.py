"""How a hand closes, compiled: finger by finger, and each in several ways."""

from math import cos, pi, sin

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.geometry.solid_kernels import away
from sim.geometry.solids import Away
from sim.math.conventions import Array

compiled = njit(cache=True, error_model="numpy")


@compiled
def closed(vertices: Array, weights: Array, reach: Array, firsts: NDArray[np.int64], places: Array, axes: Array, thing: Away,
           most: Array, ways: Array, step: float, soft: float) -> tuple[Array, Array]:
    """Bends (5, W, 3), degrees, of each finger that closes in each of W ways, and how far the skin of each of its bones is from a thing
    then, m (5, W, 3). vertices, weights and reach: of a HandSkin, and firsts: (16,) where those of each bone begin, and the last's end.
    places, axes: of its bones. most, ways, step, soft: as sim.character.body.grasp has them."""
    fingers, count = len(most), len(ways)
    bends, gaps = np.zeros((fingers, count, 3)), np.empty((fingers, count, 3))
    rest = np.array([_away(thing, vertex) for vertex in vertices])
    far = np.zeros((3, 3))
    for finger in range(fingers):
        for bone in range(3):
            for joint in range(3):
                far[bone, joint] = reach[firsts[3 * finger + bone]:firsts[3 * finger + bone + 1], joint].max()
        for way in range(count):
            low, high = rest.copy(), rest.copy()
            turned, before, moves = np.zeros(3), np.zeros(3), np.empty((3, 8))
            now, near, going = bends[finger, way], gaps[finger, way], np.ones(3, np.bool_)
            pace = most[finger] * ways[way]
            for bone in range(3):
                near[bone] = rest[firsts[3 * finger + bone]:firsts[3 * finger + bone + 1]].min()
            while going.any():
                share = np.inf
                for bone in range(3):
                    if going[bone]:
                        fast = (pace * going * (pi / 180) * far[bone]).sum()
                        share = min(share, near[bone] / max(fast, 1e-9))
                tried = np.minimum(now + min(max(share, step), 1.0) * pace * going, most[finger])
                turned += np.abs((tried - before) * (pi / 180))
                before[:] = tried
                _moved_by(places[finger], axes[finger], tried, moves)
                found = np.empty(3)
                for bone in range(3):
                    found[bone] = _gap(vertices, weights, reach, firsts[3 * finger + bone], firsts[3 * finger + bone + 1], moves, thing,
                                       turned, low, high)
                last, free = -1, True
                for bone in range(3):
                    if found[bone] < (0.0 if going[bone] else min(near[bone], -soft)):
                        last, free = bone, False
                if free:
                    now[:], near[:] = tried, found
                stopped = not free and not going[last]  # what moves no more is pressed in
                for bone in range(3):
                    going[bone] = going[bone] and bone > last and not stopped and now[bone] < most[finger, bone] - 1e-9
    return bends, gaps


@compiled
def _gap(vertices, weights, reach, first, end, moves, thing, turned, low, high):
    """m from the skin of a bone to the thing. Only what may be nearest is looked at anew: no vertex has come farther than joints have
    turned since it was between low and high, m, from it."""
    bound = np.inf
    for v in range(first, end):
        way = reach[v, 0] * turned[0] + reach[v, 1] * turned[1] + reach[v, 2] * turned[2]
        bound = min(bound, high[v] + way)
    least = np.inf
    for v in range(first, end):
        way = reach[v, 0] * turned[0] + reach[v, 1] * turned[1] + reach[v, 2] * turned[2]
        if low[v] - way < bound:
            x, y, z = _moved(vertices[v], weights[v], moves)
            gap = away(thing.solids, thing.turn, thing.shift, thing.beside, x, y, z)
            low[v], high[v] = gap + way, gap - way
        least = min(least, low[v] - way)
    return least


@compiled
def _away(thing, point):
    return away(thing.solids, thing.turn, thing.shift, thing.beside, point[0], point[1], point[2])


@compiled
def _moved_by(places, axes, bends, moves):
    """The dual quaternions (3, 8) that move skin with each bone of a finger, its bends in degrees."""
    for joint in range(3):
        half = bends[joint] * (pi / 180) / 2
        s, w = sin(half), cos(half)
        (x, y, z), (px, py, pz) = axes[joint], places[joint]
        own = (s * x, s * y, s * z, w, s * (py * z - pz * y), s * (pz * x - px * z), s * (px * y - py * x), 0.0)
        if joint == 0:
            for i in range(8):
                moves[0, i] = own[i]
        else:
            a = moves[joint - 1]
            real = _product(a[0], a[1], a[2], a[3], own[0], own[1], own[2], own[3])
            left = _product(a[0], a[1], a[2], a[3], own[4], own[5], own[6], own[7])
            right = _product(a[4], a[5], a[6], a[7], own[0], own[1], own[2], own[3])
            for i in range(4):
                moves[joint, i], moves[joint, 4 + i] = real[i], left[i] + right[i]


@compiled
def _product(ax, ay, az, aw, bx, by, bz, bw):
    return (aw * bx + bw * ax + (ay * bz - az * by), aw * by + bw * ay + (az * bx - ax * bz),
            aw * bz + bw * az + (ax * by - ay * bx), aw * bw - (ax * bx + ay * by + az * bz))


@compiled
def _moved(vertex, weights, moves):
    """Where a vertex is, m; blended as sim.character.body.hand_skin has it."""
    whole = np.zeros(8)
    whole[3] = weights[0]
    for bone in range(3):
        for i in range(8):
            whole[i] += weights[bone + 1] * moves[bone, i]
    a, b, c, real, e, f, g, dual = whole
    x, y, z = vertex
    p, q, r = b * z - c * y + real * x + e, c * x - a * z + real * y + f, a * y - b * x + real * z + g
    size = 2 / (a * a + b * b + c * c + real * real)
    return (x + (b * r - c * q + real * e - dual * a) * size, y + (c * p - a * r + real * f - dual * b) * size,
            z + (a * q - b * p + real * g - dual * c) * size)
