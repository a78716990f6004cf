"""Bowing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.posture import Stoop
from sim.character.skills.gestures import check_standing
from sim.character.verb_spec import VerbSpec
from sim.errors import check_number
from sim.scene.act import Act, Declared

LEAST, MOST = 5.0, 80.0
"""Degrees of a bow."""
GOING, HELD = (0.5, 0.012), 0.5
"""s to go down, and for each degree more; and s in which they stay there."""


@dataclass(frozen=True, kw_only=True)
class Bow(Act):
    """Bow, standing, by so many degrees, and get upright again."""

    degrees: float = 30.0

    def check(self, owner: str, scene: Declared) -> None:
        check_number(owner, "degrees", self.degrees, least=LEAST, most=MOST)


def bow(context: Context, me: Character, act: Bow) -> Iterator[None]:
    """A Bow."""
    check_standing(me, "bows")
    seconds = GOING[0] + GOING[1] * act.degrees
    me.bends(seconds, Stoop(lean=float(np.radians(act.degrees))))
    yield from me.waits(seconds + HELD)
    me.bends(seconds)
    yield from me.waits(seconds)


VERB = VerbSpec(word="bow", act=Bow, steps=bow, done="bowed", given=("degrees",))
