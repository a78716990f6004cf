"""Pushing a thing with a flat hand."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.planning.affordances import convex_corners
from sim.character.skills.hands import back, bring, facing_palm
from sim.character.skills.preconditions import check_in_no_hand, check_reach, free_hand
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.errors import check_number
from sim.scene.act import Act, Declared

PUSHES = 60.0
"""kg, the most that a hand pushes."""
MOVED, PALM = 0.01, 0.045
"""m by which a thing that is pushed must get away, and from a palm that is about to push to the thing."""


@dataclass(frozen=True, kw_only=True)
class Push(Act):
    """Push an object away by `distance`, m, with the flat hand. height: of the hand, as a share of the thing's; speed: m/s."""

    thing: str
    distance: float = 0.2
    height: float = 0.5
    speed: float = 0.5
    hand: str = ""

    def check(self, owner: str, scene: Declared) -> None:
        check_number(owner, "height", self.height, least=0, most=1)


def push(context: Context, me: Character, act: Push) -> Iterator[None]:
    """A Push: the hand flat behind the thing, then straight on."""
    check_in_no_hand(context, me, act.thing)
    mass, start = context.mass(act.thing), context.where(act.thing)
    if mass > PUSHES:
        raise Unable(f"{act.thing} weighs {mass:.1f} kg; {me.person.name} pushes up to {PUSHES:.0f} kg")
    side = free_hand(me, start, act.hand)
    corners, way = np.concatenate(convex_corners(context.physics, act.thing)), (start - me.root) * [1.0, 1.0, 0.0]
    way, low, high = way / max(float(np.linalg.norm(way)), 1e-9), corners[:, 2].min(), corners[:, 2].max()
    near = np.array([*start[:2], low + act.height * (high - low)]) + way * float(((corners - start) @ way).min())

    aside = np.cross([0.0, 0.0, 1.0], way) * -me.arms[side].sign

    def pressed(far: float) -> Hand:
        return facing_palm(me, side, near + way * far, way, PALM, aside)
    stoop = check_reach(me, side, f"{act.thing}, {act.distance:.2f} m on,", pressed(act.distance)[0])
    me.shapes(side, "open")
    with me.watching(lambda: context.where(act.thing)):
        yield from bring(me, side, act.thing, lambda: pressed(0.0))
        since, far = me.frame, act.distance + PALM
        me.bends(far / act.speed, stoop)
        me.sends(side, lambda: pressed(min((me.frame - since) / me.fps * act.speed, far)), 0.0)
        yield from me.waits(far / act.speed)
        me.sends(side, lambda: pressed(far - 0.06), 0.3)
        yield from me.waits(0.3)
    went = float(np.linalg.norm(context.where(act.thing) - start))
    yield from back(me, side)
    if went < MOVED:
        raise Unable(f"{act.thing} was pushed for {act.distance:.2f} m and moved {went:.2f} m")


VERB = VerbSpec(word="push", act=Push, steps=push, done="pushed", given=("thing", "distance"))
