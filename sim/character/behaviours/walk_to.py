"""Walking to a place, or up to something or someone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gaits import check_gait
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class WalkTo(Act):
    """Walk round what is in the way to a place (x, y), or up to an object, and face it. facing: an object or place to face instead.
    gait: 'walk', 'stroll', 'hurry', 'sneak', 'limp' or 'run'."""

    to: str | Vec3
    facing: str | Vec3 | None = None
    gait: str = "walk"
    flat: ClassVar[bool] = True

    def check(self, owner: str, scene: Declared) -> None:
        check_gait(owner, self.gait)


def walk_to(context: Context, me: Character, act: WalkTo) -> Iterator[None]:
    """A WalkTo."""
    locomotion.set_out(context, me, act.to, act.facing, act.gait)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


VERB = VerbSpec(word="walk_to", act=WalkTo, steps=walk_to, done="walked", given=("to",), takes=LEGS)
