"""What follows hands and head: fingers, and eyes that look at something."""

from dataclasses import dataclass, field
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import SIDES, number
from sim.character.body.hands import fingers, hand_pose
from sim.character.body.skeleton import skeleton
from sim.character.body.spheres import along_fingers
from sim.character.motion.gaze import EYES, angles
from sim.math.conventions import Array, matrix_about_z, quat_from_matrix
from sim.scene.figure import Figure

CLOSING = 0.12
"""s in which fingers are most of the way to another pose."""
SACCADE = 7.0
"""rad/s at which eyes turn at most."""
RELAXED = "relaxed"


@dataclass(kw_only=True, eq=False)
class HandShape:
    """The fingers of one hand on their way to a pose. bends: (5, 3) how far their joints are bent, degrees, thumb
    first; goal: (5, 3) how far they are to be."""

    figure: Figure
    side: str
    bends: Array = field(default_factory=lambda: hand_pose(RELAXED))
    goal: Array = field(default_factory=lambda: hand_pose(RELAXED))
    _local: tuple[Array, Array, Array] | None = None

    def goes_on(self, fps: float) -> None:
        """Move the fingers on towards their goal by one frame."""
        if (self.bends != self.goal).any():
            left = (self.goal - self.bends) * np.exp(-1 / (fps * CLOSING))
            self.bends, self._local = np.where(np.abs(left) < 0.1, self.goal, self.goal - left), None

    def world(self, place: Array, rotation: Array) -> tuple[Array, Array]:
        """(15, 3) and (15, 4) world_from_bone of its fingers, thumb first, with the hand there."""
        from sim.math.kernels import then  # here: declaring a scene needs no compiler
        return then(place[None], rotation[None], *self._bent()[:2])

    def spheres(self) -> Array:
        """(N, 3) the middles of its fingers' spheres, m, in the hand's frame."""
        return self._bent()[2]

    def _bent(self) -> tuple[Array, Array, Array]:
        if self._local is None:
            bones = fingers(self.figure, self.side)
            places, turns = bones.bent(self.bends)
            self._local = places.reshape(-1, 3), quat_from_matrix(turns.reshape(-1, 3, 3)), along_fingers(bones, places, turns)
        return self._local


@dataclass(kw_only=True, eq=False)
class Eyes:
    """Both eyes. angles: (2, 2) yaw and pitch of each against the head, rad, the right one first. places: (2, 3) of
    each in the head's frame, m."""

    figure: Figure
    angles: Array = field(default_factory=lambda: np.zeros((2, 2)))
    places: Array = field(init=False)

    def __post_init__(self) -> None:
        rig, head = skeleton(self.figure), number("head")
        self.places = (rig.places[[number(f"{side}_eye") for side in SIDES]] - rig.places[head]) @ rig.turns[head]

    def look(self, place: Array, turn: NDArray[np.float64], aim: Array | None, fps: float) -> None:
        """Turn both eyes towards a place `aim` (3,), m, as far and as fast as eyes turn; straight ahead for None.
        place, turn: where the head is (3,), m, and its rotation (3, 3)."""
        wanted = np.zeros((2, 2))
        if aim is not None:
            wanted = np.clip(angles((aim - place - self.places @ turn.T) @ turn), *EYES)
        most = SACCADE / fps
        self.angles = self.angles + np.clip(wanted - self.angles, -most, most)

    def world(self, place: Array, turn: NDArray[np.float64]) -> tuple[Array, Array]:
        """(2, 3) and (2, 4) world_from_bone, with the head there."""
        from sim.math.kernels import quats_of
        turns = turn @ np.array([matrix_about_z(yaw) @ _about_y(pitch) for yaw, pitch in self.angles.tolist()])
        return place + self.places @ turn.T, quats_of(turns)


def _about_y(angle: float) -> Array:
    c, s = cos(angle), sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
