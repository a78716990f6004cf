"""How people go, turn, look and play clips: generators, as in sim.people.deeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.people import legs
from sim.people.performer import Performer
from sim.verbs import LookAt, Play, TurnTo, WalkTo

if TYPE_CHECKING:
    from sim.people.troupe import Troupe


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
    if verb.duration is None:
        yield
        return
    with me.watching(look):
        yield from me.waits(verb.duration)


def play(troupe: "Troupe", me: Performer, verb: Play) -> Iterator[None]:
    """A Play."""
    legs.play(me, verb.clip, verb.duration)
    yield from me.waits((len(me.track.root) - 1) / me.fps)
