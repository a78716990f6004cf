"""Opening a door or drawer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.doors import joint_of, open_away, operate
from sim.character.verb_spec import VerbSpec
from sim.scene.act import MECHANISM, Act, Declared

WIDE = np.pi / 2
"""rad, as far as a door is opened if nothing is said."""


@dataclass(frozen=True, kw_only=True)
class Open(Act):
    """Open a door or drawer by its handle. joint: "" for the only one. to: how far, rad or m; None: as far as it goes, at most 90
    degrees."""

    thing: str
    joint: str = ""
    to: float | None = None
    handles: ClassVar[str] = MECHANISM
    aims: ClassVar[tuple[str, ...]] = ()

    def check(self, owner: str, scene: Declared) -> None:
        scene.mechanisms[self.thing].check_handled(owner, self.joint, self.to)


def open_up(context: Context, me: Character, act: Open) -> Iterator[None]:
    """An Open."""
    joint = joint_of(context, act.thing, act.joint)
    low, high = np.clip(context.physics.machines[act.thing].limits[joint], -WIDE, WIDE)
    to = act.to if act.to is not None else open_away(context, me, act.thing, joint, float(low), float(high))
    yield from operate(context, me, act.thing, joint, to)


VERB = VerbSpec(word="open_", act=Open, steps=open_up, done="opened", given=("thing",))
