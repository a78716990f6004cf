"""Kneeling on one knee."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.posture import KNEELING
from sim.character.skills.floor_postures import get_down
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Kneel(Act):
    """Kneel on the right knee, the left foot before it flat on the floor, and stay so."""


def kneel(context: Context, me: Character, act: Kneel) -> Iterator[None]:
    """A Kneel."""
    yield from get_down(me, KNEELING)


VERB = VerbSpec(word="kneel", act=Kneel, steps=kneel, done="knelt", takes=LEGS)
