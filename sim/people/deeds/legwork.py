"""How people go, turn, look and play clips: generators, as in sim.people.deeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.people import kicking, legs
from sim.people.deeds.checks import holding
from sim.people.gait import APART, Walk
from sim.people.kicking import AHEAD
from sim.people.performer import Performer, Unable
from sim.people.things import half_width
from sim.verbs import Carry, Kick, LookAt, Play, Sit, Stand, TurnTo, WalkTo

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

KNEE = 0.4
"""m, the height of the middle of what is kicked, at most."""
NEAR, MOVED = 1.5, 0.02
"""m that someone goes to be behind what they kick, and by which it must get away."""


def walk_to(troupe: "Troupe", me: Performer, verb: WalkTo) -> Iterator[None]:
    """A WalkTo."""
    legs.set_out(troupe, me, verb.to, verb.facing)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def turn_to(troupe: "Troupe", me: Performer, verb: TurnTo) -> Iterator[None]:
    """A TurnTo."""
    legs.turn(me, troupe.where(verb.to, me.ground))
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def look_at(troupe: "Troupe", me: Performer, verb: LookAt) -> Iterator[None]:
    """A LookAt."""
    me.look = look = lambda: troupe.where(verb.to, me.ground + 1.5)
    if verb.duration is None and verb.until is None:
        yield
        return
    with me.watching(look):
        yield from me.waits(verb.duration)


def carry(troupe: "Troupe", me: Performer, verb: Carry) -> Iterator[None]:
    """A Carry."""
    holding(me, verb.thing)
    legs.set_out(troupe, me, verb.to, verb.facing)
    for _ in me.waits((len(me.track.root) - 1) / me.fps):
        holding(me, verb.thing)
        yield


def sit(troupe: "Troupe", me: Performer, verb: Sit) -> Iterator[None]:
    """A Sit."""
    yield from legs.sit(troupe, me, verb.on)


def stand(troupe: "Troupe", me: Performer, verb: Stand) -> Iterator[None]:
    """A Stand."""
    legs.stand(me)
    yield from me.waits((len(me.track.root) - 1) / me.fps)


def kick(troupe: "Troupe", me: Performer, verb: Kick) -> Iterator[None]:
    """A Kick: get behind the thing, then swing."""
    start, name = troupe.where(verb.thing), me.person.name
    high = start[2] - me.ground
    if high > KNEE * me.size:
        raise Unable(f"{verb.thing} is {high:.2f} m high; {name} kicks what is up to {KNEE * me.size:.2f} m high")
    aim = start + (start - me.root) if verb.to is None else troupe.where(verb.to, me.ground)
    way = (aim - start)[:2] / max(float(np.linalg.norm((aim - start)[:2])), 1e-9)
    behind = start[:2] - way * (AHEAD * me.size + half_width(troupe.cast, verb.thing)) + APART * me.size * np.array([-way[1], way[0]])
    far = float(np.linalg.norm(behind - me.station[:2]))
    if far > NEAR:
        raise Unable(f"{verb.thing} is to be kicked from a place that is {far:.2f} m from {name}, who goes up to {NEAR:.2f} m; "
                     "let them walk_to it first")
    with me.watching(lambda: troupe.where(verb.thing)):
        legs.set_out(troupe, me, (*behind.tolist(), me.ground), (*(behind + way).tolist(), me.ground))
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        track, through = kicking.kick(me, verb.speed)
        me.moves(track, Walk(start=me.station, steps=(), since=me.frame))
        yield from me.waits(through / me.fps)
    went = float(np.linalg.norm(troupe.where(verb.thing) - start))
    yield from me.waits((len(track.root) - 1 - through) / me.fps)
    if went < MOVED:
        raise Unable(f"{name} missed {verb.thing}: it moved {went:.2f} m")


def play(troupe: "Troupe", me: Performer, verb: Play) -> Iterator[None]:
    """A Play."""
    while True:
        legs.play(me, verb.clip, verb.duration)
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        if verb.until is None or verb.duration is not None:
            return
