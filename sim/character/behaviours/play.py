"""Playing a clip of motion capture."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion import clips
from sim.character.skills import locomotion
from sim.character.verb_spec import LEGS, VerbSpec
from sim.scene.act import Act, Declared


@dataclass(frozen=True, kw_only=True)
class Play(Act):
    """Play a clip of motion capture from where they stand: 'dance_a', 'jump', 'kick', ... duration: s; None: once, or again and again
    until `until`."""

    clip: str
    duration: float | None = None

    def check(self, owner: str, scene: Declared) -> None:
        clips.clip(self.clip, owner)


def play(context: Context, me: Character, act: Play) -> Iterator[None]:
    """A Play."""
    while True:
        locomotion.play_clip(me, act.clip, act.duration)
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        if act.until is None or act.duration is not None:
            return


VERB = VerbSpec(word="play", act=Play, steps=play, done="played", given=("clip", "duration"), takes=LEGS)
