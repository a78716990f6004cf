"""Keeping hands and forearms, and what they hold, out of what stands still: they slide along it, and go back where they belong after."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.conventions import Array, cross
from sim.people.arms import Arm, wrist
from sim.people.girth import of_hand
from sim.people.ik import bent
from sim.people.skeleton import number, offsets

if TYPE_CHECKING:
    from sim.people.performer import Performer

MARGIN = 0.004
"""m that skin keeps off things."""
TOUCH = 0.002
"""m that what is held may be in what it is put on."""
BACK = 1.2
"""m/s at which a hand that was in the way of something goes back to where it belongs."""


def clear(me: "Performer", arm: Arm, chest: NDArray[np.float64], turns: NDArray[np.float64]) -> None:
    """Move an arm, in world rotations (B, 3, 3), out of what it would go through. chest: its place (3,), m."""
    lengths, (upper, fore, hand) = offsets(me.person.height), arm.bones
    shoulder = chest + turns[number("chest")] @ lengths[upper]
    elbow = shoulder + turns[upper] @ lengths[fore]
    end = elbow + turns[fore] @ lengths[hand]
    place = _slid(me, arm, shoulder, turns, end)
    arm.at, arm.aside = place, place - end
    if np.abs(arm.aside).max() < 1e-5:
        arm.aside = np.zeros(3)
        return
    ways = bent(shoulder, place, arm.lengths, elbow - (shoulder + end) / 2, knee=False)
    for bone, way in zip((upper, fore), ways):
        turns[bone] = _least(turns[bone][:, 2], way[:, 2]) @ turns[bone]
    turns[hand] = wrist(turns[fore], turns[hand])[1]


def _slid(me: "Performer", arm: Arm, shoulder: Array, turns: NDArray[np.float64], end: Array) -> Array:
    """Where the wrist gets to that is to be at a place (3,), m."""
    far = float(np.linalg.norm(arm.aside))
    wanted = end + arm.aside * (1 - min(1.0, BACK / me.fps / far)) if far > 0 else end
    if me.seat and arm.origin is None:  # whose hands are in the lap, perhaps under a table
        return wanted
    walls = me.walls.close(shoulder, 2 * sum(arm.lengths))
    walls = walls.which((walls.owners != me.seat) & (walls.owners != me.through))
    if not len(walls.low):
        return wanted
    walls = walls.shut(arm.goal()[0]) if arm.goal is not None else walls.shut(shoulder)
    balls, radii = _balls(me, arm, turns)
    if far == 0 and walls.depth(wanted + balls, radii) <= 0:
        return wanted
    return walls.slid(wanted if arm.at is None else arm.at, wanted, balls, radii)


def _balls(me: "Performer", arm: Arm, turns: NDArray[np.float64]) -> tuple[Array, Array]:
    """Hand, forearm and what is held, as balls (N, 3), m, relative to the wrist, and their radii (N,), m."""
    girth = of_hand(me.person, arm.side)
    places = np.zeros((len(turns), 3))
    places[arm.bones[1]] = -turns[arm.bones[1]] @ offsets(me.person.height)[arm.bones[2]]
    balls, radii = girth.placed(places, turns), girth.radii + MARGIN
    if arm.side not in me.held:
        return balls, radii
    held = me.held[arm.side].corners @ turns[arm.bones[2]].T
    return np.concatenate([balls, held]), np.concatenate([radii, np.full(len(held), -TOUCH)])


def _least(a: Array, b: Array) -> Array:
    """The least rotation (3, 3) that turns one unit vector into another, not opposite, one."""
    axis, cosine = cross(a, b), float(a @ b)
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + skew + skew @ skew / (1 + cosine)
