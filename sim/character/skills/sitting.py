"""Sitting down on a seat and getting up: down and up over feet that stay where they are."""

import numpy as np

from sim.character.body.bones import number, placed
from sim.character.character import Character
from sim.character.motion.footsteps import SIDES
from sim.character.motion.gait import Track, standing
from sim.character.motion.posture import lean_forward, plant
from sim.character.planning.seats import Seat
from sim.math.conventions import Array, matrix_between, matrix_from_quat, quat_from_euler

DEEP = 0.22
"""m from the front of a seat back to the pelvis."""
DOWN = 1.3
"""s to sit down."""
FORWARD = np.radians(32.0)
"""By which the trunk leans on the way down."""
FEET_DOWN = 0.62
"""m, the height of a seat above which the feet of someone of TALL do not stay on the floor."""
LAP = {"upper_arm": -18.0, "forearm": -72.0, "hand": -72.0}
"""Degrees by which arms point forward whose hands lie on the thighs."""
_ARMS = [number(f"{side}_{bone}") for side, _ in SIDES for bone in LAP]
_LAPPED = matrix_from_quat(quat_from_euler([(0.0, degrees, 0.0) for _ in SIDES for degrees in LAP.values()]))


def sat(me: Character, seat: Seat, start: Track, every: int = 1) -> Track:
    """The motion of sitting down on a seat, from the last frame of the track `start`. every: only every so many-th
    frame is made, to look ahead."""
    first, upright = start.root[-1], start.turns[-1]
    end = np.array([*seat.pelvis(DEEP * me.size), seat.top + me.body.rump])
    feet = placed(me.body.offsets, first, upright)
    high = seat.top - (first[2] - me.body.offsets[0, 2]) > FEET_DOWN * me.size
    hang = _hang(me, upright, end) - feet[number("left_foot")] if high else np.zeros(3)
    u = np.linspace(0.0, 1.0, round(DOWN * me.fps / every) + 1)
    roots, turns = [], []
    for share in u ** 3 * (10 - 15 * u + 6 * u * u):
        pose, root = _lapped(upright, float(share)), first + share * (end - first)
        lean_forward(pose, FORWARD * float(np.sin(np.pi * share)))
        plant(me.body, pose, feet + share ** 3 * hang, root)
        roots.append(root)
        turns.append(pose)
    return Track(root=np.array(roots), turns=np.array(turns))


def risen(me: Character) -> Track:
    """The motion of getting up again: that of sitting down, backwards."""
    now = min(me.frame - me.begun, len(me.track.root) - 1) + 1
    rest = standing(me.station, me.ground, me.body, me.terrain)
    return Track(root=np.concatenate([me.track.root[:now][::-1], rest.root]),
                 turns=np.concatenate([me.track.turns[:now][::-1], rest.turns]))


def _hang(me: Character, upright: Array, pelvis: Array) -> Array:
    """(3,) where the left ankle hangs below a knee that is straight before the hip of who sits with their pelvis there, m."""
    hip, knee, ankle = (me.body.offsets[number(f"left_{bone}")] for bone in ("thigh", "shin", "foot"))
    return np.asarray(pelvis + upright[0] @ (hip + [-knee[2], 0.0, ankle[2]]))


def _lapped(turns: Array, share: float) -> Array:
    """World rotations with the hands that far on their way to the lap."""
    out = turns.copy()
    out[_ARMS] = matrix_between(turns[_ARMS], turns[0] @ _LAPPED, share)
    return out
