"""Skin on bones: dual quaternion blending (Kavan et al., 2007, "Skinning with dual quaternions"), which keeps bent
joints full."""

import numpy as np
from numpy.typing import NDArray

from render.planes import compiled
from sim.geometry.convex import Pose
from sim.math.conventions import Array, quat_multiply


def blended(bones: Pose, held_by: NDArray[np.int32], weights: NDArray[np.float64]) -> tuple[Array, Array]:
    """Turns (N, 3, 3) and shifts (N, 3), m, of vertices, from those of all bones (B) and the four that hold each
    vertex (N, 4)."""
    still = np.concatenate([bones.position, np.zeros((len(bones.position), 1))], axis=1)
    return _blended(np.ascontiguousarray(bones.rotation), quat_multiply(still, bones.rotation) / 2, held_by, weights)


@compiled
def _blended(real, dual, held_by, weights):
    turns, shifts = np.empty((len(held_by), 3, 3)), np.empty((len(held_by), 3))
    r, d = np.empty(4), np.empty(4)
    for i in range(len(held_by)):
        r[:], d[:] = 0, 0
        for k in range(held_by.shape[1]):
            bone, share = held_by[i, k], weights[i, k]
            if _dot(real[bone], real[held_by[i, 0]]) < 0:  # q and -q are one rotation
                share = -share
            for j in range(4):
                r[j] += share * real[bone, j]
                d[j] += share * dual[bone, j]
        length = np.sqrt(_dot(r, r))
        for j in range(4):
            r[j], d[j] = r[j] / length, d[j] / length
        _matrix(r, turns[i])
        _shift(r, d, shifts[i])
    return turns, shifts


@compiled
def _dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]


@compiled
def _matrix(q, out):
    """The rotation matrix of a unit quaternion."""
    x, y, z, w = q
    out[0, 0], out[0, 1], out[0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)
    out[1, 0], out[1, 1], out[1, 2] = 2 * (x * y + z * w), 1 - 2 * (z * z + x * x), 2 * (y * z - x * w)
    out[2, 0], out[2, 1], out[2, 2] = 2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)


@compiled
def _shift(r, d, out):
    """The shift of a unit dual quaternion: the vector of 2 d r*."""
    out[0] = 2 * (-d[3] * r[0] + r[3] * d[0] - (d[1] * r[2] - d[2] * r[1]))
    out[1] = 2 * (-d[3] * r[1] + r[3] * d[1] - (d[2] * r[0] - d[0] * r[2]))
    out[2] = 2 * (-d[3] * r[2] + r[3] * d[2] - (d[0] * r[1] - d[1] * r[0]))
