"""How people hand over, throw and catch: generators, as in sim.character.behaviours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.character.behaviours.checks import check_gap, free_hand, holding, now
from sim.character.behaviours.hands import back, by_way_of, carry, facing_palm, inwards, raised, towards
from sim.character.character import Character, Unable
from sim.character.motion import locomotion
from sim.character.motion.arms import Hand
from sim.character.motion.posture import Stoop
from sim.character.planning.affordances import half_width
from sim.character.planning.reach import shoulder, stoop_for, stoops
from sim.math.conventions import Array
from sim.verbs import Catch, HandOver, Throw

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

CLOSE, CAUGHT = 0.03, 0.06
"""m between a palm and a thing that it takes from another hand, and out of the air."""
ASKEW = np.radians(25.0)
"""Off which people turn before they give or throw."""
HARD, STROKE = 9.0, 0.45
"""m/s, the fastest throw, and m, the way along which a hand gathers speed."""
UPWARDS = np.cos(np.radians(55.0)), np.sin(np.radians(55.0))
"""Of the fingers of a hand that catches: away from the body, and up."""
FLIES = 0.8
"""m/s, the slowest thing that is caught."""
SOON, LATE = 0.2, 2.5
"""s: a hand needs as long to get into the way of a thing, and looks as far ahead."""


def hand_over(controller: "CharacterController", me: Character, verb: HandOver) -> Iterator[None]:
    """A HandOver."""
    side, other = holding(me, verb.thing), controller.characters[verb.to]
    for who in (me, other):
        if who.moving:
            raise Unable(f"{who.person.name} is on the move at {now(me)}")
    theirs = free_hand(other, me.at("chest"), "")
    yield from _face(me, (me, other.root), (other, me.root))
    held, radius = me.held[side], half_width(controller.physics, verb.thing)
    spot = (me.at("chest") + other.at("chest")) / 2 - [0.0, 0.0, 0.06]

    def mine() -> Hand:
        turn = held.level(inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot - turn @ held.place, turn

    def other_hand() -> Hand:
        return towards(other, theirs, controller.where(verb.thing), radius)
    goals = ((me, side, mine, spot), (other, theirs, other_hand, towards(other, theirs, spot, radius)[0]))
    both = [stoop_for(who, hand, wrist if who is other else goal()[0]) for who, hand, goal, wrist in goals]
    for (who, *_), (_, short) in zip(goals, both):
        if short > 0:
            apart = float(np.linalg.norm((me.root - other.root)[:2]))
            raise Unable(f"{verb.to} is {apart:.2f} m from {me.person.name} at {now(me)}; between them {verb.thing} is {short:.2f} m "
                         f"beyond {who.person.name}'s reach")
    controller.bodies.pass_through(other, verb.thing, True)
    for (who, hand, goal, _), (stoop, _) in zip(goals, both):
        who.bends(1.0, stoop)
        who.sends(hand, goal if who is me else by_way_of(other, lambda: raised(other, theirs, float(spot[2])), goal, 1.0), 1.0)
    yield from _watching(controller, verb.thing, me, other, seconds=1.1)
    check_gap(controller, other, theirs, verb.thing, radius, CLOSE)
    controller.let_go(me, side, through=True)
    controller.take(other, theirs, verb.thing)
    other.bends(0.9)
    taking = carry(other, theirs)
    yield from _both(back(me, side), taking)
    controller.bodies.pass_through(me, verb.thing, False)


def throw(controller: "CharacterController", me: Character, verb: Throw) -> Iterator[None]:
    """A Throw: along a straight line, faster and faster, and let go with the velocity that flies there."""
    side = holding(me, verb.thing)
    yield from _face(me, (me, controller.where(verb.to, me.ground)))
    target, held = _target(controller, verb.to, me.ground), me.held[side]
    aside = np.cross([0.0, 0.0, 1.0], me.forward()) * me.arms[side].sign
    release = me.at(f"{side}_upper_arm") + me.size * (0.36 * me.forward() + 0.06 * aside + [0.0, 0.0, 0.16])
    velocity = _velocity(controller, release, target, verb.flight)
    speed = float(np.linalg.norm(velocity))
    if speed > HARD:
        far = float(np.linalg.norm(target - release))
        raise Unable(f"the throw is {far:.1f} m far and takes {speed:.1f} m/s; {me.person.name} throws at up to {HARD:.1f} m/s")
    turn = held.level(inwards(me, side, me.forward()))
    frames = max(2, round(2 * STROKE * me.size * me.fps / speed) - 1)
    steps = np.concatenate([[0.0], np.cumsum(np.arange(1, frames + 1))]) / (frames * me.fps)  # the last step has the whole velocity
    path = release + (steps - steps[-1])[:, None] * velocity
    me.sends(side, lambda: (path[0] - turn @ held.place, turn), 0.5)
    yield from me.waits(0.55)
    start = me.frame
    me.sends(side, lambda: (path[min(me.frame - start, frames)] - turn @ held.place, turn), 0.0)
    for _ in range(frames):
        yield
    controller.let_go(me, side, through=True)
    yield from back(me, side)
    controller.bodies.pass_through(me, verb.thing, False)


def catch(controller: "CharacterController", me: Character, verb: Catch) -> Iterator[None]:
    """A Catch: wait until it flies, see where it will be within reach, have the hand there then."""
    free_hand(me, me.root, verb.hand)
    until = me.frame + verb.within * me.fps
    while controller.holder(verb.thing) is not None or np.linalg.norm(controller.velocity(verb.thing)) < FLIES:
        if me.frame >= until:
            raise Unable(f"{verb.thing} did not fly within {verb.within:.1f} s")
        yield
    radius = half_width(controller.physics, verb.thing)
    side, frames, goal, stoop = _meeting(controller, me, verb, radius)
    controller.bodies.pass_through(me, verb.thing, True)
    me.bends(frames / me.fps, stoop)
    me.sends(side, lambda: goal, frames / me.fps)
    yield from _watching(controller, verb.thing, me, seconds=frames / me.fps)
    check_gap(controller, me, side, verb.thing, radius, CAUGHT)
    way = controller.velocity(verb.thing)
    controller.take(me, side, verb.thing)
    me.sends(side, lambda: (goal[0] + 0.03 * way, goal[1]), 0.2)  # it gives way
    yield from me.waits(0.2)
    yield from carry(me, side)


def _face(me: Character, *pairs: tuple[Character, Array]) -> Iterator[None]:
    """Let people turn towards places, if they stand and look elsewhere."""
    frames = 0
    for who, aim in pairs:
        ahead = who.forward() @ ((aim - who.root) * [1, 1, 0]) / max(float(np.linalg.norm((aim - who.root)[:2])), 1e-9)
        if ahead < np.cos(ASKEW) and not who.seat and not who.moving:
            locomotion.turn(who, aim)
            frames = max(frames, len(who.track.root) - 1)
    for _ in range(frames):
        yield


def _watching(controller: "CharacterController", thing: str, *people: Character, seconds: float) -> Iterator[None]:
    """Wait with all eyes on a thing."""
    def aim() -> Array:
        return controller.where(thing)
    me, *others = people
    with me.watching(aim):
        if others:
            yield from _watching(controller, thing, *others, seconds=seconds)
        else:
            yield from me.waits(seconds)


def _both(a: Iterator[None], b: Iterator[None]) -> Iterator[None]:
    """Go on with two until both are done."""
    running = [a, b]
    while running:
        running = [each for each in running if next(each, StopIteration) is None]
        if running:
            yield


def _target(controller: "CharacterController", to: str | tuple[float, ...], ground: float) -> Array:
    """Where a throw is to go: before someone's chest, or the place itself."""
    aim = controller.where(to, ground)
    return aim + 0.35 * controller.characters[to].forward() if isinstance(to, str) and to in controller.characters else aim


