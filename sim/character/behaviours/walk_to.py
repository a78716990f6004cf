"""Walking to a place, or up to something or someone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gaits import check_gait, check_speed
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class WalkTo(Act):
    """Walk round what is in the way to a place (x, y), or up to an object, and face it. facing: an object or place to face instead.
    gait: 'walk', 'stroll', 'hurry', 'sneak', 'limp' or 'run'. speed: m/s on level ground, of full steps; None: the gait's own. Each can be
    gone from 0.6 to 1.2 times as fast as its own, which grows with the one who goes."""

    to: str | Vec3
    facing: str | Vec3 | None = None
    gait: str = "walk"
    speed: float | None = None
    flat: ClassVar[bool] = True

    def check(self, owner: str, scene: Declared) -> None:
        check_gait(owner, self.gait)
        check_speed(owner, self.gait, self.speed, scene.heights[self.target])


def walk_to(context: Context, me: Character, act: WalkTo) -> Iterator[None]:
    """A WalkTo."""
    locomotion.set_out(context, me, act.to, act.facing, act.gait, act.speed)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


VERB = VerbSpec(word="walk_to", act=WalkTo, steps=walk_to, done="walked", given=("to",), takes=LEGS)
