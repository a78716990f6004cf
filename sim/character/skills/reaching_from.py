"""How someone would reach for a thing from another place."""

from copy import copy

import numpy as np

from sim.character.body.bones import placed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Station, standing
from sim.character.motion.posture import STANDING
from sim.character.planning.affordances import body_depth_below, half_width
from sim.character.planning.reach import deep, stoop_for
from sim.character.skills.hands import towards
from sim.character.skills.preconditions import free_hand
from sim.math.conventions import Array


def deep_from(context: Context, me: Character, thing: str, place: Array) -> float:
    """How deep someone's trunk and legs would be in what stands still, m, if they reached for a thing from a place
    (2,), m; negative if they would keep off. Infinite if they do not reach it from there, minus infinite for what
    hands cannot take."""
    actor = context.physics.actors.get(thing)
    if actor is None or actor.handle is None or len(me.held) == len(me.arms):
        return -np.inf
    aim = context.where(thing)
    x, y = (aim[:2] - place).tolist()
    there = _at(me, (float(place[0]), float(place[1]), float(np.arctan2(y, x))))
    side = free_hand(there, aim, "")
    wrist = towards(there, side, aim, half_width(context.physics, thing), body_depth_below(context.physics, thing))[0]
    stoop, short = stoop_for(there, side, wrist)
    return deep(there, stoop) if short == 0 else np.inf


def _at(me: Character, station: Station) -> Character:
    """Someone as they would stand at a station."""
    there = copy(me)
    there.track, there.begun, there.walk, there.station = standing(station, me.ground, me.body), me.frame, None, station
    there.posture, there.seat = STANDING, ""
    there.root, there.turns = there.track.root[0], there.track.turns[0].copy()
    there.places = placed(me.body.offsets, there.root, there.turns)
    return there
