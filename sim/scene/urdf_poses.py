"""Where a URDF's links are for given positions of its joints."""

from collections.abc import Mapping

import numpy as np

from sim.math.conventions import IDENTITY, Array, quat_multiply, quat_rotate
from sim.scene.urdf import Joint, Urdf


def link_poses(model: Urdf, joints: Mapping[str, float]) -> dict[str, tuple[Array, Array]]:
    """By name, position (3,), m, and quaternion (4,) of each link's frame in the root's. joints: rad or m; what is not told is at 0."""
    out = {model.root: (np.zeros(3), np.array(IDENTITY))}
    waiting = [*model.joints, *model.fixed]
    while ready := [joint for joint in waiting if joint.parent in out]:
        for joint in ready:
            position, rotation = out[joint.parent]
            shift, turn = _moved(joint, joints.get(joint.name, 0.0))
            at = position + quat_rotate(rotation, np.array(joint.position) + quat_rotate(joint.rotation, shift))
            out[joint.child] = at, quat_multiply(quat_multiply(rotation, joint.rotation), turn)
        waiting = [joint for joint in waiting if joint.child not in out]
    return out


def _moved(joint: Joint, value: float) -> tuple[Array, Array]:
    """The shift and turn of a joint at this position."""
    axis = np.array(joint.axis) / max(float(np.linalg.norm(joint.axis)), 1e-12)
    if joint.kind == "prismatic":
        return axis * value, np.array(IDENTITY)
    return np.zeros(3), np.array([*(axis * np.sin(value / 2)), np.cos(value / 2)])
