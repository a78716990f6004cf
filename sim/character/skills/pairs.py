"""What two people do together: turn to each other, watch a thing, move at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.skills import locomotion
from sim.character.skills.gazing import between_eyes
from sim.character.skills.preconditions import now
from sim.character.unable import Unable
from sim.errors import DeclarationError
from sim.math.conventions import Array
from sim.scene.act import PERSON, Declared

ASKEW = np.radians(25.0)
"""Off which people turn before they give or throw."""


def face(me: Character, *pairs: tuple[Character, Array]) -> Iterator[None]:
    """Let people turn on the spot towards places (3,), m, if they stand and look elsewhere; goes on until all have
    turned."""
    frames = 0
    for who, aim in pairs:
        ahead = who.forward() @ ((aim - who.root) * [1, 1, 0]) / max(float(np.linalg.norm((aim - who.root)[:2])), 1e-9)
        if ahead < np.cos(ASKEW) and not who.down and not who.moving:
            locomotion.turn(who, aim)
            frames = max(frames, len(who.track.root) - 1)
    for _ in range(frames):
        yield


def watching(context: Context, thing: str, *people: Character, seconds: float) -> Iterator[None]:
    """Let people look at a thing for so many seconds."""
    def aim() -> Array:
        return context.where(thing)
    me, *others = people
    with me.watching(aim):
        if others:
            yield from watching(context, thing, *others, seconds=seconds)
        else:
            yield from me.waits(seconds)


def interleaved(a: Iterator[None], b: Iterator[None]) -> Iterator[None]:
    """Advance two actions frame by frame, side by side, until both have ended."""
    running = [a, b]
    while running:
        running = [each for each in running if next(each, StopIteration) is None]
        if running:
            yield


def check_person(owner: str, to: str, scene: Declared, what: str) -> None:
    """Raise a DeclarationError for what is no person. what: such as 'people are hugged'."""
    if scene.kinds[to] != PERSON:
        raise DeclarationError(f"{owner}: {to!r} {scene.kinds[to]}; {what}.")


def check_distance(me: Character, other: Character, what: str, least: float, most: float) -> None:
    """Raise Unable for two who are nearer or farther from each other than that, m. what: such as 'hug'."""
    apart = float(np.linalg.norm((me.root - other.root)[:2]))
    if not least <= apart <= most:
        bound = f"from {least:.2f} m on" if apart < least else f"from within {most:.2f} m"
        raise Unable(f"{other.person.name} is {apart:.2f} m from {me.person.name} at {now(me)}; people {what} {bound}")


@contextmanager
def eye_to_eye(me: Character, other: Character) -> Iterator[None]:
    """Let two look into each other's eyes for the time being."""
    with me.watching(lambda: between_eyes(other)), other.watching(lambda: between_eyes(me)):
        yield


def step_in(me: Character, other: Character, apart: float, aside: float, seconds: float) -> Iterator[None]:
    """Let two who face each other step up to each other, until they are so far apart, m, and each is so far to the
    right of the line between them, m. It takes at least so many seconds."""
    middle, way = (me.root + other.root)[:2] / 2, (other.root - me.root)[:2]
    way = way / max(float(np.linalg.norm(way)), 1e-9)
    frames = round(seconds * me.fps)
    for who, ahead in ((me, way), (other, -way)):
        x, y = middle - ahead * apart / 2 + np.array([ahead[1], -ahead[0]]) * aside
        locomotion.step_to(who, (float(x), float(y), float(np.arctan2(ahead[1], ahead[0]))))
        frames = max(frames, len(who.track.root) - 1)
    for _ in range(frames):
        yield
