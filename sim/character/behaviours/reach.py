"""Reaching for something, and back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.hands import back, bring, towards
from sim.character.skills.preconditions import free_hand
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Reach(Act):
    """Bring a hand to an object, someone or a place, and back."""

    to: str | Vec3
    hand: str = ""


def reach(context: Context, me: Character, act: Reach) -> Iterator[None]:
    """A Reach."""
    side = free_hand(me, context.where(act.to, me.ground), act.hand)
    name = act.to if isinstance(act.to, str) else "the place"
    yield from bring(me, side, name, lambda: towards(me, side, context.where(act.to, me.ground), 0.0))
    yield from me.waits(0.3)
    yield from back(me, side)


VERB = VerbSpec(word="reach", act=Reach, steps=reach, done="reached out", given=("to",))
