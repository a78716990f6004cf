"""Shrugging."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.motion.face import ShownExpression
from sim.character.motion.nodding import TILT
from sim.character.skills.gestures import lowered
from sim.character.skills.hands import facing_palm
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import cross
from sim.scene.act import Act

OUT, HELD = 0.45, 0.6
"""s in which hands come up, and in which they stay there."""
PALM = (0.24, 0.42, 0.0)
"""m from the chest's joint to a palm that is turned up: ahead, aside and up, of someone of TALL."""
ELBOW = np.array([-0.3, -0.2, -0.9])
"""Towards which the right elbow points: down."""
FACE = {"browInnerUp": 0.8, "browOuterUpLeft": 0.7, "browOuterUpRight": 0.7, "mouthShrugLower": 0.9,
        "mouthShrugUpper": 0.5, "mouthFrownLeft": 0.55, "mouthFrownRight": 0.55, "mouthPressLeft": 0.3,
        "mouthPressRight": 0.3}


@dataclass(frozen=True, kw_only=True)
class Shrug(Act):
    """Shrug: free hands out with the palms up, head tilted, brows up, the corners of the mouth down."""


def shrug(context: Context, me: Character, act: Shrug) -> Iterator[None]:
    """A Shrug."""
    start, sides = me.time, [side for side in me.arms if side not in me.held]

    def tilted() -> np.ndarray:
        u = np.clip(min(me.time - start, OUT + HELD + 0.4 - (me.time - start)) / OUT, 0.0, 1.0)
        return np.array([0.0, -0.3, 1.0]) * TILT * u * u * (3 - 2 * u)
    for side in sides:
        me.shapes(side, "open")
        me.sends(side, partial(_offered, me, side), OUT, ELBOW)
    shown = ShownExpression(units=FACE, since=me.time, until=me.time + OUT + HELD)
    me.face.shown.append(shown)  # on top of an expression that stays
    try:
        with me.gesturing(tilted):
            yield from me.waits(OUT + HELD)
            yield from lowered(me, sides)
    finally:
        shown.until = min(shown.until, me.time)


def _offered(me: Character, side: str) -> Hand:
    """A hand beside the waist whose palm looks up and whose fingers point out and ahead."""
    forward, up = me.forward(), np.array([0.0, 0.0, 1.0])
    aside = cross(up, forward) * me.arms[side].sign
    ahead, beside, above = PALM
    place = me.at("chest") + me.size * (ahead * forward + beside * aside + above * up)
    return facing_palm(me, side, place, up, 0.0, 0.55 * forward + 0.85 * aside + 0.1 * up)


VERB = VerbSpec(word="shrug", act=Shrug, steps=shrug, done="shrugged")
