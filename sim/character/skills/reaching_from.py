"""How someone reaches for a thing, from where they are or from another place: which way their hand is turned."""

from copy import copy

import numpy as np

from sim.character.body.bones import placed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Station, standing
from sim.character.motion.posture import STANDING
from sim.character.planning.affordances import body_depth_below, half_width
from sim.character.planning.reach import IN, OUT, deep, reaching_in, stoop_for
from sim.character.skills.hands import INWARD, towards
from sim.character.skills.preconditions import free_hand
from sim.math.conventions import Array

INWARDS = INWARD, 0.0, -INWARD, -2 * INWARD
"""By which fingers may turn inwards, rad: the less they do, the nearer the wrist stays, and the farther the forearm from a shelf's edge."""


def easiest(context: Context, me: Character, side: str, thing: str) -> tuple[float, float]:
    """By how much fingers are to turn inwards that reach for a thing, rad: the first of INWARDS with which body and arm keep out of
    what stands still, or else the best. And how deep they are in that, m: at most -OUT if they keep out; infinite if it is not reached."""
    best, radius, below = (np.inf, np.inf, INWARD), half_width(context.physics, thing), body_depth_below(context.physics, thing)
    for by in INWARDS:
        wrist = towards(me, side, context.where(thing), radius, below, by=by)[0]
        stoop, short = stoop_for(me, side, wrist)
        inside = np.inf if short else max(deep(me, stoop), reaching_in(me, side, stoop, wrist)[0] - IN - OUT)
        best = min(best, (short, inside, by), key=lambda each: each[:2])
        if inside <= -OUT:
            break
    return best[2], best[1]


def deep_from(context: Context, me: Character, thing: str, place: Array) -> float:
    """How deep someone's body and arm would be in what stands still, m, if they reached for a thing from a place (2,),
    m, as `easiest` has it. Infinite if they do not reach it from there, minus infinite for what hands cannot take."""
    actor = context.physics.actors.get(thing)
    if actor is None or actor.handle is None or len(me.held) == len(me.arms):
        return -np.inf
    aim = context.where(thing)
    x, y = (aim[:2] - place).tolist()
    there = _at(me, (float(place[0]), float(place[1]), float(np.arctan2(y, x))))
    return easiest(context, there, free_hand(there, aim, ""), thing)[1]


def _at(me: Character, station: Station) -> Character:
    """Someone as they would stand at a station."""
    there = copy(me)
    there.track, there.begun, there.walk, there.station = standing(station, me.ground, me.body), me.frame, None, station
    there.posture, there.seat = STANDING, ""
    there.root, there.turns = there.track.root[0], there.track.turns[0].copy()
    there.places = placed(me.body.offsets, there.root, there.turns)
    return there
