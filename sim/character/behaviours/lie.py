"""Lying down on the floor."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.posture import LYING
from sim.character.skills.floor_postures import get_down
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Lie(Act):
    """Sit down on the floor, lie down on the back, and stay so."""


def lie(context: Context, me: Character, act: Lie) -> Iterator[None]:
    """A Lie."""
    yield from get_down(me, LYING)


VERB = VerbSpec(word="lie", act=Lie, steps=lie, done="lay down", takes=LEGS)
