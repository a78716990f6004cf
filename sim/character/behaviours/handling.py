"""How people reach, pick up, put down, push and wave: generators, as in sim.character.behaviours."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from sim.character.behaviours.checks import check_clear, check_gap, check_reach, free_hand, holding
from sim.character.behaviours.hands import INWARD, back, bring, carry, facing_palm, inwards, towards
from sim.character.character import Character, Unable
from sim.character.motion.arms import Hand
from sim.character.motion.posture import Stoop
from sim.character.planning.affordances import depth_below, half_width, hull, outlines, spot_on
from sim.character.planning.reach import forearm
from sim.math.conventions import Array
from sim.verbs import PickUp, Place, Push, Reach, Wave

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

CLOSE = 0.04
"""m between a palm and a thing when it is grasped."""
WIDE = 0.13
"""m from its middle to the side: what a hand can hold."""
ASIDE, CLEAR = np.radians((0, -10, 10, -20, 20, -30, 30, -40, 40)), 0.005
"""rad by which fingers turn aside, the least that does, so that what they grasp is so many m off the forearm."""
LIFTS, PUSHES = 10.0, 60.0
"""kg, the most that a hand lifts, and pushes."""
MOVED, PALM = 0.01, 0.045
"""m by which a thing that is pushed must get away, and from a palm that is about to push to the thing."""


def reach(controller: "CharacterController", me: Character, verb: Reach) -> Iterator[None]:
    """A Reach."""
    side = free_hand(me, controller.where(verb.to, me.ground), verb.hand)
    name = verb.to if isinstance(verb.to, str) else "the place"
    yield from bring(me, side, name, lambda: towards(me, side, controller.where(verb.to, me.ground), 0.0))
    yield from me.waits(0.3)
    yield from back(me, side)


def pick_up(controller: "CharacterController", me: Character, verb: PickUp) -> Iterator[None]:
    """A PickUp."""
    holder = controller.holder(verb.thing)
    if holder is not None:
        raise Unable(f"{verb.thing} is held by {holder.person.name}")
    radius, mass = half_width(controller.physics, verb.thing), controller.mass(verb.thing)
    if radius > WIDE:
        raise Unable(f"{verb.thing} is {2 * radius:.2f} m wide; a hand holds up to {2 * WIDE:.2f} m")
    if mass > LIFTS:
        raise Unable(f"{verb.thing} weighs {mass:.1f} kg; a hand lifts up to {LIFTS:.0f} kg")
    side = free_hand(me, controller.where(verb.thing), verb.hand)
    below = depth_below(controller.physics, verb.thing)

    def grasp(inward: float) -> Hand:
        return towards(me, side, controller.where(verb.thing), radius, below, inward)
    stoop = check_reach(me, side, verb.thing, grasp(INWARD)[0])
    check_clear(controller, me, side, verb.thing, stoop)
    inward = _inward(me, side, stoop, hull(outlines(controller.physics, verb.thing)), grasp)
    controller.bodies.pass_through(me, verb.thing, True)  # a hand that closes round a thing does not push it away
    me.shapes(side, "open")
    with me.watching(lambda: controller.where(verb.thing)):
        yield from bring(me, side, verb.thing, lambda: grasp(inward))
    check_gap(controller, me, side, verb.thing, radius, CLOSE)
    controller.take(me, side, verb.thing)
    yield from me.waits(0.15)
    yield from carry(me, side)


def _inward(me: Character, side: str, stoop: Stoop, corners: Array, grasp: Callable[[float], Hand]) -> float:
    """INWARD, or as near to it as keeps all of a thing, such as its handle, off the forearm, rad. corners: the thing's (N, 3), m, world."""
    ways = INWARD + ASIDE
    arms = [forearm(me, side, stoop, grasp(way)[0]) for way in ways.tolist()]
    deep = np.array([me.body.spheres.of("right_forearm").depth((corners - elbow) @ turn) for elbow, turn in arms])
    return float(ways[(deep <= -CLEAR).argmax() if (deep <= -CLEAR).any() else deep.argmin()])


