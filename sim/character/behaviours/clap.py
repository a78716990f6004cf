"""Clapping."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.arms import Hand
from sim.character.skills.gestures import check_both_free, lowered
from sim.character.skills.hands import facing_palm
from sim.character.verb_spec import VerbSpec
from sim.math.conventions import cross
from sim.scene.act import Act

RAISING, BEAT = 0.6, 1 / 3
"""s in which hands come up, and from one clap to the next."""
OPEN = 0.09
"""m that each palm goes away from the middle."""
BEFORE = (0.3, 0.04)
"""m from the chest's joint to where palms meet: ahead and up, of someone of TALL."""
CROSSED = np.radians(20.0)
"""By which the fingers of one hand lie across those of the other."""


@dataclass(frozen=True, kw_only=True)
class Clap(Act):
    """Clap the hands for `duration` s, or, None, until `until`."""

    duration: float | None = 2.0


def clap(context: Context, me: Character, act: Clap) -> Iterator[None]:
    """A Clap."""
    check_both_free(me, "claps")
    for side in me.arms:
        me.shapes(side, "open")
        me.sends(side, partial(_clapping, me, side, me.time + RAISING), RAISING)
    yield from me.waits(RAISING)
    yield from me.waits(act.duration)
    yield from lowered(me, tuple(me.arms))


def _clapping(me: Character, side: str, start: float) -> Hand:
    """Where a hand is before the chest while it claps: its palm as far from the other as the beat has it now. start:
    s at which the clapping began."""
    forward, up, sign = me.forward(), np.array([0.0, 0.0, 1.0]), me.arms[side].sign
    inwards = -sign * cross(up, forward)
    apart = OPEN * (1 - np.cos(2 * np.pi * max(me.time - start, 0.0) / BEAT + np.pi)) / 2
    ahead, above = BEFORE
    middle = me.at("chest") + me.size * (ahead * forward + above * up)
    steep = np.radians(45.0) + sign * CROSSED / 2
    return facing_palm(me, side, middle, inwards, me.size * apart, np.cos(steep) * forward + np.sin(steep) * up)


VERB = VerbSpec(word="clap", act=Clap, steps=clap, done="clapped", given=("duration",))
