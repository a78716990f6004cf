"""Rotations of a few things at once, compiled: as sim.math.conventions and sim.math.two_bone_ik have them. For those who act, not for those
who declare: loading the compiler takes a while."""

from math import acos, sin, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
compiled = njit(cache=True, error_model="numpy")


@compiled
def quats_of(turns: NDArray[np.float64]) -> Array:
    """Unit quaternions (N, 4) of rotation matrices (N, 3, 3), with w >= 0."""
    out = np.empty((len(turns), 4))
    for i in range(len(turns)):
        (a, b, c), (d, e, f), (g, h, k) = turns[i]
        xx, yy, zz, ww = 1 + a - e - k, 1 + e - k - a, 1 + k - a - e, 1 + a + e + k
        most = max(xx, yy, zz, ww)
        if xx == most:
            q = (xx, b + d, g + c, h - f)
        elif yy == most:
            q = (b + d, yy, f + h, c - g)
        elif zz == most:
            q = (g + c, f + h, zz, d - b)
        else:
            q = (h - f, c - g, d - b, ww)
        size = sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]) * (-1.0 if q[3] < 0 else 1.0)
        for n in range(4):
            out[i, n] = q[n] / size
    return out


@compiled
def turns_of(quats: NDArray[np.float64]) -> Array:
    """Rotation matrices (N, 3, 3) of unit quaternions (N, 4)."""
    out = np.empty((len(quats), 3, 3))
    for i in range(len(quats)):
        x, y, z, w = quats[i]
        out[i, 0, 0], out[i, 0, 1], out[i, 0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (z * x + y * w)
        out[i, 1, 0], out[i, 1, 1], out[i, 1, 2] = 2 * (x * y + z * w), 1 - 2 * (z * z + x * x), 2 * (y * z - x * w)
        out[i, 2, 0], out[i, 2, 1], out[i, 2, 2] = 2 * (z * x - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)
    return out


@compiled
def between(a: NDArray[np.float64], b: NDArray[np.float64], shares: NDArray[np.float64]) -> Array:
    """Rotation matrices (N, 3, 3) at shares (N,) of the way from some to others, the short way."""
    start, end = quats_of(a), quats_of(b)
    for i in range(len(start)):
        dot = (start[i] * end[i]).sum()
        angle, u = acos(min(abs(dot), 1.0)), shares[i]
        if angle < 1e-6:
            from_here, to_there = 1 - u, u
        else:
            from_here, to_there = sin((1 - u) * angle) / sin(angle), sin(u * angle) / sin(angle)
        q = from_here * start[i] + to_there * (-end[i] if dot < 0 else end[i])
        start[i] = q / sqrt((q * q).sum())
    return turns_of(start)


@compiled
def then(places: NDArray, quats: NDArray, inner_places: NDArray, inner_quats: NDArray) -> tuple[Array, Array]:
    """Poses, (M, 3) and (M, 4), that are given in the frames of others: (N, 3) and (N, 4), where N or M is 1, or both are the same."""
    count = max(len(places), len(inner_places))
    outer, inner = len(places) > 1, len(inner_places) > 1
    turns, out, turned = turns_of(quats), np.empty((count, 3)), np.empty((count, 4))
    for i in range(count):
        a, b = i if outer else 0, i if inner else 0
        x, y, z = inner_places[b]
        for n in range(3):
            out[i, n] = places[a, n] + (turns[a, n, 0] * x + turns[a, n, 1] * y + turns[a, n, 2] * z)
        ax, ay, az, aw = quats[a]
        bx, by, bz, bw = inner_quats[b]
        turned[i, 0] = aw * bx + bw * ax + (ay * bz - az * by)
        turned[i, 1] = aw * by + bw * ay + (az * bx - ax * bz)
        turned[i, 2] = aw * bz + bw * az + (ax * by - ay * bx)
        turned[i, 3] = aw * bw - (ax * bx + ay * by + az * bz)
    return out, turned


@compiled
def bent(way: NDArray[np.float64], upper: float, lower: float, pole: NDArray[np.float64], sign: float, straight: float,
         first: Array, second: Array) -> None:
    """Set the rotations (3, 3) of the two bones of a limb that reaches along a way (3,), m, from its start to its end. upper, lower: their
    lengths, m. sign: -1 for a knee, 1 for an elbow. straight: the share of its length as far as it is stretched."""
    x, y, z = way
    px, py, pz = pole
    far = sqrt(x * x + y * y + z * z)
    over, far = max(far, 1e-9), min(max(far, abs(upper - lower) + 1e-3), straight * (upper + lower))
    x, y, z = x / over, y / over, z / over
    share = px * x + py * y + pz * z
    px, py, pz = px - share * x, py - share * y, pz - share * z
    size = max(sqrt(px * px + py * py + pz * pz), 1e-9)
    px, py, pz = px / size, py / size, pz / size
    foot = (upper * upper - lower * lower + far * far) / (2 * far)
    high = sqrt(max(upper * upper - foot * foot, 0.0))
    hx, hy, hz = x * foot + px * high, y * foot + py * high, z * foot + pz * high
    ax, ay, az = (y * pz - z * py) * sign, (z * px - x * pz) * sign, (x * py - y * px) * sign
    _turn(-(hx / upper), -(hy / upper), -(hz / upper), ax, ay, az, first)
    _turn(-((x * far - hx) / lower), -((y * far - hy) / lower), -((z * far - hz) / lower), ax, ay, az, second)


@compiled
def _turn(x, y, z, ax, ay, az, out):
    """The rotation whose z is (x, y, z) and whose y is the axis."""
    out[0, 0], out[0, 1], out[0, 2] = ay * z - az * y, ax, x
    out[1, 0], out[1, 1], out[1, 2] = az * x - ax * z, ay, y
    out[2, 0], out[2, 1], out[2, 2] = ax * y - ay * x, az, z


@compiled
def bent_all(ways: NDArray[np.float64], upper: float, lower: float, poles: NDArray[np.float64], sign: float,
             straight: float) -> tuple[Array, Array]:
    """The same of limbs (N, 3): rotations (N, 3, 3) of their bones."""
    first, second = np.empty((len(ways), 3, 3)), np.empty((len(ways), 3, 3))
    for i in range(len(ways)):
        bent(ways[i], upper, lower, poles[i], sign, straight, first[i], second[i])
    return first, second


@compiled
def boxes_meet(low: NDArray, high: NDArray, lows: NDArray, highs: NDArray) -> NDArray[np.bool_]:
    """(N, M) which of boxes, from low (N, 3) to high (N, 3), overlap which of others."""
    out = np.empty((len(low), len(lows)), np.bool_)
    for i in range(len(low)):
        for j in range(len(lows)):
            out[i, j] = (low[i, 0] <= highs[j, 0] and lows[j, 0] <= high[i, 0] and low[i, 1] <= highs[j, 1] and lows[j, 1] <= high[i, 1]
                         and low[i, 2] <= highs[j, 2] and lows[j, 2] <= high[i, 2])
    return out


@compiled
def deepest(balls: NDArray, radii: NDArray, others: NDArray, sizes: NDArray) -> tuple[float, int]:
    """The deepest that any of balls (N, 3) of radii (N,) is in another of some (M, 3) of sizes (M,), m, negative if none is; and which
    of these that is."""
    most, which = -np.inf, 0
    for i in range(len(balls)):
        for j in range(len(others)):
            x, y, z = balls[i, 0] - others[j, 0], balls[i, 1] - others[j, 1], balls[i, 2] - others[j, 2]
            near = radii[i] + sizes[j] - most  # at which it would be as deep as the deepest yet
            if near > 0 and x * x + y * y + z * z < near * near:
                most, which = radii[i] + sizes[j] - sqrt(x * x + y * y + z * z), j
    return most, which
