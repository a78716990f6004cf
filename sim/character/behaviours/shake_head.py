"""Shaking the head."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.nodding import HEAD, SHAKING, shake_angles
from sim.character.skills.gestures import check_times
from sim.character.verb_spec import VerbSpec
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class ShakeHead(Act):
    """Shake the head so many times; the eyes stay on what they look at."""

    times: int = 2

    def check(self, owner: str, scene: Declared) -> None:
        check_times(owner, self.times)


def shake_head(context: Context, me: Character, act: ShakeHead) -> Iterator[None]:
    """A ShakeHead."""
    start, seconds = me.time, act.times * SHAKING
    with me.gesturing(lambda: shake_angles(me.time - start, seconds)):
        yield from me.waits(seconds)


VERB = VerbSpec(word="shake_head", act=ShakeHead, steps=shake_head, done="shook their head", given=("times",),
                takes=HEAD)
