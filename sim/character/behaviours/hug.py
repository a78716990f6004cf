"""Hugging."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.motion.posture import Stoop
from sim.character.skills.gestures import check_both_free, check_standing, lowered
from sim.character.skills.hands import facing_palm
from sim.character.skills.pairs import check_distance, check_person, face, interleaved, step_in
from sim.character.unable import Unable
from sim.character.verb_spec import LEGS, VerbSpec
from sim.math.conventions import Array
from sim.scene.act import Act, Declared

FAR = 1.5
"""m from which people step up to each other."""
CLOSE, AFTER, BESIDE = 0.42, 0.75, 0.08
"""m from one to the other in a hug and after it, and that each of them stands to the right, of people of TALL."""
UNLIKE = 0.35
"""m by which heights may differ."""
LEAN = np.radians(13.0)
OPENING, CLOSING, HELD = 0.6, 0.9, 1.4
"""s in which arms open, close round the other, and stay there."""
OPEN = np.array([[0.3, -0.42, 0.0], [0.3, 0.42, 0.22]])
"""m from one's own chest's joint to the right hand and to the left one that are opened: ahead, to the left and up."""
BACK = np.array([[0.08, 0.06], [0.0, 0.2]])
"""m from the other's chest's joint to where they then are on the back, to the left and up: the right one below the
shoulder blades, the left one above."""
FINGERS = np.array([[0.1, -1.0, 0.3], [0.1, 1.0, -0.3]])
"""Where fingers then point, in the other's chest's frame."""
AWAY = np.radians([-22.0, 4.0, 6.0])
"""Yaw, pitch and roll of heads that are side by side."""
ELBOW = np.array([-0.1, -1.0, -0.35])
"""Towards which the right elbow points: out."""


@dataclass(frozen=True, kw_only=True)
class Hug(Act):
    """Hug someone near: both turn and step up to each other, hug, and step back."""

    to: str

    def check(self, owner: str, scene: Declared) -> None:
        check_person(owner, self.to, scene, "people are hugged")


def hug(context: Context, me: Character, act: Hug) -> Iterator[None]:
    """A Hug."""
    other = context.characters[act.to]
    for who in (me, other):
        check_standing(who, "hugs")
        check_both_free(who, "hugs")
    check_distance(me, other, "hug", 0.0, FAR)
    _check_heights(me, other)
    size = (me.size + other.size) / 2
    yield from face(me, (me, other.root), (other, me.root))
    _arms(me, other, _opened, OPENING)
    yield from step_in(me, other, CLOSE * size, BESIDE * size, OPENING)
    with me.gesturing(partial(_aside, me, me.time)), other.gesturing(partial(_aside, other, me.time)):
        _arms(me, other, _round, CLOSING, float(LEAN))
        yield from me.waits(CLOSING + HELD)
        _arms(me, other, _opened, CLOSING)
        yield from me.waits(CLOSING)
    yield from interleaved(lowered(me, tuple(me.arms)), lowered(other, tuple(other.arms)))
    yield from step_in(me, other, AFTER * size, 0.0, 0.0)


def _check_heights(me: Character, other: Character) -> None:
    """Raise Unable for two of whom one would have their arms round the other's head."""
    mine, theirs = me.person.height, other.person.height
    if abs(mine - theirs) > UNLIKE:
        raise Unable(f"{other.person.name} is {theirs:.2f} m tall and {me.person.name} {mine:.2f} m; people hug whose "
                     f"heights differ by up to {UNLIKE:.2f} m")


def _arms(me: Character, other: Character, goal: Callable[..., Hand], seconds: float, lean: float = 0.0) -> None:
    """Send all four hands to goals of theirs, and let both lean, rad."""
    for who, whom in ((me, other), (other, me)):
        who.bends(seconds, Stoop(lean=lean))
        for side in who.arms:
            who.shapes(side, "open")
            who.sends(side, partial(goal, who, whom, side), seconds, ELBOW)


def _opened(who: Character, whom: Character, side: str) -> Hand:
    """A hand ahead and aside, its palm looking in."""
    frame = _level(who)
    inwards = frame @ [0.3, -who.arms[side].sign, 0.0]
    place = who.at("chest") + who.size * frame @ OPEN[int(side == "left")]
    return facing_palm(who, side, place, inwards, 0.0, frame @ [1.0, 0.0, 0.2])


def _round(who: Character, whom: Character, side: str) -> Hand:
    """A hand on the other's back."""
    frame, i = whom.turns[number("chest")], int(side == "left")
    place = whom.at("chest") + frame @ _behind(whom, *(whom.size * BACK[i]))
    return facing_palm(who, side, place, frame[:, 0], 0.0, frame @ FINGERS[i])


def _behind(whom: Character, left: float, up: float) -> Array:
    """(3,) the place on someone's back so far to the left of the chest's joint and above it, m, in that frame."""
    flesh = whom.body.spheres.of("chest")
    deep = flesh.radii ** 2 - ((flesh.middles - [0.0, left, up]) ** 2)[:, 1:].sum(axis=1)
    return np.array([float((flesh.middles[:, 0] - np.sqrt(np.maximum(deep, 0.0)))[deep > 0].min()), left, up])


def _aside(who: Character, start: float) -> Array:
    """How far a head is turned out of the other's way, (3,) yaw, pitch and roll, rad; it comes and goes with the
    arms. start: s at which the hug began."""
    time = who.time - start
    u = np.clip(min(time / CLOSING, (2 * CLOSING + HELD - time) / CLOSING), 0.0, 1.0)
    return AWAY * u * u * (3 - 2 * u)


def _level(who: Character) -> Array:
    """(3, 3) ahead, left and up of someone."""
    forward = who.forward()
    return np.stack([forward, [-forward[1], forward[0], 0.0], [0.0, 0.0, 1.0]], axis=-1)


VERB = VerbSpec(word="hug", act=Hug, steps=hug, done="hugged", given=("to",), takes=LEGS)
