"""Taking hold of a thing and lifting it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.planning.affordances import body_depth_below, half_width
from sim.character.planning.reach import shoulder
from sim.character.skills.hands import bring, hold_upright, towards
from sim.character.skills.holds import find_hold
from sim.character.skills.preconditions import check_clear, check_gap, check_let_be, check_reach, free_hand
from sim.character.skills.reaching_from import easiest
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act

CLOSE = 0.04
"""m between a palm and a thing when it is grasped."""
WIDE = 0.13
"""m from its middle to the side: what a hand can hold."""
LIFTS = 10.0
"""kg, the most that a hand lifts."""


@dataclass(frozen=True, kw_only=True)
class PickUp(Act):
    """Take hold of an object within reach and lift it. hand: 'left' or 'right'; "": the nearer free one."""

    thing: str
    hand: str = ""


def pick_up(context: Context, me: Character, act: PickUp) -> Iterator[None]:
    """A PickUp."""
    check_let_be(context, me, act.thing)
    radius, mass = half_width(context.physics, act.thing), context.mass(act.thing)
    if radius > WIDE:
        raise Unable(f"{act.thing} is {2 * radius:.2f} m wide; a hand holds up to {2 * WIDE:.2f} m")
    if mass > LIFTS:
        raise Unable(f"{act.thing} weighs {mass:.1f} kg; a hand lifts up to {LIFTS:.0f} kg")
    side = free_hand(me, context.where(act.thing), act.hand)
    below, (by, _) = body_depth_below(context.physics, act.thing), easiest(context, me, side, act.thing)
    stoop = check_reach(me, side, act.thing, towards(me, side, context.where(act.thing), radius, below, by=by)[0])
    check_clear(context, me, side, act.thing, stoop)
    place, turn = find_hold(context, me, side, stoop, act.thing, towards(
        me, side, context.where(act.thing), radius, below, shoulder(me, side, stoop), by))
    beside = place - context.where(act.thing)
    context.bodies.pass_through(me, act.thing, True)  # a hand that closes round a thing does not push it away
    with me.watching(lambda: context.where(act.thing)):
        yield from bring(me, side, act.thing, lambda: (context.where(act.thing) + beside, turn))
    check_gap(context, me, side, act.thing, CLOSE)
    context.take(me, side, act.thing)
    yield from me.waits(0.15)
    yield from hold_upright(me, side)


VERB = VerbSpec(word="pick_up", act=PickUp, steps=pick_up, done="took hold", given=("thing",), grips="taken")
