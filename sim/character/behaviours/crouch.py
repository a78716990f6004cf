"""Crouching."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.posture import CROUCHING
from sim.character.skills.floor_postures import get_down
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Crouch(Act):
    """Crouch over both feet, the hands on the knees, and stay so."""


def crouch(context: Context, me: Character, act: Crouch) -> Iterator[None]:
    """A Crouch."""
    yield from get_down(me, CROUCHING)


VERB = VerbSpec(word="crouch", act=Crouch, steps=crouch, done="crouched", takes=LEGS)
