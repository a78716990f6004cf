"""Inverse kinematics of a limb of two bones and a hinge, in closed form. Bones hang down their own -z at rest."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array, cross

STRAIGHT = 0.999
"""Of a limb's length: as far as it is stretched, so that its hinge always has a side."""


def bent(start: NDArray, end: NDArray, lengths: tuple[float, float], pole: NDArray, knee: bool) -> tuple[Array, Array]:
    """World rotations (..., 3, 3) of the two bones that reach from `start` (..., 3) towards `end`, m, the hinge lying towards `pole`.

    knee: the hinge bends as a knee does, else as an elbow. What is too far or too near is reached for as far as the limb goes.
    """
    if start.ndim == end.ndim == pole.ndim == 1:  # plain numbers are several times as fast, for one
        return _bent((end - start).tolist(), lengths, pole.tolist(), -1.0 if knee else 1.0)
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


def _bent(way: list[float], lengths: tuple[float, float], pole: list[float], sign: float) -> tuple[Array, Array]:
    """What `bent` gives for one limb. way: from its start to its end, m. sign: -1 for a knee, 1 for an elbow."""
    (x, y, z), (px, py, pz), (upper, lower) = way, pole, map(float, lengths)
    far = sqrt(x * x + y * y + z * z)
    over, far = max(far, 1e-9), min(max(far, abs(upper - lower) + 1e-3), STRAIGHT * (upper + lower))
    x, y, z = x / over, y / over, z / over
    share = px * x + py * y + pz * z
    px, py, pz = px - share * x, py - share * y, pz - share * z
    size = max(sqrt(px * px + py * py + pz * pz), 1e-9)
    px, py, pz = px / size, py / size, pz / size
    foot = (upper * upper - lower * lower + far * far) / (2 * far)
    high = sqrt(max(upper * upper - foot * foot, 0.0))
    hx, hy, hz = x * foot + px * high, y * foot + py * high, z * foot + pz * high
    axis = (y * pz - z * py) * sign, (z * px - x * pz) * sign, (x * py - y * px) * sign
    return (_turn(-(hx / upper), -(hy / upper), -(hz / upper), *axis),
            _turn(-((x * far - hx) / lower), -((y * far - hy) / lower), -((z * far - hz) / lower), *axis))


def _turn(x: float, y: float, z: float, ax: float, ay: float, az: float) -> Array:
    """The rotation whose z is (x, y, z) and whose y is the axis."""
    return np.array([[ay * z - az * y, ax, x], [az * x - ax * z, ay, y], [ax * y - ay * x, az, z]])


def _frame(down: Array, y: Array) -> Array:
    out = np.empty((*y.shape, 3))
    out[..., 0], out[..., 1], out[..., 2] = cross(y, -down), y, -down
    return out
