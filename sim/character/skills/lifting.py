"""What two people do who lift a thing and set it down: hands go there and away, and follow the thing as it goes up and down."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.motion.posture import UPRIGHT, Stoop
from sim.character.planning.affordances import convex_corners
from sim.character.planning.palm_holds import FINGERTIPS, OFF_GROUND, PalmHold, palm_holds
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.character.planning.reach import body_in, reaching_in, stoop_for_both
from sim.character.skills.hands import facing_palm
from sim.character.skills.pairs import watching
from sim.character.skills.preconditions import FAR_IN, now
from sim.character.unable import Unable
from sim.geometry.convex import Pose
from sim.math.conventions import matrix_about_z

Goals = dict[str, Callable[[], Hand]]
"""By hand, where it is to be."""
THERE, CLOSING, OPENING = 1.1, 0.5, 0.5
"""s in which hands come near a thing, close on it, and leave it."""
AWAY = np.array([0.07, 0.13])
"""m that hands which come and go are away from where they touch it, out of their palms; and towards the wrist, if a palm looks up."""
PACE = 0.7, 3.5
"""s to go up or down, and for each m more."""
CLOSE = 0.03
"""m between a hand and where it is to hold, at most."""
TILT = np.radians(20.0)
"""By which a hand is turned about its fingers, thumb away, so that its four fingers lie flat on what its palm looks at."""
FLAT = np.array([(-15.0, -15.0, -10.0), *[(0.0, 0.0, 0.0)] * 4])
"""Degrees by which fingers then bend, thumb first."""
UP = np.array([0.0, 0.0, 1.0])


def goals(context: Context, me: Character, thing: str) -> Goals:
    """Where someone's hands take hold of a thing: for each, a function that gives the hand, which moves with the
    thing. Raises Unable if there is no such place."""
    holds, start = palm_holds(context.physics, thing, me.root, me.ground), context.due(thing).position
    if not holds:
        raise Unable(f"{me.person.name} finds no place for both palms on {thing} at {now(me)}: under a flat edge, {OFF_GROUND:.2f} m above "
                     f"the ground or more, or against an upright side, {FINGERTIPS:.2f} m high or more")

    def holding(side: str, hold: PalmHold) -> Hand:
        place = hold.place + context.due(thing).position - start
        turn = facing_palm(me, side, place, hold.way, 0.0, hold.fingers)[1] @ matrix_about_z(-me.arms[side].sign * TILT)
        return place - turn @ me.arms[side].grip, turn
    return {side: partial(holding, side, hold) for side, hold in holds.items()}


def stoop_to(context: Context, me: Character, thing: str, hands: Mapping[str, Callable[[], Hand]], up: float) -> Stoop:
    """How someone must stoop for their hands to hold a thing when that is higher by `up`, m, than now. Raises Unable
    if they do not reach."""
    what = f"{thing}, {abs(up):.2f} m {'up' if up > 0 else 'down'}," if up else thing
    wrists = {side: goal()[0] + up * UP for side, goal in hands.items()}
    higher = prism_obstacles([(thing, corners + up * UP) for corners in convex_corners(context.physics, thing)])
    stoop, short = stoop_for_both(me, wrists, higher)
    if short > 0:
        raise Unable(f"{what} is {short:.2f} m beyond {me.person.name}'s reach at {now(me)}")
    if (inside := body_in(me, stoop, higher)) > FAR_IN:
        raise Unable(f"{me.person.name} stands too near to {what} at {now(me)}: they would be {inside:.2f} m inside it")
    for side, wrist in wrists.items():
        inside, wall = reaching_in(me, side, stoop, wrist)
        if inside > FAR_IN:
            raise Unable(f"to reach {what} {me.person.name}'s arm would be {inside:.2f} m inside {wall} at {now(me)}")
    return stoop


def take_hold(context: Context, thing: str, hands: Mapping[Character, Goals], stoops: Mapping[Character, Stoop]) -> Iterator[None]:
    """Bring all hands to a thing, and hold it."""
    me, *_ = hands
    close = me.time + THERE
    for who, each in hands.items():
        who.bends(THERE, stoops[who])
        for side, goal in each.items():
            who.shapes(side, FLAT)
            who.sends(side, partial(_near, who, side, goal, close), THERE, aim=goal)
    yield from watching(context, thing, *hands, seconds=THERE + CLOSING)
    for who, each in hands.items():
        for side, goal in each.items():
            _check_there(who, side, thing, goal)
    for who, each in hands.items():
        for side, goal in each.items():
            who.sends(side, goal, 0.0)
            context.take(who, side, thing, tuple(holder.person.name for holder in hands))
    context.send(thing, context.due(thing))


def carry_up(context: Context, thing: str, stoops: Mapping[Character, Stoop], up: float) -> Iterator[None]:
    """Move a thing that is held straight up by so many m, or down if negative."""
    me, *others = stoops
    start, seconds = context.due(thing), PACE[0] + PACE[1] * abs(up)
    for who, stoop in stoops.items():
        who.bends(seconds, stoop)
    frames = round(seconds * me.fps)
    for i, _ in enumerate(watching(context, thing, me, *others, seconds=seconds)):
        u = (i + 1) / frames
        context.send(thing, Pose(start.position + up * u ** 3 * (10 - 15 * u + 6 * u * u) * UP, start.rotation))
        yield


def leave(context: Context, thing: str, people: list[Character]) -> Iterator[None]:
    """Let go of a thing, hands away from it, and come upright."""
    me = people[0]
    for who in people:
        for side in who.arms:
            context.let_go(who, side, through=True)
            hand, since = who.hand(side), who.time
            who.shapes(side, FLAT)
            who.sends(side, partial(_leaving, who, side, hand, since), 0.0)
    yield from me.waits(OPENING)
    for who in people:
        who.bends(1.0, UPRIGHT)
        for side in who.arms:
            who.shapes(side, "relaxed")
            who.sends(side, None, 0.9)
    yield from me.waits(1.0)
    for who in people:
        context.bodies.pass_through(who, thing, False)


def _near(me: Character, side: str, goal: Callable[[], Hand], close: float) -> Hand:
    """Where a hand is before it takes hold: it closes in within CLOSING s from a time on, s."""
    return _off(me, side, goal(), 1 - _eased((me.time - close) / CLOSING))


def _leaving(me: Character, side: str, hand: Hand, since: float) -> Hand:
    return _off(me, side, hand, _eased((me.time - since) / OPENING))


def _off(me: Character, side: str, hand: Hand, share: float) -> Hand:
    """Where a hand is on its way to or from where it touches: a share, 0 to 1, of the distance that it keeps
    before."""
    place, turn = hand
    palm, wrist = turn[:, 1] * -me.arms[side].sign, turn[:, 2]
    return place + share * (AWAY[1] * max(float(palm[2]), 0.0) * wrist - AWAY[0] * palm), turn


def _eased(u: float) -> float:
    u = min(max(u, 0.0), 1.0)
    return u * u * (3 - 2 * u)


def _check_there(me: Character, side: str, thing: str, goal: Callable[[], Hand]) -> None:
    """Raise Unable if a hand is not where it is to hold."""
    gap = float(np.linalg.norm(me.hand(side)[0] - goal()[0]))
    if gap > CLOSE:
        raise Unable(f"{me.person.name}'s {side} hand is {gap:.2f} m from where it holds {thing} at {now(me)}; it takes hold from within "
                     f"{CLOSE:.2f} m")

