"""What a hand holds, and what is on a head."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.math.conventions import Array, matrix_about_z


@dataclass(kw_only=True, eq=False)
class Held:
    """A thing in a hand, in the hand's frame: its place (3,), m, rotation (3, 3) and corners (N, 3), m.

    grasp: the hand's rotation (3, 3) in the world when it took the thing. together: who hold it, if more than one does; their hands then
    follow the thing, and it has no corners that keep out of what they meet.
    """

    thing: str
    place: Array
    turn: Array
    grasp: Array
    corners: Array
    together: tuple[str, ...] = ()

    @cached_property
    def reach(self) -> float:
        """m from the wrist to the farthest corner."""
        return float(np.linalg.norm(self.corners, axis=1).max(initial=0.0))

    def level(self, fingers: Array) -> Array:
        """The hand's rotation that holds the thing as upright as it stood, the fingers turned towards a direction."""
        was = -self.grasp[:, 2]
        turn = np.arctan2(fingers[1], fingers[0]) - np.arctan2(was[1], was[0])
        return matrix_about_z(float(turn)) @ self.grasp


class Worn(NamedTuple):
    """What is on a head: its place (3,), m, and rotation (3, 3) in the head's frame."""

    place: Array
    turn: Array
