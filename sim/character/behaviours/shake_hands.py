"""Shaking hands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.character.body.hands import hand_pose
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.planning.reach import stoop_for
from sim.character.skills.gestures import check_standing, lowered
from sim.character.skills.hands import facing_palm
from sim.character.skills.pairs import check_distance, check_person, eye_to_eye, face, interleaved
from sim.character.skills.preconditions import now
from sim.character.unable import Unable
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import Array, cross
from sim.scene.act import Act, Declared

SIDE = "right"
LOW, NEAR = 0.1, 0.5
"""m below the chests' joints at which palms meet; m from one to the other at least."""
REACHING, SHAKES, SHAKE, SWING = 0.9, 3, 0.4, 0.04
"""s until hands meet; how often they are shaken, s of each, and m up and down."""
CLOSED, DIP = 0.55, 0.25
"""Of a grip, that fingers close; m down for each m ahead, that they point."""


@dataclass(frozen=True, kw_only=True)
class ShakeHands(Act):
    """Shake the right hand of someone near; both turn to each other if they do not face."""

    to: str

    def check(self, owner: str, scene: Declared) -> None:
        check_person(owner, self.to, scene, "hands are shaken with people")


def shake_hands(context: Context, me: Character, act: ShakeHands) -> Iterator[None]:
    """A ShakeHands."""
    other = context.characters[act.to]
    for who in (me, other):
        check_standing(who, "shakes hands")
        if SIDE in who.held:
            raise Unable(f"{who.person.name} holds {who.held[SIDE].thing} in the right hand at {now(me)}")
    check_distance(me, other, "shake hands", NEAR * max(me.size, other.size), np.inf)
    yield from face(me, (me, other.root), (other, me.root))
    start, spot = me.time + REACHING, (me.at("chest") + other.at("chest")) / 2 - [0.0, 0.0, LOW]
    goals = [(who, partial(_shaking, who, spot, start)) for who in (me, other)]
    for who, goal in goals:
        stoop, short = stoop_for(who, SIDE, goal()[0])
        if short > 0:
            raise Unable(f"{act.to} is {np.linalg.norm((me.root - other.root)[:2]):.2f} m from {me.person.name} at "
                         f"{now(me)}; their hands meet {short:.2f} m beyond {who.person.name}'s reach")
        who.bends(REACHING, stoop)
        who.sends(SIDE, goal, REACHING)
        who.shapes(SIDE, "open")
    with eye_to_eye(me, other):
        yield from me.waits(REACHING)
        for who in (me, other):
            who.shapes(SIDE, hand_pose("grip", CLOSED))
        yield from me.waits(SHAKES * SHAKE + 0.1)
        for who in (me, other):
            who.bends(0.6)
        yield from interleaved(lowered(me, (SIDE,)), lowered(other, (SIDE,)))


def _shaking(who: Character, spot: Array, start: float) -> Hand:
    """A right hand, its palm at a spot (3,), m, looking to the left, that goes up and down from `start` on, s."""
    u = (who.time - start) / SHAKE
    up = SWING * np.sin(2 * np.pi * u) if 0 < u < SHAKES else 0.0
    ahead = (spot - who.root) * [1.0, 1.0, 0.0]
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    left = cross([0.0, 0.0, 1.0], ahead)
    return facing_palm(who, SIDE, spot + [0.0, 0.0, up], left, 0.0, ahead - [0.0, 0.0, DIP])


VERB = VerbSpec(word="shake_hands", act=ShakeHands, steps=shake_hands, done="shook hands", given=("to",))
