"""Keeping arms, and what they hold, out of what stands still: hands slide along it, elbows turn away, and both go back after."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.body.anatomy import Spheres
from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.motion.arms import SWIFTEST, Arm, limited, wrist
from sim.character.motion.elbow_swivel import SWIVELS, clearest
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.math.conventions import Array, cross, matrix_from_quat
from sim.math.two_bone_ik import bent

ARMS = 0.95
"""m from the middle of a chest to beyond the fingertips."""
ALONG, THICK = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 0.15])[:, None], 0.095
"""m beyond the wrist of places along an arm, and m from these to its sides, rather more than less."""
SHARES = np.array([(1, 0, 0), (0.5, 0.5, 0), (0, 1, 0), (0, 0.5, 0.5), *[(0, 0, 1)] * 4])
"""Of shoulder, elbow and wrist, in each of these places."""
MARGIN = 0.004
"""m that skin keeps off things."""
TOUCH = 0.002
"""m that what is held may be in what it is put on."""
BACK, FASTEST = 1.2, 3.0
"""m/s at which a hand that was in the way of something goes back to where it belongs, and at which it gets out of it at most."""
TURNING = 6.0
"""rad/s at which an elbow turns about the line from shoulder to wrist."""


class Limb(NamedTuple):
    """An arm as it is meant to be: places (3,) of its joints, m, and world rotations of its bones."""

    shoulder: Array
    elbow: Array
    end: Array
    turns: Array

    def along(self) -> Array:
        """(N, 3) places along it, m, for each of ALONG."""
        return SHARES @ np.array([self.shoulder, self.elbow, self.end]) - self.turns[2][:, 2] * ALONG

    def bent(self, arm: Arm, place: Array, swivel: float | Array) -> tuple[Array, Array]:
        """World rotations (..., 3, 3) of upper arm and forearm with the wrist at a place and the elbow turned by angles (...), rad."""
        axis = (place - self.shoulder) / max(float(np.linalg.norm(place - self.shoulder)), 1e-9)
        half = np.asarray(swivel)[..., None] / 2
        turn = matrix_from_quat(np.concatenate([axis * np.sin(half), np.cos(half)], axis=-1))
        return bent(self.shoulder, place, arm.lengths, turn @ (self.elbow - (self.shoulder + self.end) / 2), knee=False)


def walls_near_arms(me: Character, chest: NDArray[np.float64]) -> PrismObstacles:
    """What may be in the way of someone's arms. chest: its place (3,), m."""
    walls = me.walls.close(chest, ARMS * me.size)
    return walls.which((walls.owners != me.seat) & (walls.owners != me.through)) if me.seat or me.through else walls


def clear(me: Character, arm: Arm, walls: PrismObstacles, chest: NDArray[np.float64], turns: NDArray[np.float64]) -> None:
    """Move an arm, in world rotations (B, 3, 3), out of those of some columns that it would go through. chest: its place (3,), m."""
    far, best = float(np.linalg.norm(arm.aside)), 0.0
    straying = far > 0 or arm.swivel != 0
    if not len(walls.low) and not straying:
        arm.at = None
        return
    limb = _meant(me, arm, chest, turns)
    if not straying and _well_clear(me, arm, walls, limb):
        arm.at = limb.end
        return
    place = limb.end + arm.aside * (1 - min(1.0, BACK / me.fps / far)) if far > 0 else limb.end
    walls = _shut(me, arm, walls, limb.shoulder)
    if straying:
        _set(arm, turns, limb, place)
    if len(walls.low):
        girth = me.limbs[arm.side]
        if straying or _deep(me, arm, walls, girth, limb, place, turns):
            place = _slid(me, arm, walls, girth, limb, place, turns)
            best = _swivel(arm, walls, girth, limb, place)
    arm.swivel += min(max(best - arm.swivel, -TURNING / me.fps), TURNING / me.fps)
    arm.at, arm.aside = place, (place - limb.end) * (np.abs(place - limb.end).max() > 1e-5)
    if arm.aside.any() or arm.swivel:
        _set(arm, turns, limb, place)


def slow_down(me: Character, arm: Arm, walls: PrismObstacles, chest: NDArray[np.float64], turns: NDArray[np.float64]) -> None:
    """Let an arm's joints, in world rotations (B, 3, 3), turn no faster than SWIFTEST from the frame before, unless a goal leads them or
    the arm would be in something so. chest: its place (3,), m."""
    now = arm.joints(turns)
    slow = now if arm.goal is not None and arm.seconds <= 0 else limited(arm.shown, now, SWIFTEST / me.fps)
    if slow is not now:
        arm.turn_to(turns, slow)
        limb = _meant(me, arm, chest, turns)
        near_by = _shut(me, arm, walls, limb.shoulder)
        if len(near_by.low) and _deep(me, arm, near_by, me.limbs[arm.side], limb, limb.end, turns):
            arm.turn_to(turns, now)
            slow = now
    arm.shown = slow