def _velocity(controller: "CharacterController", start: Array, end: Array, flight: float | None) -> Array:
    """m/s with which a thing flies from one place to another; without a time, a little flatter than with the least speed."""
    fall = controller.physics.world.gravity
    seconds = flight or 0.8 * float(np.sqrt(2 * np.linalg.norm(end - start) / max(float(np.linalg.norm(fall)), 1e-9)))
    return np.asarray((end - start) / seconds - fall * seconds / 2)


def _meeting(controller: "CharacterController", me: Character, verb: Catch, radius: float) -> tuple[str, int, Hand, Stoop]:
    """The hand, the frames from now, its goal, and the stoop, with which a thing that flies is met; with the least stoop, then soonest."""
    at, velocity, fall = controller.where(verb.thing), controller.velocity(verb.thing), controller.physics.world.gravity
    best, least, short = None, np.inf, np.inf
    sides = [side for side in ("right", "left") if side not in me.held and verb.hand in ("", side)]
    for side in sides:
        postures = list(stoops(me, 7))
        shoulders, longest = np.array([shoulder(me, side, each) for each in postures]), 0.97 * sum(me.arms[side].lengths)
        for frames in range(int(np.ceil(SOON * me.fps)), int(LATE * me.fps)):
            seconds = frames / me.fps
            place, way = at + velocity * seconds + fall * seconds ** 2 / 2, velocity + fall * seconds
            if place[2] < me.ground + radius / 2 or (place - me.root) @ me.forward() < 0.12:
                continue
            out = place - me.at(f"{side}_upper_arm")
            goal = facing_palm(me, side, place, -way, radius, UPWARDS[0] * out / np.linalg.norm(out) + [0.0, 0.0, UPWARDS[1]])
            gaps = np.linalg.norm(goal[0] - shoulders, axis=1) - longest
            short = min(short, float(gaps.min()))
            if (gaps <= 0).any() and int((gaps <= 0).argmax()) < least:
                least = int((gaps <= 0).argmax())
                best = side, frames, goal, postures[least]
    if best is None:
        where = f"passes {short:.2f} m beyond {me.person.name}'s reach" if np.isfinite(short) else f"does not come to {me.person.name}"
        raise Unable(f"{verb.thing} {where}, as it flies at {now(me)}")
    return best
