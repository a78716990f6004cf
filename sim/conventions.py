"""The one file that owns conventions: axes, quaternions, transforms, time.

Right-handed world, z up. Metres, seconds, kilograms; radians inside, degrees at the edge. Quaternions are xyzw and unit.
A transform is named target_from_source. All functions broadcast over leading axes and work in float64.
"""

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


def quat_multiply(a: ArrayLike, b: ArrayLike) -> Array:
    """The rotation b followed by a (..., 4)."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    av, aw, bv, bw = a[..., :3], a[..., 3:], b[..., :3], b[..., 3:]
    return np.concatenate([aw * bv + bw * av + np.cross(av, bv), aw * bw - (av * bv).sum(-1, keepdims=True)], axis=-1)


def quat_inverse(q: ArrayLike) -> Array:
    """The inverse of unit quaternions (..., 4)."""
    return np.asarray(q, np.float64) * np.array([-1.0, -1.0, -1.0, 1.0])


def quat_rotate(q: ArrayLike, v: ArrayLike) -> Array:
    """Vectors (..., 3) turned by unit quaternions (..., 4)."""
    q, v = np.asarray(q, np.float64), np.asarray(v, np.float64)
    t = 2 * np.cross(q[..., :3], v)
    return v + q[..., 3:] * t + np.cross(q[..., :3], t)


def quat_between(a: ArrayLike, b: ArrayLike, u: float) -> Array:
    """Spherical interpolation (Shoemake 1985) from a to b (4,) at u in 0..1, the short way."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    dot = float(np.clip(a @ b, -1, 1))
    b, dot = (-b, -dot) if dot < 0 else (b, dot)
    angle = np.arccos(dot)
    out = (1 - u) * a + u * b if angle < 1e-6 else (np.sin((1 - u) * angle) * a + np.sin(u * angle) * b) / np.sin(angle)
    return out / np.linalg.norm(out)


def matrix_from_quat(q: ArrayLike) -> Array:
    """Rotation matrices (..., 3, 3) of unit quaternions (..., 4)."""
    q = np.asarray(q, np.float64)
    return np.stack([quat_rotate(q, axis) for axis in np.eye(3)], axis=-1)


def quat_from_matrix(m: ArrayLike) -> Array:
    """Unit quaternion (4,) of one rotation matrix (3, 3), with w >= 0 (largest eigenvector; Bar-Itzhack 2000)."""
    m = np.asarray(m, np.float64)
    k = np.array([[m[0, 0] - m[1, 1] - m[2, 2], m[1, 0] + m[0, 1], m[2, 0] + m[0, 2], m[2, 1] - m[1, 2]],
                  [m[1, 0] + m[0, 1], m[1, 1] - m[0, 0] - m[2, 2], m[2, 1] + m[1, 2], m[0, 2] - m[2, 0]],
                  [m[2, 0] + m[0, 2], m[2, 1] + m[1, 2], m[2, 2] - m[0, 0] - m[1, 1], m[1, 0] - m[0, 1]],
                  [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], np.trace(m)]]) / 3
    q = np.linalg.eigh(k)[1][:, -1]
    return q if q[3] >= 0 else -q


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
