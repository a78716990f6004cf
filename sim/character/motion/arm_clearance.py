"""Keeping arms, and what they hold, out of what stands still: hands slide along it, elbows turn away, and both go back after."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import number
from sim.character.body.spheres import Spheres
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
    """An arm as its pose has it before obstacles are looked at. shoulder, elbow, end: (3,) world places of shoulder,
    elbow and wrist, m. turns: (3, 3, 3) world rotations of upper arm, forearm and hand."""

    shoulder: Array
    elbow: Array
    end: Array
    turns: Array

    def along(self) -> Array:
        """(N, 3) world places along the arm, m, from the shoulder to beyond the fingertips: one for each row of
        ALONG."""
        return SHARES @ np.array([self.shoulder, self.elbow, self.end]) - self.turns[2][:, 2] * ALONG

    def bent(self, arm: Arm, place: Array, swivel: float | Array) -> tuple[Array, Array]:
        """World rotations (..., 3, 3) of upper arm and forearm when the wrist is at a place (3,), m, and the elbow is
        turned by angles (...), rad, about the line from shoulder to wrist."""
        axis = (place - self.shoulder) / max(float(np.linalg.norm(place - self.shoulder)), 1e-9)
        half = np.asarray(swivel)[..., None] / 2
        turn = matrix_from_quat(np.concatenate([axis * np.sin(half), np.cos(half)], axis=-1))
        return bent(self.shoulder, place, arm.lengths, turn @ (self.elbow - (self.shoulder + self.end) / 2), knee=False)


def walls_near_arms(me: Character, chest: NDArray[np.float64]) -> PrismObstacles:
    """The obstacles that someone's arms can get to, without the seat that they are on. chest: (3,) world place of the
    chest, m."""
    walls = me.walls.close(chest, ARMS * me.size)
    return walls.which((walls.owners != me.seat) & (walls.owners != me.through)) if me.seat or me.through else walls


def clear(me: Character, arm: Arm, walls: PrismObstacles, chest: NDArray[np.float64], turns: NDArray[np.float64]) -> None:
    """Move an arm out of the obstacles that it would go through. turns: (B, 3, 3) world rotations of all bones; the
    arm's rows are changed in place. chest: (3,) world place of the chest, m."""
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
    """Limit how fast an arm's joints turn to SWIFTEST, measured from the frame before; turns (B, 3, 3), the world
    rotations of all bones, are changed in place. An arm that follows a goal, and one that would get into something if
    it were slower, are left as they are. chest: (3,) world place of the chest, m."""
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
    """How deep an arm is in what stands still, m, when its wrist is at a place (3,), m, and the name of what it is
    in. Of all ways to turn the elbow, the one that is least deep counts; negative: it keeps off. chest, frame: place
    (3,) and rotation (3, 3) of the chest. elbow: as sim.character.motion.arms.ELBOW."""
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
    """The obstacles, those under which the arm is not meant to go taken to reach down to the floor, so that it is not
    pushed out below them. None for an idle arm of who sits: a hand in a lap may be under a table."""
    if me.seat and arm.origin is None:
        return walls.which(np.zeros(len(walls.low), bool))
    return walls.shut(arm.aim()[0] if arm.aim is not None else shoulder, sideways=bool(me.seat))


def _well_clear(me: Character, arm: Arm, walls: PrismObstacles, limb: Limb) -> bool:
    """Whether an arm is so far from the obstacles, and from the space under them, that it need not be tested ball by
    ball."""
    return walls.keep_off(limb.along(), max(THICK * me.size, me.held[arm.side].reach if arm.side in me.held else 0.0))


def _deep(me: Character, arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array, turns: NDArray[np.float64]) -> bool:
    """Whether any of an arm is in something."""
    balls, radii = _hand(me, arm, girth, turns)
    whole = _arm(girth, arm, limb.shoulder, turns[arm.bones[0]], turns[arm.bones[1]])
    return walls.depth(np.concatenate([place + balls, whole]), np.concatenate([radii, girth.radii[girth.bones != arm.bones[2]]])) > 0


def _slid(me: Character, arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array, turns: NDArray[np.float64]) -> Array:
    """The place (3,), m, that the wrist gets to on its way to `place` (3,), m, when it slides along what it meets."""
    if arm.at is None:
        return place
    end = walls.slid(arm.at, place, *_hand(me, arm, girth, turns))
    way, most = end - arm.at, float(np.linalg.norm(limb.end - (arm.at - arm.aside))) + FASTEST / me.fps
    return np.asarray(arm.at + way * min(1.0, most / max(float(np.linalg.norm(way)), 1e-9)))


def _swivel(arm: Arm, walls: PrismObstacles, girth: Spheres, limb: Limb, place: Array) -> float:
    """The angle, rad, by which the elbow is best turned about the line from shoulder to wrist to keep off the
    obstacles."""
    balls = _arm(girth, arm, limb.shoulder, *limb.bent(arm, place, SWIVELS))
    return clearest(walls.depths(balls, girth.radii[girth.bones != arm.bones[2]]), arm.swivel)


def _arm(girth: Spheres, arm: Arm, shoulder: Array, upper: Array, fore: Array) -> Array:
    """(..., N, 3) world middles, m, of the balls that fill upper arm and forearm, whose world rotations are (..., 3,
    3) each."""
    elbow = shoulder - upper[..., 2] * arm.lengths[0]
    first, second = (girth.middles[girth.bones == bone] for bone in arm.bones[:2])
    return np.concatenate([shoulder + first @ np.swapaxes(upper, -1, -2), elbow[..., None, :] + second @ np.swapaxes(fore, -1, -2)], -2)


def _hand(me: Character, arm: Arm, girth: Spheres, turns: NDArray[np.float64]) -> tuple[Array, Array]:
    """Balls that move with the wrist: hand and fingers, the nearer half of the forearm, and the corners of what is
    held. Middles (N, 3) relative to the wrist, m, along world axes, and radii (N,), m."""
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
    """Bring the wrist to a place (3,), m, by turning upper arm and forearm as little as possible. The hand keeps its
    own rotation as far as the wrist bends."""
    for bone, meant, way in zip(arm.bones, limb.turns, limb.bent(arm, place, arm.swivel)):
        turns[bone] = _least(meant[:, 2], way[:, 2]) @ meant
    turns[arm.bones[2]] = wrist(turns[arm.bones[1]], limb.turns[2])[1]


def _least(a: Array, b: Array) -> Array:
    """The smallest rotation (3, 3) that turns unit vector a (3,) into unit vector b (3,); they must not be
    opposite."""
    axis, cosine = cross(a, b), float(a @ b)
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.eye(3) + skew + skew @ skew / (1 + cosine)
