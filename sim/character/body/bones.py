"""A person's bones: those that act, and those of fingers and eyes, which follow hands and head.

Bone frames are those of the person when they stand straight: x forward, y left, z up; arms and legs hang down. A bone's frame is at its
joint.
"""

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array, quat_multiply, quat_rotate

BONES = ("pelvis", "chest", "head", "right_upper_arm", "right_forearm", "right_hand", "left_upper_arm", "left_forearm", "left_hand",
         "right_thigh", "right_shin", "right_foot", "left_thigh", "left_shin", "left_foot")
PARENTS = (-1, 0, 1, 1, 3, 4, 1, 6, 7, 0, 9, 10, 0, 12, 13)
FINGERS = ("thumb", "index", "middle", "ring", "little")
FINGER_JOINTS = 3
SIDES = ("right", "left")
RIG = (*BONES, *(f"{side}_{finger}_{joint}" for side in SIDES for finger in FINGERS for joint in range(1, FINGER_JOINTS + 1)),
       *(f"{side}_eye" for side in SIDES))
"""All bones that skin hangs on, and that a trajectory has of each person."""
_NUMBERS = {bone: place for place, bone in enumerate(RIG)}
TALL = 1.7
"""m, how tall a person is for whom lengths are given; they grow with people."""
_ABOVE = np.array(PARENTS)


def number(bone: str) -> int:
    """Place of a bone in RIG, and of one that acts in BONES."""
    return _NUMBERS[bone]


def posed(offsets: NDArray, root: NDArray, turns: NDArray) -> tuple[Array, Array]:
    """world_from_bone of all bones that act, positions (..., B, 3) and quaternions (..., B, 4), from each joint's place in its parent's
    frame (B, 3), m, the pelvis's place (..., 3), m, and each bone's turn against its parent (..., B, 4); the pelvis's against the world."""
    positions, rotations = [np.asarray(root, np.float64)], [np.asarray(turns, np.float64)[..., 0, :]]
    for bone in range(1, len(BONES)):
        above = PARENTS[bone]
        positions.append(positions[above] + quat_rotate(rotations[above], offsets[bone]))
        rotations.append(quat_multiply(rotations[above], turns[..., bone, :]))
    return np.stack(positions, axis=-2), np.stack(rotations, axis=-2)


def placed(offsets: NDArray, root: NDArray, turns: NDArray) -> Array:
    """(B, 3) places of all bones that act, m, from offsets as in `posed`, the pelvis's place (3,), and the world rotation of each
    bone (B, 3, 3)."""
    from sim.character.body.bone_kernels import place_bones  # here: declaring a scene needs no compiler
    return np.asarray(place_bones(offsets, root, turns, _ABOVE))
