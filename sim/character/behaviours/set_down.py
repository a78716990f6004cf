"""Setting down what was lifted with someone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.held import Held
from sim.character.planning.clearance import room_below
from sim.character.skills.lifting import carry_up, leave, stoop_to
from sim.character.skills.preconditions import holding, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act

STILL = 0.01
"""m/s up to which a thing is not on its way."""


@dataclass(frozen=True, kw_only=True)
class SetDown(Act):
    """Set down what two people hold, together, on what is below it; either of them may."""

    thing: str


def set_down(context: Context, me: Character, act: SetDown) -> Iterator[None]:
    """A SetDown."""
    people = [context.characters[name] for name in _held(me, act.thing).together]
    speed = float(np.linalg.norm(context.velocity(act.thing)))
    if speed > STILL:
        raise Unable(f"{act.thing} is on its way at {speed:.2f} m/s at {now(me)}; let it be lifted first")
    room = room_below(context.physics, act.thing)
    if not np.isfinite(room):
        raise Unable(f"there is nothing below {act.thing} at {now(me)} to set it down on")
    low = {who: stoop_to(context, who, act.thing, {side: arm.goal for side, arm in who.arms.items() if arm.goal}, -room) for who in people}
    yield from carry_up(context, act.thing, low, -room)
    yield from leave(context, act.thing, people)


def _held(me: Character, thing: str) -> Held:
    """What someone holds together with someone. Raises Unable if they do not."""
    for held in me.held.values():
        if held.thing == thing and held.together:
            return held
    side = holding(me, thing)
    raise Unable(f"{me.person.name} holds {thing} alone, in the {side} hand, at {now(me)}; place it")


VERB = VerbSpec(word="set_down", act=SetDown, steps=set_down, done="set down", given=("thing",), grips="let go")
