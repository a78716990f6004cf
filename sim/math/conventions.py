"""The one file that owns conventions: axes, quaternions, transforms, time.

Right-handed world, z up. Metres, seconds, kilograms; radians inside, degrees at the edge. Quaternions are xyzw and unit.
A transform is named target_from_source. All functions broadcast over leading axes and work in float64.
"""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Array = NDArray[np.float64]
Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]

IDENTITY: Quat = (0.0, 0.0, 0.0, 1.0)


def frozen(array: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray:
    """A read-only, contiguous copy of `array`."""
    out: NDArray = np.array(array, dtype=dtype, order="C")
    out.setflags(write=False)
    return out


def quat_from_euler(degrees: ArrayLike) -> Array:
    """Quaternion (..., 4) of rotations about the fixed x, then y, then z axis, in degrees (..., 3)."""
    half = np.radians(np.asarray(degrees, dtype=np.float64)) / 2
    (sx, sy, sz), (cx, cy, cz) = np.moveaxis(np.sin(half), -1, 0), np.moveaxis(np.cos(half), -1, 0)
    return np.stack([sx * cy * cz - cx * sy * sz, cx * sy * cz + sx * cy * sz,
                     cx * cy * sz - sx * sy * cz, cx * cy * cz + sx * sy * sz], axis=-1)


def cross(a: ArrayLike, b: ArrayLike) -> Array:
    """Vector products (..., 3), as of np.cross, which takes several times as long for a few."""
    return _by_component(lambda ax, ay, az, bx, by, bz: (ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx), a, b)


def quat_multiply(a: ArrayLike, b: ArrayLike) -> Array:
    """The rotation b followed by a (..., 4)."""
    return _by_component(lambda ax, ay, az, aw, bx, by, bz, bw: (
        aw * bx + bw * ax + (ay * bz - az * by), aw * by + bw * ay + (az * bx - ax * bz),
        aw * bz + bw * az + (ax * by - ay * bx), aw * bw - (ax * bx + ay * by + az * bz)), a, b)


def _by_component(formula: Callable[..., tuple], a: ArrayLike, b: ArrayLike) -> Array:
    """What a formula gives for the components of vectors (..., N), in as many components."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.ndim == b.ndim == 1:  # plain numbers are several times as fast, for one
        return np.array(formula(*a.tolist(), *b.tolist()))
    out = np.empty(np.broadcast_shapes(a.shape, b.shape))
    for i, values in enumerate(formula(*(vectors[..., i] for vectors in (a, b) for i in range(a.shape[-1])))):
        out[..., i] = values
    return out


def quat_inverse(q: ArrayLike) -> Array:
    """The inverse of unit quaternions (..., 4)."""
    return np.asarray(q, np.float64) * np.array([-1.0, -1.0, -1.0, 1.0])


def quat_rotate(q: ArrayLike, v: ArrayLike) -> Array:
    """Vectors (..., 3) turned by unit quaternions (..., 4)."""
    turn, v = matrix_from_quat(q), np.asarray(v, np.float64)
    return v @ turn.T if turn.ndim == 2 else np.einsum("...ij,...j->...i", turn, v)


def quat_between(a: ArrayLike, b: ArrayLike, u: ArrayLike) -> Array:
    """Spherical interpolation (Shoemake 1985) from a to b (..., 4) at u (...) in 0..1, the short way."""
    a, b, u = np.asarray(a, np.float64), np.asarray(b, np.float64), np.asarray(u, np.float64)[..., None]
    dot = (a * b).sum(axis=-1, keepdims=True)
    angle = np.arccos(np.minimum(np.abs(dot), 1.0))
    near = angle < 1e-6
    sine = np.where(near, 1.0, np.sin(angle))
    out = np.where(near, 1 - u, np.sin((1 - u) * angle) / sine) * a \
        + np.where(near, u, np.sin(u * angle) / sine) * np.where(dot < 0, -b, b)
    return out / np.linalg.norm(out, axis=-1, keepdims=True)


def matrix_between(a: ArrayLike, b: ArrayLike, u: ArrayLike) -> Array:
    """`quat_between` for rotation matrices (..., 3, 3)."""
    from sim.math.kernels import between  # here: declaring a scene needs no compiler
    a, b = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    shares = np.ascontiguousarray(np.broadcast_to(np.asarray(u, np.float64), a.shape[:-2]))
    return np.reshape(between(a.reshape(-1, 3, 3), b.reshape(-1, 3, 3), shares.reshape(-1)), a.shape)


def turn_between(a: ArrayLike, b: ArrayLike) -> Array:
    """Rotation vectors (..., 3), rad, world axes, of the turns that lead from quaternions a to b (..., 4) the short way."""
    turn = quat_multiply(b, quat_inverse(a))
    turn = turn * np.where(turn[..., 3:] < 0, -1.0, 1.0)
    sine = np.linalg.norm(turn[..., :3], axis=-1, keepdims=True)
    return turn[..., :3] * (2 * np.arctan2(sine, turn[..., 3:]) / np.maximum(sine, 1e-12))


def matrix_from_quat(q: ArrayLike) -> Array:
    """Rotation matrices (..., 3, 3) of unit quaternions (..., 4)."""
    q = np.asarray(q, np.float64)
    if q.ndim == 1:  # plain numbers are several times as fast, for one
        x, y, z, w = q.tolist()
        return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (z * x + y * w)],
                         [2 * (x * y + z * w), 1 - 2 * (z * z + x * x), 2 * (y * z - x * w)],
                         [2 * (z * x - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]])
    x, y, z, w = q[..., 0], q[..., 1], q[..., 2], q[..., 3]
    out = np.empty((*q.shape[:-1], 3, 3))
    for (i, a), (j, b), (_, c) in (((0, x), (1, y), (2, z)), ((1, y), (2, z), (0, x)), ((2, z), (0, x), (1, y))):
        out[..., i, i] = 1 - 2 * (b * b + c * c)
        across, turned = a * b, c * w
        out[..., i, j], out[..., j, i] = 2 * (across - turned), 2 * (across + turned)
    return out


def matrix_about_z(angle: float) -> Array:
    """The rotation (3, 3) about z by an angle, rad."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def quat_from_matrix(m: ArrayLike) -> Array:
    """Unit quaternions (..., 4) of rotation matrices (..., 3, 3), with w >= 0: the longest row of 4 q q^T (Shepperd 1978)."""
    if np.ndim(m) == 2:  # plain numbers are several times as fast, for one
        return _quat_of(*np.ravel(m).tolist())
    flat = np.reshape(m, (-1, 3, 3))
    rows = np.empty((len(flat), 4, 4))
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        rows[:, i, i] = 1 + flat[:, i, i] - flat[:, j, j] - flat[:, k, k]
        rows[:, i, j] = rows[:, j, i] = flat[:, i, j] + flat[:, j, i]
        rows[:, k, 3] = rows[:, 3, k] = flat[:, j, i] - flat[:, i, j]
    rows[:, 3, 3] = 1 + flat[:, 0, 0] + flat[:, 1, 1] + flat[:, 2, 2]
    q = rows[np.arange(len(rows)), rows[:, range(4), range(4)].argmax(axis=1)]
    q = q / np.sqrt((q * q).sum(axis=1, keepdims=True))
    return np.where(q[:, 3:] < 0, -q, q).reshape(*np.shape(m)[:-2], 4)


def _quat_of(a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float, i: float) -> Array:
    """What `quat_from_matrix` gives for one matrix, whose rows are a to c, d to f and g to i."""
    rows = ((1 + a - e - i, b + d, g + c, h - f), (b + d, 1 + e - i - a, f + h, c - g),
            (g + c, f + h, 1 + i - a - e, d - b), (h - f, c - g, d - b, 1 + a + e + i))
    x, y, z, w = rows[max(range(4), key=lambda i: rows[i][i])]
    size = math.sqrt(x * x + y * y + z * z + w * w) * (-1.0 if w < 0 else 1.0)
    return np.array([x / size, y / size, z / size, w / size])


def transform(position: ArrayLike, rotation: ArrayLike = IDENTITY) -> Array:
    """The 4x4 target_from_source with this position (3,) and unit quaternion (4,)."""
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = matrix_from_quat(rotation), position
    return out


def apply(target_from_source: Array, points: ArrayLike) -> Array:
    """Points (..., 3) moved by a 4x4 transform."""
    return np.asarray(points, np.float64) @ target_from_source[:3, :3].T + target_from_source[:3, 3]


def rate(fps: object) -> Fraction:
    """A frame rate as an exact fraction: 24, 23.976 (the NTSC rate nearest to it), "24000/1001" or a Fraction.

    Raises ValueError for what is not a positive rate up to 1000.
    """
    value = Fraction(fps) if isinstance(fps, (str, int, Fraction)) else Fraction(str(fps))
    if not 0 < value <= 1000:
        raise ValueError(f"fps is {fps}; it must be above 0 and at most 1000, as 24, 29.97 or '24000/1001'")
    ntsc = Fraction(round(value) * 1000, 1001)
    return ntsc if value.denominator > 1 and abs(value - ntsc) < Fraction(1, 200) else value
