"""Nodding."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.nodding import HEAD, NODDING, nod_angles
from sim.character.skills.gestures import check_times
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class Nod(Act):
    """Nod so many times; the eyes stay on what they look at."""

    times: int = 2

    def check(self, owner: str, scene: Declared) -> None:
        check_times(owner, self.times)


def nod(context: Context, me: Character, act: Nod) -> Iterator[None]:
    """A Nod."""
    start = me.time
    with me.gesturing(lambda: nod_angles(me.time - start)):
        yield from me.waits(act.times * NODDING)


VERB = VerbSpec(word="nod", act=Nod, steps=nod, done="nodded", given=("times",), takes=HEAD)
