"""The balls that fill an arm, bone by bone."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.character.body.anatomy import Anatomy
from sim.character.body.bones import FINGER_JOINTS, FINGERS, number
from sim.math.conventions import Array, frozen


class ArmBalls(NamedTuple):
    """Middles (N, 3) m of balls in the frames of upper arm and forearm, and radii: (N,) m, of both. lower: those of the half of the forearm
    next to the wrist, from there; palm: those of the hand without fingers; going: (N,) m, the radii of palm, fingers and these."""

    upper: Array
    fore: Array
    radii: Array
    lower: Array
    palm: Array
    going: Array


@lru_cache(maxsize=64)
def arm_balls(body: Anatomy, side: str) -> ArmBalls:
    """Those of somebody's arm on a side, 'left' or 'right'."""
    upper, fore, hand = (body.spheres.of(f"{side}_{bone}") for bone in ("upper_arm", "forearm", "hand"))
    wrist = body.offsets[number(f"{side}_hand")]
    low = fore.middles[:, 2] < wrist[2] / 4
    return ArmBalls(upper=upper.middles, fore=fore.middles, radii=frozen(np.concatenate([upper.radii, fore.radii])),
                    lower=frozen(fore.middles[low] - [0.0, 0.0, wrist[2]]), palm=frozen(hand.middles[:-2 * len(FINGERS) * FINGER_JOINTS]),
                    going=frozen(np.concatenate([hand.radii, fore.radii[low]])))
