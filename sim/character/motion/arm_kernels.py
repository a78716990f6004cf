"""An arm whose elbow is turned about the line from shoulder to wrist, compiled. A limb is where its shoulder, elbow and wrist are meant to
be (3,) each, m; place: (3,) where its wrist is instead; lengths: of its two bones, m."""

from math import cos, sin, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.character.planning.prism_kernels import Walls, deepest
from sim.math.conventions import Array
from sim.math.kernels import bent, turns_of

compiled = njit(cache=True, error_model="numpy")


@compiled
def swivelled(limb: tuple[Array, Array, Array], place: NDArray[np.float64], lengths: tuple[float, float], angle: float,
              straight: float) -> tuple[Array, Array]:
    """World rotations (3, 3) of upper arm and forearm with the elbow turned by an angle, rad."""
    shoulder, elbow, end = limb
    way, pole, quat = place - shoulder, elbow - (shoulder + end) / 2, np.empty((1, 4))
    quat[0, :3], quat[0, 3] = way / max(sqrt((way * way).sum()), 1e-9) * sin(angle / 2), cos(angle / 2)
    turn, turned = turns_of(quat)[0], np.empty(3)
    for i in range(3):
        turned[i] = turn[i, 0] * pole[0] + turn[i, 1] * pole[1] + turn[i, 2] * pole[2]
    upper, fore = np.empty((3, 3)), np.empty((3, 3))
    bent(way, lengths[0], lengths[1], turned, 1.0, straight, upper, fore)
    return upper, fore


@compiled
def depths(walls: Walls, limb: tuple[Array, Array, Array], place: NDArray[np.float64], lengths: tuple[float, float], angles: Array,
           straight: float, first: Array, second: Array, radii: Array) -> tuple[Array, NDArray[np.int64]]:
    """How deep upper arm and forearm are in walls with the elbow turned by angles (K,), rad: (K,) m, and in which prism (K,). first and
    second: (N, 3) and (M, 3) m, balls that fill them in their frames; radii: (N + M,) m."""
    deep, which, balls = np.empty(len(angles)), np.zeros(len(angles), np.int64), np.empty((len(radii), 3))
    for k in range(len(angles)):
        upper, fore = swivelled(limb, place, lengths, angles[k], straight)
        arm(limb[0], lengths[0], upper, fore, first, second, balls)
        deep[k], which[k] = deepest(walls, balls, radii)
    return deep, which


@compiled
def arm(shoulder: Array, length: float, upper: Array, fore: Array, first: Array, second: Array, out: Array) -> None:
    """Set (N + M, 3) where the balls of upper arm (N, 3) and forearm (M, 3) are, m, which are turned so (3, 3); length: of the first."""
    for i in range(len(first)):
        for n in range(3):
            out[i, n] = shoulder[n] + (first[i, 0] * upper[n, 0] + first[i, 1] * upper[n, 1] + first[i, 2] * upper[n, 2])
    for i in range(len(second)):
        for n in range(3):
            out[len(first) + i, n] = shoulder[n] - upper[n, 2] * length \
                + (second[i, 0] * fore[n, 0] + second[i, 1] * fore[n, 1] + second[i, 2] * fore[n, 2])
