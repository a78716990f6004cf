"""Turning on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class TurnTo(Act):
    """Turn on the spot to face an object, someone, or a place."""

    to: str | Vec3


def turn_to(context: Context, me: Character, act: TurnTo) -> Iterator[None]:
    """A TurnTo."""
    locomotion.turn(me, context.where(act.to, me.ground))
    yield from me.waits((len(me.track.root) - 1) / me.fps)


VERB = VerbSpec(word="turn_to", act=TurnTo, steps=turn_to, done="turned", given=("to",), takes=LEGS)
