"""Lifting a thing with someone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.planning.clearance import room_above
from sim.character.skills.gestures import check_both_free, check_standing
from sim.character.skills.lifting import carry_up, goals, stoop_to, take_hold
from sim.character.skills.pairs import check_person, face
from sim.character.skills.preconditions import check_let_be, now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.errors import check_number
from sim.scene.act import Act, Declared

LIFTS = 80.0
"""kg, the most that two people lift."""
OPPOSITE = 145.0
"""Degrees from one to the other at least, seen from the middle of the thing."""


@dataclass(frozen=True, kw_only=True)
class Lift(Act):
    """Lift an object together with a helper, level, by `height`, m, and go on holding it; both stand within reach, opposite each other."""

    thing: str
    helper: str
    height: float = 0.3
    aims: ClassVar[tuple[str, ...]] = ("helper",)

    def check(self, owner: str, scene: Declared) -> None:
        check_person(owner, self.helper, scene, "things are lifted together with people")
        check_number(owner, "height", self.height, above=0, unit="m")


def lift(context: Context, me: Character, act: Lift) -> Iterator[None]:
    """A Lift."""
    other = context.characters[act.helper]
    _check(context, me, other, act)
    for who in (me, other):
        who.walls = context.in_the_way(act.thing)
        context.bodies.pass_through(who, act.thing, True)
    middle = context.where(act.thing)
    yield from face(me, (me, middle), (other, middle))
    hands = {who: goals(context, who, act.thing) for who in (me, other)}
    low, high = ({who: stoop_to(context, who, act.thing, each, up) for who, each in hands.items()} for up in (0.0, act.height))
    yield from take_hold(context, act.thing, hands, low)
    yield from carry_up(context, act.thing, high, act.height)


def _check(context: Context, me: Character, other: Character, act: Lift) -> None:
    """Raise Unable for who cannot lift, and for what cannot be lifted."""
    check_let_be(context, me, act.thing)
    for who in (me, other):
        check_standing(who, "lifts things")
        check_both_free(who, "lifts things")
    mass, (room, above) = context.mass(act.thing), room_above(context.physics, act.thing)
    if mass > LIFTS:
        raise Unable(f"{act.thing} weighs {mass:.1f} kg; two people lift up to {LIFTS:.0f} kg")
    if room < act.height:
        raise Unable(f"{above} is {max(room, 0.0):.2f} m above {act.thing} at {now(me)}, which is to be lifted by {act.height:.2f} m")
    ways = [(who.root - context.where(act.thing))[:2] for who in (me, other)]
    mine, theirs = (way / max(float(np.linalg.norm(way)), 1e-9) for way in ways)
    apart = float(np.degrees(np.arccos(np.clip(mine @ theirs, -1.0, 1.0))))
    if apart < OPPOSITE:
        raise Unable(f"{other.person.name} stands {apart:.0f} degrees from {me.person.name} round {act.thing} at {now(me)}; two lift from "
                     f"opposite sides, at least {OPPOSITE:.0f} degrees apart")


VERB = VerbSpec(word="lift", act=Lift, steps=lift, done="lifted", given=("thing", "helper"), grips="taken")
