"""VerbSpec: all that there is to say of one thing that people do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sim.scene.act import Act

LEGS = "legs"
"""The effector that is no two verbs' at a time: who starts another with it ends the one before."""


@dataclass(frozen=True, kw_only=True)
class VerbSpec:
    """word: what scripts call it. act: its declaration, whose checks are its `check`. given: fields that scripts give by place. steps: how
    it is done, called with a sim.character.context.Context, the Character and the Act: a generator that runs on by a frame at each
    `yield`, ends when it is done, and raises Unable when it cannot be. done: what a story says of who did it. takes: the effector that it
    needs for itself, if any. grips: 'taken' or 'let go', of its thing. pours: from an act, the vessel that liquid leaves and what gets it.
    said: from an act, the words that are said.
    """

    word: str
    act: type[Act]
    steps: Callable[..., Iterator[None]]
    done: str
    given: tuple[str, ...] = ()
    takes: str = ""
    grips: str = ""
    pours: Callable[[Any], tuple[str, str]] | None = None
    said: Callable[[Any], str] | None = None
