"""Running to a place, or up to something or someone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class Run(Act):
    """Run round what is in the way to a place (x, y), or up to an object, and face it. facing: an object or place to face instead."""

    to: str | Vec3
    facing: str | Vec3 | None = None
    flat: ClassVar[bool] = True


def run(context: Context, me: Character, act: Run) -> Iterator[None]:
    """A Run."""
    locomotion.set_out(context, me, act.to, act.facing, "run")
    yield from me.waits((len(me.track.root) - 1) / me.fps)


VERB = VerbSpec(word="run", act=Run, steps=run, done="ran", given=("to",), takes=LEGS)
