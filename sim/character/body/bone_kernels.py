"""Where bones are, and how they are bent over feet that stay where they are, compiled: as sim.character.body.bones and
sim.character.motion.posture have it."""

from math import cos, hypot, sin

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.math.conventions import Array
from sim.math.kernels import bent
from sim.math.two_bone_ik import STRAIGHT

Numbers = NDArray[np.int64]
compiled = njit(cache=True, error_model="numpy")


@compiled
def place_bones(offsets: NDArray, root: NDArray, turns: NDArray, parents: Numbers) -> Array:
    """(B, 3) places of bones, m, from each joint's place in its parent's frame (B, 3), m, the first one's place (3,), m, world rotations
    (B, 3, 3) and the numbers of their parents (B,), which come before them."""
    out = np.empty((len(offsets), 3))
    out[0] = root
    for bone in range(1, len(offsets)):
        above = parents[bone]
        for n in range(3):
            out[bone, n] = out[above, n] + (turns[above, n, 0] * offsets[bone, 0] + turns[above, n, 1] * offsets[bone, 1]
                                            + turns[above, n, 2] * offsets[bone, 2])
    return out


@compiled
def lean(turns: NDArray, angle: float, bones: Numbers) -> None:
    """Turn bones by an angle, rad, to where the first of all faces, in world rotations (B, 3, 3)."""
    size = max(hypot(turns[0, 0, 0], turns[0, 1, 0]), 1e-9)
    x, y, c, s = -turns[0, 1, 0] / size, turns[0, 0, 0] / size, cos(angle), sin(angle)
    rows = ((c + x * x * (1 - c), x * y * (1 - c), y * s), (x * y * (1 - c), c + y * y * (1 - c), -x * s), (-y * s, x * s, c))
    for bone in bones:
        for k in range(3):
            a, b, d = turns[bone, 0, k], turns[bone, 1, k], turns[bone, 2, k]
            for n in range(3):
                turns[bone, n, k] = rows[n][0] * a + rows[n][1] * b + rows[n][2] * d


@compiled
def plant_feet(offsets: NDArray, turns: NDArray, places: NDArray, root: NDArray, apart: float, legs: Numbers, signs: NDArray) -> None:
    """Bend legs, whose thigh, shin and foot are given by their numbers (L, 3), so that feet stay at their places (B, 3), m, when the first
    bone is at `root` (3,), m, in world rotations (B, 3, 3). apart: how far knees point to the sides, 0 to 1, of signs (L,)."""
    way, pole = np.empty(3), np.zeros(3)
    for leg in range(len(legs)):
        thigh, shin, foot = legs[leg]
        x, y, z = offsets[thigh]
        for n in range(3):
            way[n] = places[foot, n] - root[n] - (turns[0, n, 0] * x + turns[0, n, 1] * y + turns[0, n, 2] * z)
        for n in range(2):
            pole[n] = (1 - 0.6 * apart) * turns[foot, n, 0] + 0.3 * turns[0, n, 0] + signs[leg] * apart * turns[foot, n, 1]
        pole[2] = signs[leg] * apart * turns[foot, 2, 1]
        bent(way, -offsets[shin, 2], -offsets[foot, 2], pole, -1.0, STRAIGHT, turns[thigh], turns[shin])
