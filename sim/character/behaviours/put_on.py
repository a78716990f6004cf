"""Putting on a hat, a cap or glasses that is held."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.behaviours.take_off import OFF
from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import RAISED, Hand
from sim.character.skills.hands import back, by_way_of
from sim.character.skills.preconditions import holding, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.character.wearing import as_worn, check_fits_head, hand_on, on_head, shape_of, turn_held, worn_at
from sim.errors import DeclarationError
from sim.scene.act import Act, Declared
from sim.scene.shapes import Accessory

SECONDS = 1.5
"""In which it is on the head."""
ASKEW = 0.03
"""m from where it sits within which it slips into place."""


@dataclass(frozen=True, kw_only=True)
class PutOn(Act):
    """Put on what is held, a hat, cap or glasses."""

    thing: str

    def check(self, owner: str, scene: Declared) -> None:
        if not isinstance(scene.bodies[self.thing].parts[0].shape, Accessory):
            raise DeclarationError(f"{owner}: {self.thing!r} cannot be put on; hats, caps and glasses of a wardrobe can, 'anna.hat'.")


def put_on(context: Context, me: Character, act: PutOn) -> Iterator[None]:
    """A PutOn."""
    side, shape = holding(me, act.thing), shape_of(context.physics, act.thing)
    check_fits_head(context.physics, me, act.thing)
    first, head = me.held[side], number("head")

    def above() -> Hand:
        place, turn = hand_on(me, side, shape)
        return place + me.turns[head] @ [OFF[1], 0.0, OFF[0]], turn
    me.sends(side, by_way_of(me, above, lambda: hand_on(me, side, shape), SECONDS), 0.6 * SECONDS, RAISED)
    for share in np.linspace(0.0, 2.0, round(SECONDS * me.fps)):
        me.held[side] = turn_held(first, as_worn(me, first, hand_on(me, side, shape), shape), min(1.0, float(share)))
        yield
    off = float(np.linalg.norm(context.where(act.thing) - worn_at(me, on_head(me, shape)).position))
    if off > ASKEW:
        raise Unable(f"{act.thing} comes no nearer than {off:.2f} m to where it sits on {me.person.name}'s head at {now(me)}")
    context.let_go(me, side, through=True)
    context.wear(me, act.thing)
    yield from me.waits(0.15)
    yield from back(me, side)


VERB = VerbSpec(word="put_on", act=PutOn, steps=put_on, done="put on", given=("thing",), grips="let go")
