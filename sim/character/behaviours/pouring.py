"""How people pour: generators, as in sim.character.behaviours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from sim.character.behaviours.checks import holding, now
from sim.character.behaviours.hands import bring, carry, inwards
from sim.character.character import Character, Unable
from sim.character.motion.arms import RAISED, Hand
from sim.geometry.surfaces import body_from_mouth
from sim.physics.liquids import BEAD, OPEN
from sim.verbs import Pour

if TYPE_CHECKING:
    from sim.character.controller import CharacterController

CLEAR = 0.02
"""m between the mouth that is poured into and what is held over it."""
RATE = 0.15
"""Litres that are poured a second."""
TURN = np.radians(80.0)
"""Rad a second, as fast as the held vessel is tilted."""
UP = np.array([0.0, 0.0, 1.0])


@dataclass(kw_only=True, eq=False)
class _Pouring:
    """A vessel in a hand over another, tilted by an angle, rad, sideways towards the other hand: so a forearm turns."""

    controller: "CharacterController"
    me: Character
    side: str
    verb: Pour
    angle: float = 0.0

    def hand(self) -> Hand:
        """Where the hand is when the lowest point of the rim is over the middle of the other's mouth, and all of it above that."""
        me, held, vessel = self.me, self.me.held[self.side], self.controller.liquids.vessels[self.verb.thing]
        mouth = self.controller.liquids.mouth(self.verb.into).position
        way = (mouth - me.at(f"{self.side}_upper_arm")) * [1, 1, 0]
        aside = np.cross(UP, way / max(float(np.linalg.norm(way)), 1e-9)) * -me.arms[self.side].sign
        tilt = Rotation.from_rotvec(np.cross(UP, aside) * self.angle).as_matrix()
        turn = tilt @ held.level(inwards(me, self.side, way))
        hollow = vessel.hollow
        lip = mouth + UP * (CLEAR + (hollow.height + hollow.wall) * max(np.cos(self.angle), 0.0))
        body = lip - turn @ held.turn @ body_from_mouth(vessel).position - (hollow.radius + hollow.wall) * tilt @ aside
        return body - turn @ held.place, turn

    def tilt_to(self, angle: float) -> None:
        """Towards an angle, as far as it gets in a frame."""
        most = TURN / self.me.fps
        self.angle += float(np.clip(angle - self.angle, -most, most))


def pour(controller: "CharacterController", me: Character, verb: Pour) -> Iterator[None]:
    """A Pour."""
    side = holding(me, verb.thing)
    pouring = _Pouring(controller=controller, me=me, side=side, verb=verb)
    _check(pouring)
    me.look = look = lambda: controller.liquids.mouth(verb.into).position
    yield from bring(me, side, verb.into, pouring.hand, RAISED)
    try:
        yield from _flow(pouring)
    except Unable:
        yield from _upright(pouring)
        raise
    yield from _upright(pouring)
    yield from carry(me, side)
    if me.look is look:
        me.look = None


def _flow(pouring: _Pouring) -> Iterator[None]:
    """Tilt it a little further each frame, so that the surface stays at its rim, until enough has run into the other."""
    me, verb, liquids = pouring.me, pouring.verb, pouring.controller.liquids
    while (missing := _missing(pouring)) > BEAD:
        if liquids.empty(verb.thing):
            if verb.amount is None:
                return
            raise Unable(f"{verb.thing} is empty at {now(me)}; {verb.into} is {liquids.level(verb.into):.2f} full, not {verb.amount:.2f}")
        _check_over(pouring)
        pouring.tilt_to(liquids.brim(verb.thing, min(RATE / me.fps, missing)))
        yield


def _upright(pouring: _Pouring) -> Iterator[None]:
    """Tilt it back."""
    while pouring.angle > 0:
        pouring.tilt_to(0.0)
        yield


def _missing(pouring: _Pouring) -> float:
    """Litres that are yet to run into the other."""
    verb, liquids = pouring.verb, pouring.controller.liquids
    wanted = liquids.room(verb.into)
    return wanted if verb.amount is None else min(wanted, (verb.amount - liquids.level(verb.into)) * liquids.capacity(verb.into))


def _check(pouring: _Pouring) -> None:
    """Raise Unable if there is nothing to pour, or no room for it."""
    me, verb, liquids = pouring.me, pouring.verb, pouring.controller.liquids
    if liquids.empty(verb.thing):
        raise Unable(f"{verb.thing} is empty at {now(me)}")
    _check_over(pouring)
    if _missing(pouring) <= BEAD:
        much = "full" if verb.amount is None else f"{liquids.level(verb.into):.2f} full, and {verb.amount:.2f} was to be,"
        raise Unable(f"{verb.into} is {much} at {now(me)}")


def _check_over(pouring: _Pouring) -> None:
    """Raise Unable if the other is tilted, or not under the rim that is about to be run over."""
    me, verb, liquids = pouring.me, pouring.verb, pouring.controller.liquids
    tilt, most = np.degrees(liquids.tilt(verb.into)), np.degrees(OPEN)
    if tilt > most:
        raise Unable(f"{verb.into} is tilted by {tilt:.0f} degrees at {now(me)}; what is poured into may be by {most:.0f}")
    beside = liquids.beside(verb.thing, verb.into)
    if beside > 0 and liquids.tilt(verb.thing) + TURN / me.fps > liquids.brim(verb.thing):
        raise Unable(f"{verb.thing} is {beside:.2f} m beside the mouth of {verb.into} at {now(me)}")