def arm_in(me: Character, side: str, chest: Array, frame: Array, wrist: Array, elbow: Array) -> tuple[float, str]:
    """How deep an arm gets, at its best, in what stands still when its wrist is at a place (3,), m, and in what; negative if it does not.
    chest, frame: place (3,) and rotation (3, 3) of the chest. elbow: as sim.character.motion.arms.ELBOW."""
    arm, girth, walls = me.arms[side], me.limbs[side], walls_near_arms(me, chest)
    if not len(walls.low):
        return -np.inf, ""
    shoulder = chest + frame @ me.body.offsets[arm.bones[0]]
    upper, _ = bent(shoulder, wrist, arm.lengths, frame @ (elbow * [1.0, -arm.sign, 1.0]), knee=False)
    limb = Limb(shoulder, shoulder - upper[:, 2] * arm.lengths[0], wrist, np.zeros((3, 3, 3)))
    radii = girth.radii[girth.bones != arm.bones[2]]
    return min(walls.deepest(points, radii) for points in _arm(girth, arm, shoulder, *limb.bent(arm, wrist, SWIVELS)))


def _meant(me: Character, arm: Arm, chest: Array, turns: NDArray[np.float64]) -> Limb:
    lengths, (upper, fore, hand) = me.body.offsets, arm.bones
    shoulder = chest + turns[number("chest")] @ lengths[upper]
    elbow = shoulder + turns[upper] @ lengths[fore]
    return Limb(shoulder, elbow, elbow + turns[fore] @ lengths[hand], turns[arm.bones])


def _shut(me: Character, arm: Arm, walls: PrismObstacles, shoulder: Array) -> PrismObstacles:
    """Columns that an arm cannot be under unless it is to go there. A hand in a lap may be under a table."""
    if me.seat and arm.origin is None:
        return walls.which(np.zeros(len(walls.low), bool))
    return walls.shut(arm.aim()[0] if arm.aim is not None else shoulder, sideways=bool(me.seat))


def _well_clear(me: Character, arm: Arm, walls: PrismObstacles, limb: Limb) -> bool:
    """Whether an arm is so far from columns, and from what is under them, that it need not be looked at closely."""
    return walls.keep_off(limb.along(), max(THICK * me.size, me.held[arm.side].reach if arm.side in me.held else 0.0))


def _deep(me: Character, arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array, turns: NDArray[np.float64]) -> bool:
    """Whether any of an arm is in something."""
    balls, radii = _hand(me, arm, girth, turns)
    whole = _arm(girth, arm, limb.shoulder, turns[arm.bones[0]], turns[arm.bones[1]])
    return walls.depth(np.concatenate([place + balls, whole]), np.concatenate([radii, girth.radii[girth.bones != arm.bones[2]]])) > 0


def _slid(me: Character, arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array, turns: NDArray[np.float64]) -> Array:
    """Where the wrist gets to that is to be at a place (3,), m."""
    if arm.at is None:
        return place
    end = walls.slid(arm.at, place, *_hand(me, arm, girth, turns))
    way, most = end - arm.at, float(np.linalg.norm(limb.end - (arm.at - arm.aside))) + FASTEST / me.fps
    return np.asarray(arm.at + way * min(1.0, most / max(float(np.linalg.norm(way)), 1e-9)))


def _swivel(arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array) -> float:
    """By how much the elbow is best turned, rad."""
    balls = _arm(girth, arm, limb.shoulder, *limb.bent(arm, place, SWIVELS))
    return clearest(walls.depths(balls, girth.radii[girth.bones != arm.bones[2]]), arm.swivel)


def _arm(girth: Spheres, arm: Arm, shoulder: Array, upper: Array, fore: Array) -> Array:
    """(..., N, 3) upper arm and forearm as balls, m, world, with rotations (..., 3, 3)."""
    elbow = shoulder - upper[..., 2] * arm.lengths[0]
    first, second = (girth.middles[girth.bones == bone] for bone in arm.bones[:2])
    return np.concatenate([shoulder + first @ np.swapaxes(upper, -1, -2), elbow[..., None, :] + second @ np.swapaxes(fore, -1, -2)], -2)


def _hand(me: Character, arm: Arm, girth: Spheres, turns: NDArray[np.float64]) -> tuple[Array, Array]:
    """A hand with its fingers as they are, half the forearm and what is held, which go with the wrist, more or less, as balls (N, 3), m,
    relative to it, and their radii (N,), m."""
    _, fore, hand = (girth.bones == bone for bone in arm.bones)
    lower = fore & (girth.middles[:, 2] < -arm.lengths[1] / 4)
    fingers = me.hands[arm.side].spheres()
    palm = np.concatenate([girth.middles[hand][:-len(fingers)], fingers])
    balls = [palm @ turns[arm.bones[2]].T, (girth.middles[lower] + [0.0, 0.0, arm.lengths[1]]) @ turns[arm.bones[1]].T]
    radii = [girth.radii[hand] + MARGIN, girth.radii[lower] + MARGIN]
    if arm.side in me.held:
        balls.append(me.held[arm.side].corners @ turns[arm.bones[2]].T)
        radii.append(np.full(len(balls[-1]), -TOUCH))
    return np.concatenate(balls), np.concatenate(radii)


def _set(arm: Arm, turns: NDArray[np.float64], limb: Limb, place: Array) -> None:
    """Bring the wrist to a place (3,), m, turning each bone as little as does, the hand not at all if the wrist bends so far."""
    for bone, meant, way in zip(arm.bones, limb.turns, limb.bent(arm, place, arm.swivel)):
        turns[bone] = _least(meant[:, 2], way[:, 2]) @ meant
    turns[arm.bones[2]] = wrist(turns[arm.bones[1]], limb.turns[2])[1]


def _least(a: Array, b: Array) -> Array:
    """The least rotation (3, 3) that turns one unit vector into another, not opposite, one."""
    axis, cosine = cross(a, b), float(a @ b)
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + skew + skew @ skew / (1 + cosine)
