"""What two people do together: turn to each other, watch a thing, move at the same time."""

from collections.abc import Iterator

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.math.conventions import Array

ASKEW = np.radians(25.0)
"""Off which people turn before they give or throw."""


def face(me: Character, *pairs: tuple[Character, Array]) -> Iterator[None]:
    """Let people turn towards places, if they stand and look elsewhere."""
    frames = 0
    for who, aim in pairs:
        ahead = who.forward() @ ((aim - who.root) * [1, 1, 0]) / max(float(np.linalg.norm((aim - who.root)[:2])), 1e-9)
        if ahead < np.cos(ASKEW) and not who.down and not who.moving:
            locomotion.turn(who, aim)
            frames = max(frames, len(who.track.root) - 1)
    for _ in range(frames):
        yield


def watching(context: Context, thing: str, *people: Character, seconds: float) -> Iterator[None]:
    """Wait with all eyes on a thing."""
    def aim() -> Array:
        return context.where(thing)
    me, *others = people
    with me.watching(aim):
        if others:
            yield from watching(context, thing, *others, seconds=seconds)
        else:
            yield from me.waits(seconds)


def both(a: Iterator[None], b: Iterator[None]) -> Iterator[None]:
    """Go on with two until both are done."""
    running = [a, b]
    while running:
        running = [each for each in running if next(each, StopIteration) is None]
        if running:
            yield
