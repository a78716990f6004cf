"""A person's bones: names, lengths and joints are those of PyBullet's humanoid; wrists are added, for its hands are spheres.

Bone frames at rest are those of the person: x forward, y left, z up; arms and legs hang down. A bone's frame is at its joint.
"""

import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path

import numpy as np
import pybullet_data
from numpy.typing import NDArray

from sim.conventions import Array, frozen, quat_multiply, quat_rotate

BONES = ("pelvis", "chest", "head", "right_upper_arm", "right_forearm", "right_hand", "left_upper_arm", "left_forearm", "left_hand",
         "right_thigh", "right_shin", "right_foot", "left_thigh", "left_shin", "left_foot")
PARENTS = (-1, 0, 1, 1, 3, 4, 1, 6, 7, 0, 9, 10, 0, 12, 13)
JOINTS = {"chest": "chest", "head": "neck", **{f"{side}_{bone}": f"{side}_{joint}" for side in ("right", "left") for bone, joint in (
    ("upper_arm", "shoulder"), ("forearm", "elbow"), ("hand", "wrist"), ("thigh", "hip"), ("shin", "knee"), ("foot", "ankle"))}}
"""The humanoid's joint that each bone hangs on."""
TALL = 6.475844
"""Height of the humanoid in its file's units: from the soles to the top of its head."""
SOLE = 0.2
"""From ankle to sole, in the same units."""
CROWN = 1.11
"""From the head's joint to the top of the head, in the same units."""
HUMANOID = Path(pybullet_data.getDataPath()) / "humanoid" / "humanoid.urdf"


def _chains() -> Array:
    """(B, B - 1) which joints lie between the pelvis and each bone, its own among them."""
    out = np.zeros((len(BONES), len(BONES) - 1))
    for bone in range(1, len(BONES)):
        out[bone] = out[PARENTS[bone]]
        out[bone, bone - 1] = 1
    return out


CHAINS = _chains()


def number(bone: str) -> int:
    """Place of a bone in BONES."""
    return BONES.index(bone)


def z_up(vector: NDArray) -> Array:
    """Vectors (..., 3), or quaternions xyzw (..., 4), of the humanoid's files (y up, z right) in a person's axes."""
    vector = np.asarray(vector, np.float64)
    return np.concatenate([vector[..., :1], -vector[..., 2:3], vector[..., 1:2], vector[..., 3:]], axis=-1)


@lru_cache(maxsize=64)
def offsets(height: float) -> Array:
    """(B, 3) each joint's place in its parent bone's frame, m; the pelvis's is where it is at rest, from the ground."""
    text = HUMANOID.read_bytes().replace(b"\0", b"")  # the file ends in zero bytes
    joints = {joint.get("name"): joint for joint in ElementTree.fromstring(text).findall("joint")}
    out = np.zeros((len(BONES), 3))
    for bone, joint in JOINTS.items():
        found = joints[joint].find("origin")
        assert found is not None
        out[number(bone)] = z_up(np.array(found.get("xyz", "").split(), float))
    out[0, 2] = SOLE - sum(out[number(bone), 2] for bone in ("right_thigh", "right_shin", "right_foot"))
    return frozen(out * (height / TALL))


def posed(height: float, root: NDArray, turns: NDArray) -> tuple[Array, Array]:
    """world_from_bone of all bones, positions (..., B, 3) and quaternions (..., B, 4), from the pelvis's place (..., 3), m, and each
    bone's turn against its parent (..., B, 4); the pelvis's against the world."""
    lengths, positions, rotations = offsets(height), [np.asarray(root, np.float64)], [np.asarray(turns, np.float64)[..., 0, :]]
    for bone in range(1, len(BONES)):
        above = PARENTS[bone]
        positions.append(positions[above] + quat_rotate(rotations[above], lengths[bone]))
        rotations.append(quat_multiply(rotations[above], turns[..., bone, :]))
    return np.stack(positions, axis=-2), np.stack(rotations, axis=-2)


def placed(height: float, root: NDArray, turns: NDArray) -> Array:
    """(..., B, 3) places of all bones, m, from the pelvis's (..., 3) and the world rotation of each (..., B, 3, 3)."""
    ways = np.einsum("...bij,bj->...bi", turns[..., PARENTS[1:], :, :], offsets(height)[1:])
    return np.asarray(root, np.float64)[..., None, :] + CHAINS @ ways
