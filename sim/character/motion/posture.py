"""Trunk and legs away from the upright: bending forward, and the pelvis elsewhere over feet that stay where they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number, placed
from sim.character.motion.footsteps import SIDES
from sim.math.conventions import Array, matrix_from_quat
from sim.math.two_bone_ik import bent

HIPS = 0.65
"""Share of a bend that the hips take part in; the back takes all of it."""
BACK = 0.25
"""m that the pelvis goes back for each m that it sinks, so that the weight stays over the feet."""
WIDE = 0.2
"""m of sinking at which the knees are as far apart as they go: they would be in the table otherwise."""


STANDING, SITTING, CROUCHING, KNEELING, ON_THE_FLOOR, LYING = (
    "standing", "sitting", "crouching", "kneeling", "sitting on the floor", "lying")
"""What someone's legs have come to, or are on their way to."""
ON_FLOOR = (CROUCHING, KNEELING, ON_THE_FLOOR, LYING)
"""Those in which nobody stoops any farther."""


class Stoop(NamedTuple):
    """How far someone leans forward, rad, and crouches, m, and how far apart their knees then are, 0 to 1."""

    lean: float = 0.0
    sink: float = 0.0
    apart: float = 1.0


UPRIGHT = Stoop()
_HIPS = [0, *(number(f"{side}_{bone}") for side in ("right", "left") for bone in ("upper_arm", "forearm", "hand"))]
_BACK = [number("chest"), number("head")]
_LEVEL = np.array([1.0, 1.0, 0.0])
_THIGHS, _SHINS, _FEET = ([number(f"{side}_{bone}") for side, _ in SIDES] for bone in ("thigh", "shin", "foot"))
_SIGNS = np.array([[sign] for _, sign in SIDES])


def lean_forward(turns: NDArray[np.float64], lean: float) -> None:
    """Bend hips and back forward by an angle, rad, over standing legs, in world rotations (B, 3, 3)."""
    if not lean:
        return
    x, y = turns[0][:2, 0] / max(float(np.hypot(*turns[0][:2, 0])), 1e-9)
    hips, back = (matrix_from_quat([-y * np.sin(half), x * np.sin(half), 0.0, np.cos(half)]) for half in (HIPS * lean / 2, lean / 2))
    for turn, bones in ((hips, _HIPS), (back, _BACK)):
        turns[bones] = turn @ turns[bones]


def stooped(body: Anatomy, root: NDArray[np.float64], turns: NDArray[np.float64], stoop: Stoop) -> Array:
    """Bend someone over, or let them crouch, with their feet where they are. root: (3,) where their pelvis is when
    they stand upright, m. turns: (B, 3, 3) world rotations of all bones, changed in place. Returns (3,) where the
    pelvis then is."""
    feet = placed(body.offsets, root, turns)
    lean_forward(turns, stoop.lean)
    forward = turns[0][:, 0] * [1.0, 1.0, 0.0]
    lower = root - stoop.sink * (np.array([0.0, 0.0, 1.0]) + BACK * forward / max(float(np.linalg.norm(forward)), 1e-9))
    plant(body, turns, feet, lower, stoop.apart * min(stoop.sink / WIDE, 1.0))
    return lower


def plant(body: Anatomy, turns: NDArray[np.float64], places: NDArray[np.float64], root: NDArray[np.float64], apart: float = 0.0) -> None:
    """Bend the legs so that the feet stay where they are when the pelvis is at `root` (3,), m. turns: (B, 3, 3) world
    rotations of all bones, changed in place. places: (B, 3) where the bones were, m. apart: how far the knees point
    to the sides, 0 to 1."""
    lengths, feet = body.offsets, turns[_FEET]
    pole = (1 - 0.6 * apart) * feet[:, :, 0] * _LEVEL + 0.3 * turns[0][:, 0] * _LEVEL + _SIGNS * apart * feet[:, :, 1]
    hips = root + np.array([turns[0] @ lengths[thigh] for thigh in _THIGHS])
    for i, (thigh, shin, foot) in enumerate(zip(_THIGHS, _SHINS, _FEET)):
        turns[thigh], turns[shin] = bent(hips[i], places[foot], (-lengths[_SHINS[0], 2], -lengths[_FEET[0], 2]), pole[i], knee=True)
