"""How a hand is put to a thing that it is to hold: turned so that thumb and fingers get round it, and moved until its skin touches."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.character.body.hand_skin import hand_skin
from sim.character.character import Character
from sim.character.context import Context
from sim.character.held import Held
from sim.character.motion.arms import Hand, wrist
from sim.character.motion.grasping import GOOD, hands_round, held, thing_of
from sim.character.motion.posture import UPRIGHT, Stoop
from sim.character.planning.affordances import body_depth_below, convex_corners, hull
from sim.character.planning.reach import IN, OUT, deep, forearm, reaching_in, stoop_for
from sim.character.skills.hands import chest_place, inwards
from sim.math.conventions import Array

FAR_IN = 0.1
"""m that someone may be in what stands still whom no way of holding keeps out of it."""
CLEAR = 0.02
"""m that a thing, such as its handle, keeps off the forearm, if it can be held so."""


def find_hold(context: Context, me: Character, side: str, stoop: Stoop, name: str, first: Hand) -> Hand:
    """How a hand best holds a thing. Tried are the hand `first`, in front of it, and others turned more and more
    about the thing: the first is taken that thumb and fingers touch well with, else the best, so long as it is in
    nothing else."""
    middle = context.where(name)
    thing = thing_of(context.physics, name, middle, float(middle[2]) - body_depth_below(context.physics, name))
    corners, skin = hull(convex_corners(context.physics, name)), hand_skin(me.person.figure, side)
    girth = me.body.spheres.of(f"{side}_hand")
    best: tuple[float, Hand] = (-np.inf, first)
    inside = _inside(me, side, first[0])
    deepest = min(inside + IN, FAR_IN) if inside else 0.0
    for hand in _ways(me, side, stoop, hands_round(first, me.arms[side].grip, thing, side), corners):
        fore = forearm(me, side, stoop, hand[0])[1]
        found = held(skin, girth, thing, (hand[0], wrist(fore, hand[1])[1]), side)
        if found.score > best[0] and _inside(me, side, found.hand[0]) <= deepest:
            best = found.score, found.hand
        if best[0] >= GOOD:
            break
    return best[1]


def _ways(me: Character, side: str, stoop: Stoop, hands: Iterable[Hand], corners: Array) -> Iterator[Hand]:
    """Those hands with which a thing of these corners (N, 3), m, keeps off the forearm, when it is taken and when it is carried: by CLEAR
    when it is taken, and then the others; if there are none, all."""
    tried, near, found = list[Hand](), list[Hand](), False
    for hand in hands:
        tried.append(hand)
        inside = _in_forearm(me, side, stoop, hand[0], corners)
        if inside > 0 or not _carried_beside(me, side, hand, corners):
            continue
        found = True
        if inside > -CLEAR:
            near.append(hand)
        else:
            yield hand
    yield from near if found else tried


def _inside(me: Character, side: str, place: Array) -> float:
    """How deep someone is in what stands still, m, whose wrist gets to a place (3,), m: 0 if body and arm keep out of
    it; infinite if it does not get there."""
    stoop, short = stoop_for(me, side, place)
    return max(0.0, deep(me, stoop) + OUT, reaching_in(me, side, stoop, place)[0] - IN) if short == 0 else np.inf


def _in_forearm(me: Character, side: str, stoop: Stoop, place: Array, corners: Array) -> float:
    """How deep a thing is in the forearm that holds it, m; negative if it keeps off. corners: (N, 3) of the thing, m,
    world. place: (3,) of the wrist, m."""
    elbow, turn = forearm(me, side, stoop, place)
    return me.body.spheres.of("right_forearm").depth((corners - elbow) @ turn)


def _carried_beside(me: Character, side: str, hand: Hand, corners: Array) -> bool:
    """Whether a thing also keeps off the forearm once it is carried level before the chest."""
    place, turn = hand
    taken = Held(thing="", place=np.zeros(3), turn=np.eye(3), grasp=turn, corners=(corners - place) @ turn)
    at, level = chest_place(me, side), taken.level(inwards(me, side, me.forward()))
    elbow, fore = forearm(me, side, UPRIGHT, at)
    there = at + taken.corners @ wrist(fore, level)[1].T
    return me.body.spheres.of("right_forearm").depth((there - elbow) @ fore) <= 0
