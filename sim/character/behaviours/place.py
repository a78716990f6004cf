"""Putting down what is held."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.planning.affordances import body_depth_below, spot_on
from sim.character.skills.hands import back, bring, inwards
from sim.character.skills.preconditions import holding
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Place(Act):
    """Put down what is held, on an object or at a place; let go when it stands there."""

    thing: str
    on: str | Vec3


def place(context: Context, me: Character, act: Place) -> Iterator[None]:
    """A Place."""
    side = holding(me, act.thing)
    spot = spot_on(context.physics, act.on, me.at("pelvis")) if isinstance(act.on, str) else np.array(act.on, float)
    held, below = me.held[side], body_depth_below(context.physics, act.thing)

    def above() -> Hand:
        turn = held.level(inwards(me, side, spot - me.at(f"{side}_upper_arm")))
        return spot + [0.0, 0.0, below + 0.001] - turn @ held.place, turn
    with me.watching(lambda: spot):
        yield from bring(me, side, act.on if isinstance(act.on, str) else "the place", above)
    context.let_go(me, side, through=True)  # a hand that opens does not knock it over
    yield from me.waits(0.15)
    yield from back(me, side)
    context.bodies.pass_through(me, act.thing, False)


VERB = VerbSpec(word="place", act=Place, steps=place, done="put down", given=("thing", "on"), grips="let go")
