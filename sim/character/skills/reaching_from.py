"""Whether someone would get a hand to a thing from another place, out of what stands there."""

from copy import copy

import numpy as np

from sim.character.body.bones import placed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Station, standing
from sim.character.motion.posture import STANDING
from sim.character.planning.affordances import depth_below, half_width
from sim.character.planning.reach import deep, stoop_for
from sim.character.skills.hands import towards
from sim.character.skills.preconditions import free_hand
from sim.math.conventions import Array


def room_to_reach(context: Context, me: Character, thing: str, place: Array) -> bool:
    """Whether there is room at a place (2,), m, for the trunk and legs of who reaches from there for a thing that can be held. True for
    all else."""
    actor = context.physics.actors.get(thing)
    if actor is None or actor.handle is None or len(me.held) == len(me.arms):
        return True
    aim = context.where(thing)
    x, y = (aim[:2] - place).tolist()
    there = _at(me, (float(place[0]), float(place[1]), float(np.arctan2(y, x))))
    side = free_hand(there, aim, "")
    wrist = towards(there, side, aim, half_width(context.physics, thing), depth_below(context.physics, thing))[0]
    stoop, short = stoop_for(there, side, wrist)
    return short == 0 and deep(there, stoop) <= 0


def _at(me: Character, station: Station) -> Character:
    """Someone as they would stand at a station."""
    there = copy(me)
    there.track, there.begun, there.walk, there.station = standing(station, me.ground, me.body), me.frame, None, station
    there.posture, there.seat = STANDING, ""
    there.root, there.turns = there.track.root[0], there.track.turns[0].copy()
    there.places = placed(me.body.offsets, there.root, there.turns)
    return there
