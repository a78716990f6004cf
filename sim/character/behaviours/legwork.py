"""How people go, turn, look and play clips: generators, as in sim.character.behaviours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.character.behaviours.checks import holding
from sim.character.character import Character, Unable
from sim.character.motion import kicking, locomotion
from sim.character.motion.gait import APART, Walk
from sim.character.motion.kicking import AHEAD
from sim.character.planning.affordances import half_width
from sim.verbs import Carry, Kick, LookAt, Play, Sit, Stand, TurnTo, WalkTo

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

KNEE = 0.4
"""m, the height of the middle of what is kicked, at most."""
NEAR, MOVED = 1.5, 0.02
"""m that someone goes to be behind what they kick, and by which it must get away."""


def walk_to(controller: "CharacterController", me: Character, verb: WalkTo) -> Iterator[None]:
    """A WalkTo."""
    locomotion.set_out(controller, me, verb.to, verb.facing)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def turn_to(controller: "CharacterController", me: Character, verb: TurnTo) -> Iterator[None]:
    """A TurnTo."""
    locomotion.turn(me, controller.where(verb.to, me.ground))
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def look_at(controller: "CharacterController", me: Character, verb: LookAt) -> Iterator[None]:
    """A LookAt."""
    me.look = look = lambda: controller.where(verb.to, me.ground + 1.5)
    if verb.duration is None and verb.until is None:
        yield
        return
    with me.watching(look):
        yield from me.waits(verb.duration)


def carry(controller: "CharacterController", me: Character, verb: Carry) -> Iterator[None]:
    """A Carry."""
    holding(me, verb.thing)
    locomotion.set_out(controller, me, verb.to, verb.facing)
    for _ in me.waits((len(me.track.root) - 1) / me.fps):
        holding(me, verb.thing)
        yield


def sit(controller: "CharacterController", me: Character, verb: Sit) -> Iterator[None]:
    """A Sit."""
    yield from locomotion.sit(controller, me, verb.on)


def stand(controller: "CharacterController", me: Character, verb: Stand) -> Iterator[None]:
    """A Stand."""
    locomotion.stand(me)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def kick(controller: "CharacterController", me: Character, verb: Kick) -> Iterator[None]:
    """A Kick: get behind the thing, then swing."""
    start, name = controller.where(verb.thing), me.person.name
    high = start[2] - me.ground
    if high > KNEE * me.size:
        raise Unable(f"{verb.thing} is {high:.2f} m high; {name} kicks what is up to {KNEE * me.size:.2f} m high")
    aim = start + (start - me.root) if verb.to is None else controller.where(verb.to, me.ground)
    way = (aim - start)[:2] / max(float(np.linalg.norm((aim - start)[:2])), 1e-9)
    behind = start[:2] - way * (AHEAD * me.size + half_width(controller.physics, verb.thing)) + APART * me.size * np.array([-way[1], way[0]])
    far = float(np.linalg.norm(behind - me.station[:2]))
    if far > NEAR:
        raise Unable(f"{verb.thing} is to be kicked from a place that is {far:.2f} m from {name}, who goes up to {NEAR:.2f} m; "
                     "let them walk_to it first")
    with me.watching(lambda: controller.where(verb.thing)):
        locomotion.set_out(controller, me, (*behind.tolist(), me.ground), (*(behind + way).tolist(), me.ground))
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        track, through = kicking.kick(me, verb.speed)
        me.moves(track, Walk(start=me.station, steps=(), since=me.frame))
        yield from me.waits(through / me.fps)
    went = float(np.linalg.norm(controller.where(verb.thing) - start))
    yield from me.waits((len(track.root) - 1 - through) / me.fps)
    if went < MOVED:
        raise Unable(f"{name} missed {verb.thing}: it moved {went:.2f} m")


def play(controller: "CharacterController", me: Character, verb: Play) -> Iterator[None]:
    """A Play."""
    while True:
        locomotion.play(me, verb.clip, verb.duration)
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        if verb.until is None or verb.duration is not None:
            return
