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
from sim.character.planning.reach import IN, forearm, reaching_in, stoop_for
from sim.character.skills.hands import chest_place, inwards
from sim.math.conventions import Array

CLEAR = 0.02
"""m that a thing, such as its handle, keeps off the forearm."""


def find_hold(context: Context, me: Character, side: str, stoop: Stoop, name: str, first: Hand) -> Hand:
    """How a hand best holds a thing. Tried are the hand `first`, in front of it, and others turned more and more
    about the thing: the first is taken that thumb and fingers touch well with, else the best, so long as it is in
    nothing else."""
    middle = context.where(name)
    thing = thing_of(context.physics, name, middle, float(middle[2]) - body_depth_below(context.physics, name))
    corners, skin = hull(convex_corners(context.physics, name)), hand_skin(me.person.figure, side)
    girth = me.body.spheres.of(f"{side}_hand")
    best: tuple[float, Hand] = (-np.inf, first)
    for hand in _ways(me, side, stoop, hands_round(first, me.arms[side].grip, thing, side), corners):
        fore = forearm(me, side, stoop, hand[0])[1]
        found = held(skin, girth, thing, (hand[0], wrist(fore, hand[1])[1]), side)
        if found.score > best[0] and _free(me, side, found.hand[0]):
            best = found.score, found.hand
        if best[0] >= GOOD:
            break
    return best[1]


def _ways(me: Character, side: str, stoop: Stoop, hands: Iterable[Hand], corners: Array) -> Iterator[Hand]:
    """Those hands with which a thing of these corners (N, 3), m, keeps off the forearm, when it is taken and when it is carried; if there
    are none, those when it is taken; if there are none, all."""
    tried, beside, found = list[Hand](), list[Hand](), False
    for hand in hands:
        tried.append(hand)
        if _beside(me, side, stoop, hand[0], corners):
            beside.append(hand)
            if _carried_beside(me, side, hand, corners):
                found = True
                yield hand
    if not found:
        yield from beside or tried


def _free(me: Character, side: str, place: Array) -> bool:
    """Whether a wrist gets to a place (3,), m, and the arm keeps out of what stands still."""
    stoop, short = stoop_for(me, side, place)
    return short == 0 and reaching_in(me, side, stoop, place)[0] <= IN


def _beside(me: Character, side: str, stoop: Stoop, place: Array, corners: Array) -> bool:
    """Whether a thing keeps off the forearm that holds it. corners: (N, 3) of the thing, m, world. place: (3,) of the
    wrist, m."""
    elbow, turn = forearm(me, side, stoop, place)
    return me.body.spheres.of("right_forearm").depth((corners - elbow) @ turn) <= -CLEAR


def _carried_beside(me: Character, side: str, hand: Hand, corners: Array) -> bool:
    """Whether a thing also keeps off the forearm once it is carried level before the chest."""
    place, turn = hand
    taken = Held(thing="", place=np.zeros(3), turn=np.eye(3), grasp=turn, corners=(corners - place) @ turn)
    at, level = chest_place(me, side), taken.level(inwards(me, side, me.forward()))
    elbow, fore = forearm(me, side, UPRIGHT, at)
    there = at + taken.corners @ wrist(fore, level)[1].T
    return me.body.spheres.of("right_forearm").depth((there - elbow) @ fore) <= 0
