"""Pouring from one vessel into another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import RAISED, Hand
from sim.character.skills.hands import bring, hold_upright, inwards
from sim.character.skills.preconditions import holding, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.errors import DeclarationError, check_number
from sim.geometry.surfaces import body_from_mouth
from sim.physics.liquids import BEAD, OPEN
from sim.scene.act import Act, Declared

CLEAR = 0.02
"""m between the mouth that is poured into and what is held over it."""
RATE = 0.15
"""Litres that are poured a second."""
TURN = np.radians(80.0)
"""Rad a second, as fast as the held vessel is tilted."""
UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, kw_only=True)
class Pour(Act):
    """Pour from what is held into another vessel, until so much of that one's hollow is filled in all, 0..1; None: until the one is
    empty or the other full."""

    thing: str
    into: str
    amount: float | None = None

    def check(self, owner: str, scene: Declared) -> None:
        if self.into == self.thing:
            raise DeclarationError(f"{owner}: pours {self.thing!r} into itself; name another vessel.")
        if self.amount is not None:
            check_number(owner, "amount", self.amount, above=0, most=1)
        for name in (self.thing, self.into):
            if name not in scene.bodies or scene.bodies[name].full is None:
                raise DeclarationError(f"{owner}: {name!r} is no vessel that can hold a liquid; declare it as cup({name!r}, full=0.8), "
                                       "or full=0.0 if it is empty at first.")


def pour(context: Context, me: Character, act: Pour) -> Iterator[None]:
    """A Pour."""
    side = holding(me, act.thing)
    pouring = _Pouring(context=context, me=me, side=side, act=act)
    _check(pouring)
    me.look = look = lambda: context.liquids.mouth(act.into).position
    yield from bring(me, side, act.into, pouring.hand, RAISED)
    try:
        yield from _flow(pouring)
    except Unable:
        yield from _upright(pouring)
        raise
    yield from _upright(pouring)
    yield from hold_upright(me, side)
    if me.look is look:
        me.look = None


@dataclass(kw_only=True, eq=False)
class _Pouring:
    """A vessel in a hand over another, tilted by an angle, rad, sideways towards the other hand: so a forearm turns."""

    context: Context
    me: Character
    side: str
    act: Pour
    angle: float = 0.0

    def hand(self) -> Hand:
        """Where the hand is when the lowest point of the rim is over the middle of the other's mouth, and all of it above that."""
        me, held, vessel = self.me, self.me.held[self.side], self.context.liquids.vessels[self.act.thing]
        mouth = self.context.liquids.mouth(self.act.into).position
        way = (mouth - me.at(f"{self.side}_upper_arm")) * [1, 1, 0]
        aside = np.cross(UP, way / max(float(np.linalg.norm(way)), 1e-9)) * -me.arms[self.side].sign
        tilt = scipy.spatial.transform.Rotation.from_rotvec(np.cross(UP, aside) * self.angle).as_matrix()
        turn = tilt @ held.level(inwards(me, self.side, way))
        hollow = vessel.hollow
        lip = mouth + UP * (CLEAR + (hollow.height + hollow.wall) * max(np.cos(self.angle), 0.0))
        body = lip - turn @ held.turn @ body_from_mouth(vessel).position - (hollow.radius + hollow.wall) * tilt @ aside
        return body - turn @ held.place, turn

    def tilt_to(self, angle: float) -> None:
        """Towards an angle, as far as it gets in a frame."""
        most = TURN / self.me.fps
        self.angle += float(np.clip(angle - self.angle, -most, most))


def _flow(pouring: _Pouring) -> Iterator[None]:
    """Tilt it a little further each frame, so that the surface stays at its rim, until enough has run into the other."""
    me, act, liquids = pouring.me, pouring.act, pouring.context.liquids
    while (missing := _missing(pouring)) > BEAD:
        if liquids.empty(act.thing):
            if act.amount is None:
                return
            raise Unable(f"{act.thing} is empty at {now(me)}, {liquids.level(act.thing):.2f} full; "
                         f"{act.into} is {liquids.level(act.into):.2f} full, not {act.amount:.2f}")
        _check_over(pouring)
        pouring.tilt_to(liquids.brim(act.thing, min(RATE / me.fps, missing)))
        yield


def _upright(pouring: _Pouring) -> Iterator[None]:
    """Tilt it back."""
    while pouring.angle > 0:
        pouring.tilt_to(0.0)
        yield


def _missing(pouring: _Pouring) -> float:
    """Litres that are yet to run into the other."""
    act, liquids = pouring.act, pouring.context.liquids
    wanted = liquids.room(act.into)
    return wanted if act.amount is None else min(wanted, (act.amount - liquids.level(act.into)) * liquids.capacity(act.into))


def _check(pouring: _Pouring) -> None:
    """Raise Unable if there is nothing to pour, or no room for it."""
    me, act, liquids = pouring.me, pouring.act, pouring.context.liquids
    if liquids.empty(act.thing):
        raise Unable(f"{act.thing} is empty at {now(me)}, {liquids.level(act.thing):.2f} full")
    _check_over(pouring)
    if _missing(pouring) <= BEAD:
        wanted = "" if act.amount is None else f", and {act.amount:.2f} was to be"
        raise Unable(f"{act.into} is {liquids.level(act.into):.2f} full at {now(me)}{wanted}")


def _check_over(pouring: _Pouring) -> None:
    """Raise Unable if the other is tilted, or not under the rim that is about to be run over."""
    me, act, liquids = pouring.me, pouring.act, pouring.context.liquids
    tilt, most = np.degrees(liquids.tilt(act.into)), np.degrees(OPEN)
    if tilt > most:
        raise Unable(f"{act.into} is tilted by {tilt:.0f} degrees at {now(me)}; what is poured into may be by {most:.0f}")
    beside = liquids.beside(act.thing, act.into)
    if beside > 0 and liquids.tilt(act.thing) + TURN / me.fps > liquids.brim(act.thing):
        raise Unable(f"{act.thing} is {beside:.2f} m beside the mouth of {act.into} at {now(me)}")


VERB = VerbSpec(word="pour", act=Pour, steps=pour, done="poured", given=("thing", "into", "amount"),
                pours=lambda act: (act.thing, act.into))
