"""Trunk and legs away from the upright: bending forward, and the pelvis elsewhere over feet that stay where they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import number, placed
from sim.character.motion.footsteps import SIDES
from sim.math.conventions import Array

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
_HIPS = np.array([0, *(number(f"{side}_{bone}") for side in ("right", "left") for bone in ("upper_arm", "forearm", "hand"))])
_BACK = np.array([number("chest"), number("head")])
_LEGS = np.array([[number(f"{side}_{bone}") for bone in ("thigh", "shin", "foot")] for side, _ in SIDES])
_SIGNS = np.array([sign for _, sign in SIDES], float)


def lean_forward(turns: NDArray[np.float64], lean: float) -> None:
    """Bend hips and back forward by an angle, rad, over standing legs, in world rotations (B, 3, 3)."""
    from sim.character.body import bone_kernels  # here: declaring a scene needs no compiler
    if lean:
        bone_kernels.lean(turns, lean, _BACK)
        bone_kernels.lean(turns, HIPS * lean, _HIPS)


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
    from sim.character.body.bone_kernels import plant_feet
    plant_feet(body.offsets, turns, places, root, float(apart), _LEGS, _SIGNS)
