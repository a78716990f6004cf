"""Kicking a thing on the floor."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion import kicking
from sim.character.motion.footsteps import APART
from sim.character.motion.gait import Walk
from sim.character.motion.kicking import AHEAD
from sim.character.planning.affordances import half_width
from sim.character.skills import locomotion
from sim.character.unable import Unable
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Vec3
from sim.scene.act import Act

KNEE = 0.4
"""m, the height of the middle of what is kicked, at most."""
NEAR, MOVED = 1.5, 0.02
"""m that someone goes to be behind what they kick, and by which it must get away."""


@dataclass(frozen=True, kw_only=True)
class Kick(Act):
    """Kick an object on the floor near by with the right foot. to: an object or place; None: straight on. speed: of the foot, m/s."""

    thing: str
    to: str | Vec3 | None = None
    speed: float = 3.0


def kick(context: Context, me: Character, act: Kick) -> Iterator[None]:
    """A Kick: get behind the thing, then swing."""
    start, name = context.where(act.thing), me.person.name
    high = start[2] - me.ground
    if high > KNEE * me.size:
        raise Unable(f"{act.thing} is {high:.2f} m high; {name} kicks what is up to {KNEE * me.size:.2f} m high")
    aim = start + (start - me.root) if act.to is None else context.where(act.to, me.ground)
    way = (aim - start)[:2] / max(float(np.linalg.norm((aim - start)[:2])), 1e-9)
    behind = start[:2] - way * (AHEAD * me.size + half_width(context.physics, act.thing)) + APART * me.size * np.array([-way[1], way[0]])
    far = float(np.linalg.norm(behind - me.station[:2]))
    if far > NEAR:
        raise Unable(f"{act.thing} is to be kicked from a place that is {far:.2f} m from {name}, who goes up to {NEAR:.2f} m; "
                     "let them walk_to it first")
    with me.watching(lambda: context.where(act.thing)):
        locomotion.set_out(context, me, (*behind.tolist(), me.ground), (*(behind + way).tolist(), me.ground))
        yield from me.waits((len(me.track.root) - 1) / me.fps)
        track, through = kicking.kick_track(me, act.speed)
        me.moves(track, Walk(start=me.station, steps=(), since=me.frame, ground=me.ground, terrain=me.terrain))
        yield from me.waits(through / me.fps)
    went = float(np.linalg.norm(context.where(act.thing) - start))
    yield from me.waits((len(track.root) - 1 - through) / me.fps)
    if went < MOVED:
        raise Unable(f"{name} missed {act.thing}: it moved {went:.2f} m")


VERB = VerbSpec(word="kick", act=Kick, steps=kick, done="kicked", given=("thing", "to"), takes=LEGS)
