"""What a head does on top of looking somewhere: nods, shakes and tilts, small turns added to where it looks.

A gesture is yaw to the left, pitch down and roll to the right, (3,) rad, against the head that looks.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.bones import number
from sim.math.conventions import Array

HEAD = "head"
"""The effector of which there is one: who begins another gesture with it ends the one before."""
NOD, SHAKE, TILT = np.radians((17.0, 20.0, 9.0))
"""rad down, to each side, and sideways."""
NODDING, SHAKING = 0.55, 0.6
"""s of one nod, and of one shake to both sides."""
AHEAD = 4.0
"""m ahead of a head, what eyes stay on that look at nothing."""
FADING = 0.1
"""s in which most of a gesture is gone that is ended before its time."""


def nod_angles(time: float) -> Array:
    """A nod for each NODDING s, down and up again."""
    return np.array([0.0, NOD * (1 - np.cos(2 * np.pi * time / NODDING)) / 2, 0.0])


def shake_angles(time: float, seconds: float) -> Array:
    """Shakes for so many s: the first way out and the last way back are slower, so that no head jerks."""
    swell = min(time / SHAKING * 2, (seconds - time) / SHAKING * 2, 1.0)
    return np.array([SHAKE * max(swell, 0.0) * np.sin(2 * np.pi * time / SHAKING), 0.0, 0.0])


def gestured(turns: NDArray[np.float64], gesture: Array | None, before: Array, fps: float) -> Array:
    """Turn the head by a gesture, (3,) yaw, pitch and roll, rad; without one, by what is left of the turn of the
    frame before, which fades. turns: (B, 3, 3) world rotations of all bones, changed in place. Returns (3,) what the
    head was turned by, rad."""
    now = before * np.exp(-1 / (fps * FADING)) if gesture is None else gesture
    if np.abs(now).max() < 1e-4:
        return np.zeros(3)
    turns[number("head")] = turns[number("head")] @ scipy.spatial.transform.Rotation.from_euler("ZYX", now).as_matrix()
    return np.asarray(now)
