"""Inverse kinematics of a limb of two bones and a hinge, in closed form. Bones hang down their own -z at rest."""

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array

STRAIGHT = 0.999
"""Of a limb's length: as far as it is stretched, so that its hinge always has a side."""


def bent(start: NDArray, end: NDArray, lengths: tuple[float, float], pole: NDArray, knee: bool) -> tuple[Array, Array]:
    """World rotations (..., 3, 3) of the two bones that reach from `start` (..., 3) towards `end`, m, the hinge lying towards `pole`.

    knee: the hinge bends as a knee does, else as an elbow. What is too far or too near is reached for as far as the limb goes.
    """
    from sim.math.kernels import bent_all  # here: declaring a scene needs no compiler
    way, (upper, lower) = end - start, lengths
    poles = pole if pole.shape == way.shape else np.broadcast_to(pole, way.shape)
    first, second = bent_all(way.reshape(-1, 3), float(upper), float(lower), np.ascontiguousarray(poles).reshape(-1, 3),
                             -1.0 if knee else 1.0, STRAIGHT)
    return first.reshape(*way.shape, 3), second.reshape(*way.shape, 3)
