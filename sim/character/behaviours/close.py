"""Closing a door or drawer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.doors import joint_of, operate
from sim.character.verb_spec import VerbSpec
from sim.scene.act import MECHANISM, Act, Declared


@dataclass(frozen=True, kw_only=True)
class Close(Act):
    """Close a door or drawer by its handle: bring its joint to 0."""

    thing: str
    joint: str = ""
    handles: ClassVar[str] = MECHANISM

    def check(self, owner: str, scene: Declared) -> None:
        scene.mechanisms[self.thing].check_handled(owner, self.joint, None)


def close(context: Context, me: Character, act: Close) -> Iterator[None]:
    """A Close."""
    yield from operate(context, me, act.thing, joint_of(context, act.thing, act.joint), 0.0)


VERB = VerbSpec(word="close", act=Close, steps=close, done="closed", given=("thing",))