def place(controller: "CharacterController", me: Character, verb: Place) -> Iterator[None]:
    """A Place."""
    side = holding(me, verb.thing)
    spot = spot_on(controller.physics, verb.on, me.at("pelvis")) if isinstance(verb.on, str) else np.array(verb.on, float)
    held, below = me.held[side], depth_below(controller.physics, verb.thing)

    def above() -> Hand:
        turn = held.level(inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot + [0.0, 0.0, below + 0.001] - turn @ held.place, turn
    with me.watching(lambda: spot):
        yield from bring(me, side, verb.on if isinstance(verb.on, str) else "the place", above)
    controller.let_go(me, side, through=True)  # a hand that opens does not knock it over
    yield from me.waits(0.15)
    yield from back(me, side)
    controller.bodies.pass_through(me, verb.thing, False)


def push(controller: "CharacterController", me: Character, verb: Push) -> Iterator[None]:
    """A Push: the hand flat behind the thing, then straight on."""
    mass, start, holder = controller.mass(verb.thing), controller.where(verb.thing), controller.holder(verb.thing)
    if holder is not None:
        raise Unable(f"{verb.thing} is held by {holder.person.name}")
    if mass > PUSHES:
        raise Unable(f"{verb.thing} weighs {mass:.1f} kg; {me.person.name} pushes up to {PUSHES:.0f} kg")
    side = free_hand(me, start, verb.hand)
    corners, way = np.concatenate(outlines(controller.physics, verb.thing)), (start - me.root) * [1.0, 1.0, 0.0]
    way, low, high = way / max(float(np.linalg.norm(way)), 1e-9), corners[:, 2].min(), corners[:, 2].max()
    near = np.array([*start[:2], low + verb.height * (high - low)]) + way * float(((corners - start) @ way).min())

    aside = np.cross([0.0, 0.0, 1.0], way) * -me.arms[side].sign

    def pressed(far: float) -> Hand:
        return facing_palm(me, side, near + way * far, way, PALM, aside)
    stoop = check_reach(me, side, f"{verb.thing}, {verb.distance:.2f} m on,", pressed(verb.distance)[0])
    me.shapes(side, "open")
    with me.watching(lambda: controller.where(verb.thing)):
        yield from bring(me, side, verb.thing, lambda: pressed(0.0))
        since, far = me.frame, verb.distance + PALM
        me.bends(far / verb.speed, stoop)
        me.sends(side, lambda: pressed(min((me.frame - since) / me.fps * verb.speed, far)), 0.0)
        yield from me.waits(far / verb.speed)
        me.sends(side, lambda: pressed(far - 0.06), 0.3)
        yield from me.waits(0.3)
    went = float(np.linalg.norm(controller.where(verb.thing) - start))
    yield from back(me, side)
    if went < MOVED:
        raise Unable(f"{verb.thing} was pushed for {verb.distance:.2f} m and moved {went:.2f} m")


def wave(controller: "CharacterController", me: Character, verb: Wave) -> Iterator[None]:
    """A Wave."""
    side, start = verb.hand or next((s for s in ("right", "left") if s not in me.held), ""), me.frame
    if not side or side in me.held:
        raise Unable(f"{me.person.name}'s {side + ' hand is' if side else 'hands are'} full")
    sign = me.arms[side].sign

    def raised() -> Hand:
        forward, time = me.forward(), (me.frame - start) / me.fps
        swing = Rotation.from_rotvec(forward * 0.45 * np.sin(2 * np.pi * 1.6 * time)).as_matrix()
        down = swing @ [0.0, 0.0, -1.0]
        palm = forward * -sign
        turn = np.stack([np.cross(palm, down), palm, down], axis=-1)
        beside = np.cross([0.0, 0.0, 1.0], forward) * sign
        return me.at("chest") + me.size * (0.16 * forward + (0.38 + 0.05 * np.sin(10 * time)) * beside + [0, 0, 0.4]), turn
    me.shapes(side, "open")
    me.sends(side, raised, 0.8)
    yield from me.waits(1.6 if verb.duration is None and verb.until is None else verb.duration)
    yield from back(me, side)
