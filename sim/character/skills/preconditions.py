"""What must be so before hands do anything; if it is not, Unable says why, with numbers."""

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.grasping import thing_of
from sim.character.motion.posture import Stoop
from sim.character.planning.affordances import between, convex_corners
from sim.character.planning.reach import reaching_in, shoulder, stoop_for
from sim.character.unable import Unable

FAR_IN = 0.03
"""m that an arm may be in what stands still where there is no way to reach without."""
HARDLY = 0.01
"""m by which the left hand must be nearer than the right one to be taken."""


def check_reach(me: Character, side: str, name: str, wrist: np.ndarray) -> Stoop:
    """How to stoop for a wrist to get to what is called `name`. Raises Unable if it does not."""
    stoop, short = stoop_for(me, side, wrist)
    if short > 0:
        raise Unable(f"{name} is {short:.2f} m beyond {me.person.name}'s reach at {now(me)}")
    inside, wall = reaching_in(me, side, stoop, wrist)
    if inside > FAR_IN:
        raise Unable(f"to reach {name}, {me.person.name}'s arm would be {inside:.2f} m inside {wall} at {now(me)}")
    return stoop


def check_clear(context: Context, me: Character, side: str, thing: str, stoop: Stoop) -> None:
    """Raise Unable if something that stands still is between someone's shoulder, when they stoop so, and a thing."""
    wall = between(context.physics, shoulder(me, side, stoop), context.where(thing), thing)
    if wall:
        raise Unable(f"{wall} is between {me.person.name} and {thing} at {now(me)}{heights(context, wall, thing)}")


def heights(context: Context, wall: str, thing: str) -> str:
    """The heights of something in the way and of what is behind it, in words that end a message."""
    high = max(float(corners[:, 2].max()) for corners in convex_corners(context.physics, wall))
    return f"; it reaches up to {high:.2f} m, and the middle of {thing} is at {context.where(thing)[2]:.2f} m"


def check_gap(context: Context, me: Character, side: str, thing: str, most: float) -> None:
    """Raise Unable if a palm is more than so many m, `most`, from a thing; hand and thing then collide again."""
    hand = me.hand(side)
    gap = float(thing_of(context.physics, thing, np.zeros(3), 0.0).away(hand).of(me.arms[side].grip[None])[0])
    if gap > most:
        context.bodies.pass_through(me, thing, False)
        raise Unable(f"{thing} is {gap:.2f} m from {me.person.name}'s hand at {now(me)}, which closes on what is within {most:.2f} m")


def check_alone(me: Character) -> None:
    """Raise Unable for who holds something together with someone."""
    for held in me.held.values():
        if held.together:
            raise Unable(f"{held.thing} is held by {' and '.join(held.together)} together at {now(me)}; set it down first")


def free_hand(me: Character, aim: np.ndarray, wanted: str) -> str:
    """The nearest empty hand, the right one if the left is hardly nearer; or the one wanted. Raises Unable if there is none."""
    sides = [side for side in ("right", "left") if side not in me.held and wanted in ("", side)]
    if not sides:
        raise full(me, wanted)
    return min(sides, key=lambda side: float(np.linalg.norm(me.at(f"{side}_upper_arm") - aim)) + (HARDLY if side == "left" else 0.0))


def full(me: Character, wanted: str) -> Unable:
    """The Unable that says which hands are full and of what: both, or the one wanted. Raises one itself for what is
    held together with somebody."""
    check_alone(me)
    held = {side: each.thing for side, each in me.held.items() if wanted in ("", side)}
    if wanted:
        return Unable(f"{me.person.name}'s {wanted} hand is full at {now(me)}: it holds {held[wanted]}")
    return Unable(f"{me.person.name}'s hands are full at {now(me)}: " + " and ".join(f"the {side} one holds {held[side]}" for side in held))


def holding(me: Character, thing: str) -> str:
    """The hand that holds a thing. Raises Unable if none does, or someone else holds it, too."""
    for side, held in me.held.items():
        if held.thing == thing:
            check_alone(me)
            return side
    hands = " and ".join(f"the {side} one holds {held.thing}" for side, held in me.held.items()) or "both are empty"
    raise Unable(f"{me.person.name} does not hold {thing} at {now(me)}; of their hands, {hands}")


def check_let_be(context: Context, me: Character, thing: str) -> None:
    """Raise Unable if somebody holds a thing, or has it on their head."""
    check_in_no_hand(context, me, thing)
    if wearer := context.wearer(thing):
        raise Unable(f"{thing} is worn by {wearer.person.name} at {now(me)}; it is to be taken off first")


def check_in_no_hand(context: Context, me: Character, thing: str) -> None:
    """Raise Unable if somebody holds a thing."""
    for holder in context.holders(thing):
        side = holding(holder, thing)
        raise Unable(f"{thing} is in {holder.person.name}'s {side} hand at {now(me)}")


def now(me: Character) -> str:
    """The time, for messages."""
    return f"{me.frame / me.fps:.1f} s"
