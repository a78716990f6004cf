"""Drinking from what is held."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import RAISED, Hand, wrist
from sim.character.planning.affordances import body_depth_below, half_width
from sim.character.skills.hands import freest, hold_upright
from sim.character.skills.preconditions import holding, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Array, cross, matrix_about_z, matrix_from_quat
from sim.scene.act import Act

LIPS, ROUNDS = 0.003, 3
"""m that a rim may be in the lips; of moving it out of what is round and not straight ahead."""
ASKEW = np.radians((50.0, 20.0))
"""From straight ahead to the fingers round a cup that is drunk from; and where something is before the face."""
OFF = (-0.05, 0.1)
"""m up and ahead that a cup is taken from the mouth."""
TILT = np.radians(58.0)
"""Of a cup that is drunk from of which it is not known what is in it."""
STEEPEST = np.radians(75.0)
"""As far as a cup is tilted to get at what is left in it."""
SIP = 0.06
"""Litres that are drunk at a time."""
RAISING, TILTING, SIPPING, BACK = 0.9, 0.5, 0.5, 0.3
"""s in which the cup is brought to the mouth, is tilted, is drunk from, and is upright again."""


@dataclass(frozen=True, kw_only=True)
class Drink(Act):
    """Raise what is held to the mouth, tilt it, take a sip if there is a liquid in it, and lower it."""

    thing: str


def drink(context: Context, me: Character, act: Drink) -> Iterator[None]:
    """A Drink."""
    side, start, liquids = holding(me, act.thing), me.frame, context.liquids
    held, radius, tall = me.held[side], half_width(context.physics, act.thing), 2 * body_depth_below(context.physics, act.thing)
    wet = act.thing in liquids
    if wet and liquids.empty(act.thing):
        raise Unable(f"{act.thing} is empty at {now(me)}, {liquids.level(act.thing):.2f} full")

    def tilt() -> float:
        """So that the surface meets the rim, if there is one."""
        u = float(np.interp((me.frame - start) / me.fps, np.cumsum([RAISING, TILTING, SIPPING, BACK]), [0, 1, 1, 0]))
        return u * u * (3 - 2 * u) * (min(liquids.brim(act.thing), STEEPEST) if wet else TILT)

    def at_mouth(askew: float) -> Hand:
        away, half = me.turns[2][:, 0] * [1, 1, 0] / np.linalg.norm(me.turns[2][:2, 0]), tilt() / 2
        tilted = matrix_from_quat(np.append(cross(away, [0.0, 0.0, 1.0]) * np.sin(half), np.cos(half)))
        up, rim = tilted @ [0.0, 0.0, 1.0], tilted @ -away
        turn = tilted @ held.level(matrix_about_z(-me.arms[side].sign * askew) @ away)
        place = me.at("head") + me.turns[2] @ (me.body.mouth + [LIPS, 0.0, 0.0]) - tall / 2 * up - radius * rim - turn @ held.place
        bent = wrist(me.turns[number(f"{side}_forearm")], turn)[1]  # which may be less far than it should
        return _offbody(me, place, held.corners @ bent.T, away), turn
    askew = freest(me, side, ASKEW.tolist(), at_mouth)
    me.sends(side, lambda: at_mouth(askew), RAISING, RAISED)
    yield from me.waits(RAISING + TILTING)
    frames = max(1, round(SIPPING * me.fps))
    for _ in range(frames):
        if wet:
            liquids.drain(act.thing, SIP / frames, me.person.name)
        yield
    yield from me.waits(BACK)
    yield from hold_upright(me, side, OFF, elbow=RAISED)


def _offbody(me: Character, place: Array, corners: Array, away: Array) -> Array:
    """A hand's place (3,), m, moved away from face and chest until what is held is not in them. corners: (N, 3) of what
    is held, relative to the hand, m. away: (3,) the direction."""
    chest = me.body.spheres.of("chest")
    for _ in range(ROUNDS):
        face = me.body.face.depth((place + corners - me.at("head")) @ me.turns[number("head")]) - LIPS
        below = chest.depth((place + corners - me.at("chest")) @ me.turns[number("chest")])
        if max(face, below) <= 0:
            break
        place = place + max(face, below) * away
    return place


VERB = VerbSpec(word="drink", act=Drink, steps=drink, done="drank", given=("thing",), pours=lambda act: (act.thing, act.target))
