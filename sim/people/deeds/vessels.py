"""How people drink: generators, as in sim.people.deeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from sim.people.arms import Hand
from sim.people.deeds.hands import carry, holding
from sim.people.performer import Performer
from sim.people.things import depth_below, half_width
from sim.verbs import Drink

if TYPE_CHECKING:
    from sim.people.troupe import Troupe

MOUTH = (0.108, 0.0, 0.135)
"""In the head's frame, m."""
TILT = np.radians(58.0)
"""Of a cup that is drunk from."""


def drink(troupe: "Troupe", me: Performer, verb: Drink) -> Iterator[None]:
    """A Drink."""
    side, start = holding(me, verb.thing), me.frame
    held, radius, tall = me.held[side], half_width(troupe.cast, verb.thing), 2 * depth_below(troupe.cast, verb.thing)

    def at_mouth() -> Hand:
        u = np.clip((me.frame - start) / me.fps / 0.9 - 1, 0, 1)
        away = me.turns[2][:, 0] * [1, 1, 0] / np.linalg.norm(me.turns[2][:2, 0])
        tilt = Rotation.from_rotvec(np.cross(away, [0.0, 0.0, 1.0]) * (TILT * u * u * (3 - 2 * u))).as_matrix()
        up, rim = tilt @ [0.0, 0.0, 1.0], tilt @ -away
        turn = tilt @ held.level(Rotation.from_euler("z", -me.arms[side].sign * np.radians(50)).apply(away))
        return me.at("head", MOUTH) - tall / 2 * up - radius * rim - turn @ held.place, turn
    me.sends(side, at_mouth, 0.9)
    yield from me.waits(2.6)
    yield from carry(me, side)
