"""Where on a body a point is, in terms of its limbs: fields along which clothes are cut and fitted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.character.body.data import body_data
from sim.character.body.physique import Physique
from sim.math.conventions import Array

SHOULDER, ELBOW, WRIST = 0.0, 1.0, 2.0
HIP, KNEE, ANKLE = 0.0, 1.0, 2.0
NOWHERE = -9.0
"""Along a limb, of what is no part of it."""
ARM, LEG = ("upperarm01", "lowerarm01", "wrist"), ("upperleg01", "lowerleg01", "foot")
ARM_BONES, LEG_BONES = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal"), ("upperleg", "lowerleg", "foot", "toe")


@dataclass(frozen=True, kw_only=True, eq=False)
class Landmarks:
    """Of each of the model's vertices (V,): arm, how far along an arm it is, 0 at the shoulder, 1 at the elbow, 2 at the wrist; leg,
    the same of hip, knee and ankle. neck, waist, hips: the places (3,) of these, m."""

    arm: Array
    leg: Array
    neck: Array
    waist: Array
    hips: Array


def landmarks(who: Physique) -> Landmarks:
    """Those of a body."""
    place = {str(name): joint for name, joint in zip(body_data().bones, who.joints)}
    hips = (place["upperleg01.L"] + place["upperleg01.R"]) / 2
    return Landmarks(arm=_along_both(who, ARM, ARM_BONES), leg=_along_both(who, LEG, LEG_BONES), neck=place["neck01"],
                     waist=0.62 * place["spine04"] + 0.38 * place["spine02"], hips=hips)


def _along_both(who: Physique, joints: Sequence[str], bones: Sequence[str]) -> Array:
    data, out = body_data(), np.full(len(who.vertices), NOWHERE)
    names = list(data.bones)
    for side in "LR":
        mine = np.array([name.startswith(tuple(bones)) and name.endswith(side) for name in names])
        held = (mine[data.held_by] * data.weights).sum(axis=1) > 127
        out[held] = _along(who.vertices[held], np.array([who.joints[names.index(f"{joint}.{side}")] for joint in joints]))
    return out


def _along(points: Array, joints: Array) -> Array:
    """(N,) where points (N, 3) are along a chain of joints (3, 3): between the planes that halve its angles."""
    ways = np.diff(joints, axis=0)
    lengths = np.linalg.norm(ways, axis=1)
    units = ways / lengths[:, None]
    normals = np.stack([units[0], units[0] + units[1], units[1]])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    a, b, c = ((points - joint) @ normal for joint, normal in zip(joints, normals))
    upper = np.where(a < 0, a / lengths[0], a / np.maximum(a - b, 1e-9))
    lower = np.where(c > 0, 2 + c / lengths[1], 1 + b / np.maximum(b - c, 1e-9))
    return np.where(b < 0, upper, lower)
