"""Where idle hands are in a crouch: on the knees, so that arms do not hang through thighs."""

from typing import TYPE_CHECKING

import numpy as np

from sim.character.motion.arms import Hand
from sim.math.conventions import cross

if TYPE_CHECKING:
    from sim.character.character import Character

CROUCHED = 0.1
"""m of sinking from which hands rest on knees."""
BEHIND, OVER = 0.05, 0.085
"""m from the joint of a knee, along the thigh and up, to where a palm rests."""


def on_knee(me: "Character", side: str) -> Hand:
    """A hand whose palm is on a thigh behind the knee, its fingers along it."""
    hip, knee = me.at(f"{side}_thigh"), me.at(f"{side}_shin")
    fingers = (knee - hip) / np.linalg.norm(knee - hip)
    up = np.array([0.0, 0.0, 1.0]) - fingers[2] * fingers
    up /= max(float(np.linalg.norm(up)), 1e-9)
    y = up * me.arms[side].sign  # the palm looks down
    turn = np.stack([cross(y, -fingers), y, -fingers], axis=-1)
    return knee + me.size * (OVER * up - BEHIND * fingers) - turn @ me.arms[side].grip, turn
