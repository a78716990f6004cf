"""Keeping arms, and what they hold, out of what stands still: hands slide along it, elbows turn away, and both go back after."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.motion.arm_balls import ArmBalls, arm_balls
from sim.character.motion.arms import SWIFTEST, Arm, limited, wrist
from sim.character.motion.elbow_swivel import SWIVELS, clearest
from sim.character.planning.prism_obstacles import PrismObstacles
from sim.math.conventions import Array, cross
from sim.math.two_bone_ik import STRAIGHT, bent

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
BACK, FASTEST = 1.2, 1.5
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

    def bent(self, arm: Arm, place: Array, swivel: float) -> tuple[Array, Array]:
        """World rotations (3, 3) of upper arm and forearm with the wrist at a place and the elbow turned by an angle, rad."""
        from sim.character.motion.arm_kernels import swivelled  # here: declaring a scene needs no compiler
        return swivelled(self[:3], place, arm.lengths, swivel, STRAIGHT)

    def depths(self, arm: Arm, balls: ArmBalls, walls: PrismObstacles, place: Array) -> tuple[Array, NDArray[np.int64]]:
        """How deep it would be in walls with the wrist at a place and the elbow turned by each of SWIVELS, m, and in which of them."""
        from sim.character.motion.arm_kernels import depths
        return depths(walls.walls, self[:3], place, arm.lengths, SWIVELS, STRAIGHT, balls.upper, balls.fore, balls.radii)


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
        balls = arm_balls(me.body, arm.side)
        if straying or _deep(me, arm, walls, balls, limb, place, turns):
            place = _slid(me, arm, walls, balls, limb, place, turns)
            best = clearest(limb.depths(arm, balls, walls, place)[0], arm.swivel)
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
        if len(near_by.low) and _deep(me, arm, near_by, arm_balls(me.body, arm.side), limb, limb.end, turns):
            arm.turn_to(turns, now)
            slow = now
    arm.shown = slow


def arm_in(me: Character, side: str, chest: Array, frame: Array, wrist: Array, elbow: Array) -> tuple[float, str]:
    """How deep an arm gets, at its best, in what stands still when its wrist is at a place (3,), m, and in what; negative if it does not.
    chest, frame: place (3,) and rotation (3, 3) of the chest. elbow: as sim.character.motion.arms.ELBOW."""
    arm, walls = me.arms[side], walls_near_arms(me, chest)
    if not len(walls.low):
        return -np.inf, ""
    shoulder = chest + frame @ me.body.offsets[arm.bones[0]]
    upper, _ = bent(shoulder, wrist, arm.lengths, frame @ (elbow * [1.0, -arm.sign, 1.0]), knee=False)
    limb = Limb(shoulder, shoulder - upper[:, 2] * arm.lengths[0], wrist, np.zeros((3, 3, 3)))
    deep, which = limb.depths(arm, arm_balls(me.body, side), walls, wrist)
    return min(zip(deep.tolist(), walls.owners[which].tolist()))


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


def _deep(me: Character, arm: Arm, walls: PrismObstacles, balls: ArmBalls, limb: Limb, place: Array, turns: NDArray[np.float64]) -> bool:
    """Whether any of an arm is in something."""
    upper, fore, _ = turns[arm.bones]
    middles = [limb.shoulder + balls.upper @ upper.T, limb.shoulder - upper[:, 2] * arm.lengths[0] + balls.fore @ fore.T]
    return walls.depth(np.concatenate(middles), balls.radii) > 0 or walls.depth(*_hand(me, arm, balls, turns, place)) > 0


def _slid(me: Character, arm: Arm, walls: PrismObstacles, balls: ArmBalls, limb: Limb, place: Array, turns: NDArray[np.float64]) -> Array:
    """Where the wrist gets to that is to be at a place (3,), m."""
    if arm.at is None:
        return place
    most = float(np.linalg.norm(limb.end - (arm.at - arm.aside))) + FASTEST / me.fps
    return walls.slid(arm.at, place, *_hand(me, arm, balls, turns), most)


def _hand(me: Character, arm: Arm, balls: ArmBalls, turns: NDArray[np.float64], place: Array | float = 0.0) -> tuple[Array, Array]:
    """A hand with its fingers as they are, half the forearm and what is held, which go with the wrist, more or less, as balls (N, 3), m,
    with that at a place (3,), m, and their radii (N,), m."""
    hand, held = turns[arm.bones[2]].T, me.held.get(arm.side)
    corners = held.corners if held else np.zeros((0, 3))
    middles = [balls.palm @ hand, me.hands[arm.side].spheres() @ hand, balls.lower @ turns[arm.bones[1]].T, corners @ hand]
    return place + np.concatenate(middles), np.concatenate([balls.going + MARGIN, np.full(len(corners), -TOUCH)])


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
