"""Giving a thing to someone, who takes it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.planning.affordances import half_width
from sim.character.planning.reach import stoop_for
from sim.character.skills.hands import back, by_way_of, hold_upright, inwards, raised, towards
from sim.character.skills.pairs import face, interleaved, watching
from sim.character.skills.preconditions import check_gap, free_hand, holding, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.errors import DeclarationError
from sim.scene.act import PERSON, Act, Declared

CLOSE, CAUGHT = 0.03, 0.06
"""m between a palm and a thing that it takes from another hand, and out of the air."""


@dataclass(frozen=True, kw_only=True)
class HandOver(Act):
    """Give what is held into the hand of someone near, who reaches for it. to: who."""

    thing: str
    to: str

    def check(self, owner: str, scene: Declared) -> None:
        if scene.kinds[self.to] != PERSON:
            raise DeclarationError(f"{owner}: {self.to!r} {scene.kinds[self.to]}; things are handed to people. Use place.")


def hand_over(context: Context, me: Character, act: HandOver) -> Iterator[None]:
    """A HandOver."""
    side, other = holding(me, act.thing), context.characters[act.to]
    for who in (me, other):
        if who.moving:
            raise Unable(f"{who.person.name} is on the move at {now(me)}, for {who.seconds_left:.1f} s more; "
                         "things are handed over standing still")
    theirs = free_hand(other, me.at("chest"), "")
    yield from face(me, (me, other.root), (other, me.root))
    held, radius = me.held[side], half_width(context.physics, act.thing)
    spot = (me.at("chest") + other.at("chest")) / 2 - [0.0, 0.0, 0.06]

    def mine() -> Hand:
        turn = held.level(inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot - turn @ held.place, turn

    def other_hand() -> Hand:
        return towards(other, theirs, context.where(act.thing), radius)
    goals = ((me, side, mine, spot), (other, theirs, other_hand, towards(other, theirs, spot, radius)[0]))
    found = [stoop_for(who, hand, wrist if who is other else goal()[0]) for who, hand, goal, wrist in goals]
    for (who, *_), (_, short) in zip(goals, found):
        if short > 0:
            apart = float(np.linalg.norm((me.root - other.root)[:2]))
            raise Unable(f"{act.to} is {apart:.2f} m from {me.person.name} at {now(me)}; between them {act.thing} is {short:.2f} m "
                         f"beyond {who.person.name}'s reach")
    context.bodies.pass_through(other, act.thing, True)
    for (who, hand, goal, _), (stoop, _) in zip(goals, found):
        who.bends(1.0, stoop)
        who.sends(hand, goal if who is me else by_way_of(other, lambda: raised(other, theirs, float(spot[2])), goal, 1.0), 1.0)
    yield from watching(context, act.thing, me, other, seconds=1.1)
    check_gap(context, other, theirs, act.thing, CLOSE)
    context.let_go(me, side, through=True)
    context.take(other, theirs, act.thing)
    other.bends(0.9)
    taking = hold_upright(other, theirs)
    yield from interleaved(back(me, side), taking)
    context.bodies.pass_through(me, act.thing, False)


VERB = VerbSpec(word="hand_over", act=HandOver, steps=hand_over, done="handed over", given=("thing", "to"))
