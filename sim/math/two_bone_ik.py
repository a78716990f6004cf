"""Inverse kinematics of a limb of two bones and a hinge, in closed form. Bones hang down their own -z at rest."""

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array, cross

STRAIGHT = 0.999
"""Of a limb's length: as far as it is stretched, so that its hinge always has a side."""


def bent(start: NDArray, end: NDArray, lengths: tuple[float, float], pole: NDArray, knee: bool) -> tuple[Array, Array]:
    """World rotations (..., 3, 3) of the two bones that reach from `start` (..., 3) towards `end`, m, the hinge lying towards `pole`.

    knee: the hinge bends as a knee does, else as an elbow. What is too far or too near is reached for as far as the limb goes.
    """
    upper, lower = lengths
    way = end - start
    far = np.linalg.norm(way, axis=-1, keepdims=True)
    along = way / np.maximum(far, 1e-9)
    far = np.minimum(np.maximum(far, abs(upper - lower) + 1e-3), STRAIGHT * (upper + lower))
    aside = pole - (pole * along).sum(axis=-1, keepdims=True) * along
    aside /= np.maximum(np.linalg.norm(aside, axis=-1, keepdims=True), 1e-9)
    foot = (upper * upper - lower * lower + far * far) / (2 * far)
    hinge = along * foot + aside * np.sqrt(np.maximum(upper * upper - foot * foot, 0))
    axis = cross(along, aside) * (-1.0 if knee else 1.0)
    return _frame(hinge / upper, axis), _frame((along * far - hinge) / lower, axis)


def _frame(down: Array, y: Array) -> Array:
    out = np.empty((*y.shape, 3))
    out[..., 0], out[..., 1], out[..., 2] = cross(y, -down), y, -down
    return out
