"""Walking with what is held."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.behaviours.walk_to import WalkTo
from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.character.skills.preconditions import holding
from sim.character.verb_spec import LEGS, VerbSpec


@dataclass(frozen=True, kw_only=True)
class Carry(WalkTo):
    """Walk, with what is held, to a place or up to an object or someone, as in WalkTo."""

    thing: str


def carry(context: Context, me: Character, act: Carry) -> Iterator[None]:
    """A Carry."""
    holding(me, act.thing)
    locomotion.set_out(context, me, act.to, act.facing, act.gait, act.speed)
    for _ in me.waits((len(me.track.root) - 1) / me.fps):
        holding(me, act.thing)
        yield


VERB = VerbSpec(word="carry", act=Carry, steps=carry, done="carried", given=("thing", "to"), takes=LEGS)
