"""Fingers: how far each is bent in a pose of the hand, and where that puts its bones.

A finger has three joints, which bend it towards the palm. A thumb's first swings it round before the palm, the others bend it towards where
fingers point. Angles are degrees from the open, flat hand of the model's rest pose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

from sim.character.body.bones import FINGER_JOINTS, number
from sim.character.body.data import body_data
from sim.character.body.physique import physique
from sim.character.body.skeleton import skeleton
from sim.math.conventions import Array, frozen
from sim.scene.figure import Figure

Bends = tuple[float, float, float]
"""Of a finger's joints, from the palm outwards."""
FLAT: Bends = (0.0, 0.0, 0.0)
CURLED: Bends = (56.0, 86.0, 38.0)


def _four(*bends: Bends) -> tuple[Bends, ...]:
    """Of the fingers beside a thumb: all alike, or each its own."""
    return bends if len(bends) == 4 else bends * 4


HAND_POSES: Mapping[str, tuple[Bends, ...]] = {
    "open": (FLAT, *_four(FLAT)),
    "relaxed": ((20.0, 8.0, 12.0), (14.0, 22.0, 14.0), (18.0, 27.0, 18.0), (22.0, 31.0, 20.0), (25.0, 33.0, 22.0)),
    "fist": ((62.0, 30.0, 55.0), *_four(CURLED)),
    "point": ((60.0, 28.0, 50.0), FLAT, *(CURLED,) * 3),
    "two": ((62.0, 30.0, 50.0), FLAT, FLAT, CURLED, CURLED), "three": ((65.0, 30.0, 50.0), FLAT, FLAT, FLAT, CURLED),
    "four": ((65.0, 30.0, 40.0), *_four(FLAT)), "thumb_up": ((-5.0, -15.0, 0.0), *_four(CURLED)),
    "grip": ((50.0, 15.0, 20.0), *_four((38.0, 45.0, 28.0))),
    "pinch": ((52.0, 20.0, 25.0), (42.0, 42.0, 22.0), (30.0, 34.0, 20.0), (24.0, 28.0, 18.0), (20.0, 24.0, 16.0)),
    "typing": ((25.0, 10.0, 10.0), *_four((30.0, 35.0, 22.0)))}
"""Thumb first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fingers:
    """Of one hand at rest, in its frame: places (5, 3, 3) m, where each finger's bones begin; axes: (5, 3, 3), about which they bend."""

    places: Array
    axes: Array

    def bent(self, bends: Array) -> tuple[Array, Array]:
        """Where bones begin (5, 3, 3), m, and how they are turned from rest (5, 3, 3, 3), in the hand's frame, at bends (5, 3), degrees."""
        turns = (self.axes * np.radians(bends)[..., None]).reshape(-1, 3)
        own = scipy.spatial.transform.Rotation.from_rotvec(turns).as_matrix().reshape(5, FINGER_JOINTS, 3, 3)
        steps = np.diff(self.places, axis=1)
        first, second = own[:, 0], own[:, 0] @ own[:, 1]
        middle = self.places[:, 0] + (first @ steps[:, 0, :, None])[..., 0]
        last = middle + (second @ steps[:, 1, :, None])[..., 0]
        return np.stack([self.places[:, 0], middle, last], axis=1), np.stack([first, second, second @ own[:, 2]], axis=1)


@lru_cache(maxsize=64)
def fingers(figure: Figure, side: str) -> Fingers:
    """Those of a side, 'left' or 'right'."""
    bones, hand = skeleton(figure), number(f"{side}_hand")
    names = [str(name) for name in body_data().bones]

    def inside(joint: str) -> Array:
        place = physique(figure).joints[names.index(f"{joint}.{side[0].upper()}")]
        return np.asarray((place - bones.places[hand]) @ bones.turns[hand])
    places = np.array([[inside(f"finger{finger}-{joint}") for joint in (1, 2, 3)] for finger in range(1, 6)])
    sign = 1.0 if side == "right" else -1.0
    across = sign * (inside("finger2-1") - inside("finger5-1"))
    swing, bend = np.array([0.0, 0.0, sign]), np.array([0.0, 1.0, 0.0])
    axes = np.empty((5, FINGER_JOINTS, 3))
    for finger in range(5):
        for joint in range(FINGER_JOINTS):
            a, b = places[finger, min(joint, 1)], places[finger, min(joint, 1) + 1]
            way = (b - a) / np.linalg.norm(b - a)
            axis = across if finger else bend if joint else swing
            axis = axis - (axis @ way) * way if finger or joint else axis
            axes[finger, joint] = axis / np.linalg.norm(axis)
    return Fingers(places=frozen(places), axes=frozen(axes))


def hand_pose(name: str, share: float = 1.0) -> Array:
    """(5, 3) degrees: a pose of HAND_POSES, or so much of the way there from an open hand."""
    return share * np.array(HAND_POSES[name])
