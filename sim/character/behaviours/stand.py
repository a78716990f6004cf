"""Getting up from a seat."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Stand(Act):
    """Get up from what is sat on."""


def stand(context: Context, me: Character, act: Stand) -> Iterator[None]:
    """A Stand."""
    locomotion.stand_up(me)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


VERB = VerbSpec(word="stand", act=Stand, steps=stand, done="stood up", takes=LEGS)
