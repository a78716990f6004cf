"""Saying words: the mouth moves with them, as long as they take to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.speech import seconds_of
from sim.character.skills.gazing import focus
from sim.character.verb_spec import VerbSpec
from sim.errors import DeclarationError
from sim.scene.act import Act, Declared

LONGEST = 500
"""Letters at most, so that a subtitle can be read."""


@dataclass(frozen=True, kw_only=True)
class Say(Act):
    """Say words. to: whom or what they look at meanwhile; None: as they look anyway."""

    text: str
    to: str | None = None

    def check(self, owner: str, scene: Declared) -> None:
        if not isinstance(self.text, str) or not self.text.strip():
            raise DeclarationError(f"{owner}: text is {self.text!r}; give the words to say.")
        if len(self.text) > LONGEST:
            raise DeclarationError(f"{owner}: the text has {len(self.text)} letters; {LONGEST} are the most. Say it in parts.")


def say(context: Context, me: Character, act: Say) -> Iterator[None]:
    """A Say."""
    to, me.face.saying = act.to, (act.text, me.time)
    mine = me.face.saying
    try:
        if to is None:
            yield from me.waits(seconds_of(act.text))
        else:
            with me.watching(lambda: focus(context, to)):
                yield from me.waits(seconds_of(act.text))
    finally:
        if me.face.saying is mine:
            me.face.saying = None


VERB = VerbSpec(word="say", act=Say, steps=say, done="spoke", given=("text",), said=lambda act: act.text)
