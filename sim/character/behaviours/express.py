"""Showing a feeling on the face, for a while or from now on."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.body.face import UNITS
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.expressions import EXPRESSIONS
from sim.character.motion.face import units_of
from sim.character.verb_spec import VerbSpec
from sim.errors import check_number, unknown
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class Express(Act):
    """Show an expression ('smile', 'sad', 'angry', 'surprised', 'afraid', 'disgusted', 'doubtful', 'pain'), or a unit of the face by
    ARKit's name ('jawOpen'), so strongly, 0 to 1, for `duration` s; None: from now on, until another one or `until`."""

    expression: str
    strength: float = 1.0
    duration: float | None = None

    def check(self, owner: str, scene: Declared) -> None:
        check_number(owner, "strength", self.strength, least=0, most=1)
        if self.expression not in (*EXPRESSIONS, *UNITS):
            raise unknown("expression", self.expression, (*EXPRESSIONS, *UNITS), owner)


def express(context: Context, me: Character, act: Express) -> Iterator[None]:
    """An Express."""
    shown = me.face.show(units_of(act.expression, act.strength), me.time)
    if act.duration is None and act.until is None:
        yield
        return
    try:
        yield from me.waits(act.duration)
    finally:
        shown.until = min(shown.until, me.time)


VERB = VerbSpec(word="express", act=Express, steps=express, done="showed a feeling", given=("expression", "strength", "duration"))
