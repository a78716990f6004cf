"""Looking at something."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills.gazing import focus
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act


@dataclass(frozen=True, kw_only=True)
class LookAt(Act):
    """Turn eyes and head to an object, someone's eyes or a place and follow it for `duration` s; None: from now on, or until `until`."""

    to: str | Vec3
    duration: float | None = None


def look_at(context: Context, me: Character, act: LookAt) -> Iterator[None]:
    """A LookAt."""
    me.look = look = lambda: focus(context, act.to, me.ground + 1.5)
    if act.duration is None and act.until is None:
        yield
        return
    with me.watching(look):
        yield from me.waits(act.duration)


VERB = VerbSpec(word="look_at", act=LookAt, steps=look_at, done="looked", given=("to", "duration"))
