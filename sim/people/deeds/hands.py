"""What hands do in many verbs: go there, hold before the chest, come back."""

from collections.abc import Callable, Iterator

import numpy as np
from scipy.spatial.transform import Rotation

from sim.people.arms import ELBOW, Hand, upright
from sim.people.performer import Performer, Unable

INWARD = np.radians(25.0)
"""By which the fingers turn inwards from the line to what they reach for."""
LOW, DIP = (0.0, 0.7), np.radians((70.0, 30.0))
"""By which they point down to what is so high above the soles, m."""


def bring(me: Performer, side: str, name: str, goal: Callable[[], Hand], elbow: np.ndarray = ELBOW) -> Iterator[None]:
    """Bring a hand to a goal, leaning forward if need be."""
    lean, sink, short = stoop_for(me, side, goal()[0])
    if short > 0:
        raise Unable(f"{name} is {short:.2f} m beyond {me.person.name}'s reach at {now(me)}")
    far = float(np.linalg.norm(goal()[0] - me.hand(side)[0]))
    seconds = 0.45 + 0.6 * far
    me.bends(seconds, lean, sink)
    me.sends(side, goal, seconds, elbow)
    yield from me.waits(seconds)


def carry(me: Performer, side: str) -> Iterator[None]:
    """Hold before the chest."""
    sign = me.arms[side].sign

    def before_chest() -> Hand:
        forward = me.forward()
        aside = np.cross([0.0, 0.0, 1.0], forward) * sign
        return me.at("chest") + me.size * (0.27 * forward + 0.17 * aside - [0, 0, 0.06]), me.held[side].level(inwards(me, side, forward))
    me.bends(0.8)
    me.sends(side, before_chest, 0.8)
    yield from me.waits(0.8)


def back(me: Performer, side: str) -> Iterator[None]:
    """Back to where the gait has it."""
    me.bends(0.7)
    me.sends(side, None, 0.7)
    yield from me.waits(0.7)


def towards(me: Performer, side: str, thing: np.ndarray, radius: float) -> Hand:
    """A hand whose palm touches the side of a thing."""
    dip = float(np.interp((thing[2] - me.ground) / me.size, LOW, DIP))
    turn = upright(inwards(me, side, thing - me.at(f"{side}_upper_arm")), dip)
    palm = turn[:, 1] * -me.arms[side].sign
    return thing - palm * radius - turn @ me.arms[side].grip, turn


def inwards(me: Performer, side: str, way: np.ndarray) -> np.ndarray:
    """A direction turned towards the other hand."""
    return Rotation.from_euler("z", -me.arms[side].sign * INWARD).apply(way)


def stoop_for(me: Performer, side: str, wrist: np.ndarray) -> tuple[float, float, float]:
    """How far to lean, rad, and to crouch, m, so that a wrist gets there, as little as does; and by how much it falls short even so, m."""
    longest, best = 0.98 * sum(me.arms[side].lengths), np.inf
    for lean, sink in me.stoops():
        short = float(np.linalg.norm(wrist - me.shoulder(side, lean, sink))) - longest
        if short <= 0:
            return lean, sink, 0.0
        best = min(best, short)
    return 0.0, 0.0, best


def free_hand(me: Performer, aim: np.ndarray, wanted: str) -> str:
    """The nearest empty hand, or the one wanted. Raises Unable if there is none."""
    sides = [side for side in ("right", "left") if side not in me.held and wanted in ("", side)]
    if not sides:
        raise Unable(f"{me.person.name}'s {wanted + ' hand is' if wanted else 'hands are'} full")
    return min(sides, key=lambda side: float(np.linalg.norm(me.at(f"{side}_upper_arm") - aim)))


def holding(me: Performer, thing: str) -> str:
    """The hand that holds a thing. Raises Unable if none does."""
    for side, held in me.held.items():
        if held.thing == thing:
            return side
    raise Unable(f"{me.person.name} does not hold {thing} at {now(me)}")


def now(me: Performer) -> str:
    """The time, for messages."""
    return f"{me.frame / me.fps:.1f} s"
