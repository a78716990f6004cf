"""Skin on bones: dual quaternion blending (Kavan et al., 2007, "Skinning with dual quaternions"), which keeps bent joints full."""

import numpy as np
from numpy.typing import NDArray

from sim.conventions import Array, matrix_from_quat, quat_inverse, quat_multiply
from sim.pieces import Pose


def blended(bones: Pose, held_by: NDArray[np.int32], weights: NDArray[np.float64]) -> tuple[Array, Array]:
    """Turns (N, 3, 3) and shifts (N, 3), m, of vertices, from those of all bones (B) and the four that hold each vertex (N, 4)."""
    real = bones.rotation[held_by]
    side = np.where((real * real[:, :1]).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)  # q and -q are one rotation
    share = (weights * side[..., 0])[..., None]
    still = np.concatenate([bones.position, np.zeros((len(bones.position), 1))], axis=1)
    dual = (quat_multiply(still, bones.rotation) / 2)[held_by]
    real, dual = (real * share).sum(axis=1), (dual * share).sum(axis=1)
    length = np.linalg.norm(real, axis=1, keepdims=True)
    return matrix_from_quat(real / length), 2 * quat_multiply(dual / length, quat_inverse(real / length))[:, :3]
