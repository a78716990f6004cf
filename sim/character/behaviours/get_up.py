"""Getting up from the floor, or from a seat."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import floor_postures
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class GetUp(Act):
    """Get up to standing from a crouch, a knee, the back, the floor or a seat."""


def get_up(context: Context, me: Character, act: GetUp) -> Iterator[None]:
    """A GetUp."""
    yield from floor_postures.get_up_from_floor(me)


VERB = VerbSpec(word="get_up", act=GetUp, steps=get_up, done="got up", takes=LEGS)
