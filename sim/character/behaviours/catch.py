"""Catching what flies by."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.motion.posture import Stoop
from sim.character.planning.affordances import half_width
from sim.character.planning.reach import shoulder, stoops
from sim.character.skills.hands import facing_palm, hold_upright
from sim.character.skills.pairs import watching
from sim.character.skills.preconditions import check_gap, free_hand, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act

CLOSE, CAUGHT = 0.03, 0.06
"""m between a palm and a thing that it takes from another hand, and out of the air."""
UPWARDS = np.cos(np.radians(55.0)), np.sin(np.radians(55.0))
"""Of the fingers of a hand that catches: away from the body, and up."""
FLIES = 0.8
"""m/s, the slowest thing that is caught."""
SOON, LATE = 0.2, 2.5
"""s: a hand needs as long to get into the way of a thing, and looks as far ahead."""


@dataclass(frozen=True, kw_only=True)
class Catch(Act):
    """Catch an object that flies by within reach. within: s to wait for it."""

    thing: str
    hand: str = ""
    within: float = 5.0


def catch(context: Context, me: Character, act: Catch) -> Iterator[None]:
    """A Catch: wait until it flies, see where it will be within reach, have the hand there then."""
    free_hand(me, me.root, act.hand)
    until = me.frame + act.within * me.fps
    while context.holders(act.thing) or np.linalg.norm(context.velocity(act.thing)) < FLIES:
        if me.frame >= until:
            holders, speed = context.holders(act.thing), float(np.linalg.norm(context.velocity(act.thing)))
            how = f"{holders[0].person.name} holds it" if holders else f"it moves at {speed:.1f} m/s, not {FLIES:.1f},"
            raise Unable(f"{act.thing} did not fly within {act.within:.1f} s; {how} at {now(me)}")
        yield
    radius = half_width(context.physics, act.thing)
    side, frames, goal, stoop = _meeting(context, me, act, radius)
    context.bodies.pass_through(me, act.thing, True)
    me.bends(frames / me.fps, stoop)
    me.sends(side, lambda: goal, frames / me.fps)
    yield from watching(context, act.thing, me, seconds=frames / me.fps)
    check_gap(context, me, side, act.thing, CAUGHT)
    way = context.velocity(act.thing)
    context.take(me, side, act.thing)
    me.sends(side, lambda: (goal[0] + 0.03 * way, goal[1]), 0.2)  # it gives way
    yield from me.waits(0.2)
    yield from hold_upright(me, side)


def _meeting(context: Context, me: Character, act: Catch, radius: float) -> tuple[str, int, Hand, Stoop]:
    """The hand, the frames from now, its goal, and the stoop, with which a thing that flies is met; with the least stoop, then soonest."""
    at, velocity, fall = context.where(act.thing), context.velocity(act.thing), context.physics.world.gravity
    best, least, short = None, np.inf, np.inf
    sides = [side for side in ("right", "left") if side not in me.held and act.hand in ("", side)]
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
        far, name = float(np.linalg.norm((at - me.root)[:2])), me.person.name
        where = f"does not come before {name}, {far:.2f} m from it,"
        if np.isfinite(short):
            where = f"passes {short:.2f} m beyond {name}'s reach"
        raise Unable(f"{act.thing} {where}, as it flies at {now(me)}")
    return best


VERB = VerbSpec(word="catch", act=Catch, steps=catch, done="caught", given=("thing",))
