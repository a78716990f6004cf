"""Taking a hat, a cap or glasses off."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import RAISED
from sim.character.skills.hands import hold_upright
from sim.character.skills.preconditions import free_hand, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.character.wearing import as_carried, hand_on, shape_of, turn_held
from sim.errors import DeclarationError
from sim.scene.act import Act, Declared
from sim.scene.shapes import Accessory

OFF = (0.14, 0.08)
"""m up and ahead that it is lifted first."""
THERE, DOWN = 0.9, 1.3
"""s in which the hand is there, and before the chest with it."""


@dataclass(frozen=True, kw_only=True)
class TakeOff(Act):
    """Take off what is worn on the head, 'hat', 'cap' or 'glasses', and hold it. hand: 'left' or 'right'; "": the nearer free one."""

    thing: str
    hand: str = ""

    def check(self, owner: str, scene: Declared) -> None:
        if not isinstance(scene.bodies[self.thing].parts[0].shape, Accessory):
            raise DeclarationError(f"{owner}: {self.thing!r} is not worn by anybody; hats, caps and glasses of a wardrobe are.")


def take_off(context: Context, me: Character, act: TakeOff) -> Iterator[None]:
    """A TakeOff."""
    if act.thing not in me.worn:
        raise Unable(f"{me.person.name} does not wear {act.thing} at {now(me)}")
    shape = shape_of(context.physics, act.thing)
    side = free_hand(me, context.where(act.thing), act.hand)
    me.shapes(side, "open")
    me.sends(side, lambda: hand_on(me, side, shape), THERE, RAISED)
    yield from me.waits(THERE)
    context.take(me, side, act.thing)
    yield from me.waits(0.15)
    first, steps = me.held[side], round(DOWN * me.fps)
    last = as_carried(context.physics, me, side, first)
    for i, _ in enumerate(hold_upright(me, side, OFF, DOWN)):
        me.held[side] = turn_held(first, last, min(1.0, (i + 1) / steps))
        yield


VERB = VerbSpec(word="take_off", act=TakeOff, steps=take_off, done="took off", given=("thing",), grips="taken")
