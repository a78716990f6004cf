"""Sitting down."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.posture import ON_THE_FLOOR
from sim.character.skills import locomotion
from sim.character.skills.floor_postures import get_down, is_floor
from sim.character.verb_spec import LEGS, VerbSpec
from sim.errors import DeclarationError
from sim.scene.act import MECHANISM, PERSON, Act, Declared


@dataclass(frozen=True, kw_only=True)
class Sit(Act):
    """Walk round to where there is room and sit down on an object, back to its back; on a floor, where they stand."""

    on: str

    def check(self, owner: str, scene: Declared) -> None:
        if scene.kinds[self.on] in (MECHANISM, PERSON):
            raise DeclarationError(f"{owner}: {self.on!r} {scene.kinds[self.on]}; people sit on bodies, such as chair(...).")


def sit(context: Context, me: Character, act: Sit) -> Iterator[None]:
    """A Sit."""
    if is_floor(context, me, act.on):
        yield from get_down(me, ON_THE_FLOOR, act.on)
    else:
        yield from locomotion.sit_down(context, me, act.on)


VERB = VerbSpec(word="sit", act=Sit, steps=sit, done="sat down", given=("on",), takes=LEGS)
