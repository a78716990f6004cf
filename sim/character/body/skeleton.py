"""A body's rest pose in terms of the bones of RIG: where each begins, how it is turned there, and what it holds.

The model's rest pose has its arms half raised and bent. A bone that acts has z from its end to its beginning, x ahead where the body stands
with arms and legs hanging: knees and elbows bend about y, thumbs are towards x.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import BONES, FINGERS, PARENTS, RIG, SIDES, number
from sim.character.body.cutting import BodyMesh
from sim.character.body.data import body_data
from sim.character.body.physique import physique
from sim.math.conventions import Array, frozen
from sim.scene.figure import Figure

JOINTS = {"pelvis": "root", "chest": "spine02", "head": "neck01", "upper_arm": "upperarm01", "forearm": "lowerarm01", "hand": "wrist",
          "thigh": "upperleg01", "shin": "lowerleg01", "foot": "foot"}
"""The model's joint at which each bone that acts begins."""
LEFT = np.array([0.0, 1.0, 0.0])
STRAIGHT = ("forearm", "hand", "shin", "foot")
"""Bones whose joint is straight below that of the bone they hang on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Skeleton:
    """places: (R, 3) m and turns: (R, 3, 3) of the bones of RIG in the model's rest pose; fingers are turned as their hand, eyes as their
    head. offsets: (B, 3) m, the joints of the bones that act in their parents' frames; the pelvis's is 0. holds: (J,) the bone of RIG
    that acts for each of the model's."""

    places: Array
    turns: Array
    offsets: Array
    holds: NDArray[np.int32]


@lru_cache(maxsize=64)
def skeleton(figure: Figure) -> Skeleton:
    """That of a figure."""
    joints = {str(name): place for name, place in zip(body_data().bones, physique(figure).joints)}
    places = np.array([joints[_model_bone(bone)] for bone in RIG])
    turns = np.array([_turn(bone, joints) for bone in BONES])
    offsets = np.zeros((len(BONES), 3))
    for bone in range(1, len(BONES)):
        way = places[bone] - places[PARENTS[bone]]
        length = float(np.linalg.norm(way))
        offsets[bone] = np.array([0.0, 0.0, -length]) if BONES[bone].endswith(STRAIGHT) else turns[PARENTS[bone]].T @ way
    follow = [number(f"{bone.split('_')[0]}_hand") if not bone.endswith("eye") else number("head") for bone in RIG[len(BONES):]]
    return Skeleton(places=frozen(places), turns=frozen(np.concatenate([turns, turns[follow]])), offsets=frozen(offsets), holds=_holds())


def skin_weights(given: BodyMesh, rig: Skeleton) -> tuple[NDArray[np.int32], Array]:
    """The four bones that hold each of a piece's vertices most, (V, 4), and how much, (V, 4), summing to 1."""
    data = body_data()
    count = len(data.template)
    each = np.zeros((count, len(RIG)))
    np.add.at(each, (np.arange(count)[:, None], rig.holds[data.held_by]), data.weights / 255.0)
    weights = given.blend @ each
    order = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    most = np.take_along_axis(weights, order, axis=1)
    return order.astype(np.int32), most / most.sum(axis=1, keepdims=True)


def _model_bone(bone: str) -> str:
    side, _, what = bone.partition("_")
    if side not in SIDES:
        return JOINTS[bone]
    finger, _, joint = what.partition("_")
    name = "eye" if what == "eye" else f"finger{FINGERS.index(finger) + 1}-{joint}" if finger in FINGERS else JOINTS[what]
    return f"{name}.{side[0].upper()}"


def _turn(bone: str, joints: Mapping[str, Array]) -> Array:
    """(3, 3) person_from_bone at rest."""
    side, _, what = bone.partition("_")
    place = {name: joints[f"{joint}.{side[0].upper()}"] for name, joint in (
        ("shoulder", "upperarm01"), ("elbow", "lowerarm01"), ("wrist", "wrist"), ("finger", "finger3-1"), ("thumb", "finger1-2"),
        ("hip", "upperleg01"), ("knee", "lowerleg01"), ("ankle", "foot"), ("toe", "toe2-1"))} if what in JOINTS else {}
    if what in ("upper_arm", "forearm"):
        hinge = np.cross(place["elbow"] - place["shoulder"], place["wrist"] - place["elbow"])
        ends = ("shoulder", "elbow") if what == "upper_arm" else ("elbow", "wrist")
        return _frame(place[ends[0]] - place[ends[1]], y=-hinge)
    if what == "hand":
        up = place["wrist"] - place["finger"]
        return _frame(up, y=np.cross(up, place["thumb"] - place["wrist"]))
    if what in ("thigh", "shin"):
        ends = ("hip", "knee") if what == "thigh" else ("knee", "ankle")
        return _frame(place[ends[0]] - place[ends[1]], y=LEFT)
    if what == "foot":
        ahead = (place["toe"] - place["ankle"]) * [1.0, 1.0, 0.0]
        return _frame(np.array([0.0, 0.0, 1.0]), y=np.cross([0.0, 0.0, 1.0], ahead))
    return np.eye(3)


def _frame(z: Array, y: Array) -> Array:
    """Axes, as columns, with z along one vector, and y as near to another as can be."""
    z = z / np.linalg.norm(z)
    y = y - (y @ z) * z
    y = y / np.linalg.norm(y)
    return np.stack([np.cross(y, z), y, z], axis=1)


def _holds() -> NDArray[np.int32]:
    """(J,) the bone of RIG whose joint is the nearest above each of the model's, or at it."""
    data = body_data()
    at = {_model_bone(bone): number(bone) for bone in RIG}
    out = np.zeros(len(data.bones), np.int32)
    for joint, name in enumerate(data.bones):
        out[joint] = at[str(name)] if str(name) in at else out[data.parents[joint]] if data.parents[joint] >= 0 else 0
    return frozen(out, np.int32)
