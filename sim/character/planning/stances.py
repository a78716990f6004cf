"""Where someone may stand to get a hand to something."""

from typing import NamedTuple

import numpy as np

from sim.character.body.bones import number, placed
from sim.character.character import Character
from sim.character.planning.reach import stoops
from sim.character.posing import stooped_gait

NEAR, STEP = 0.4, 0.1
"""m at which one would rather stand from the side of a thing, and by how much more it is tried."""
TOES = 0.21
"""m from the middle of who faces a thing to its side, so that toes have room, of someone of TALL."""
SPARE = 0.05
"""m that a place to stand is nearer to a thing than the arm would have it."""
LESS = 0.85, 0.7, 0.0
"""Shares of the room for the knees that they make do with."""
FINELY = 7


class Stance(NamedTuple):
    """How near someone is to stand to a thing (far, m, at most), and how much free floor they need all round (room, m)."""

    far: float
    room: float


def stances(me: Character, height: float) -> list[Stance]:
    """Ways to stand from which a hand gets to a height, m, the best first: near, with room for the knees; then
    farther away; then with less room. Empty if it gets there from nowhere."""
    found = _stoops(me, height)
    farthest = float(found[:, 0].max(initial=0.0)) - SPARE
    if farthest <= 0:
        return []
    fars = [*np.arange(min(NEAR, farthest), farthest, STEP).tolist(), farthest]
    rooms = [float(found[found[:, 0] >= far + SPARE, 1].min()) for far in fars]
    return [Stance(far, max(room * share, TOES * me.size)) for share in (1.0, *LESS) for far, room in zip(fars, rooms)]


def _stoops(me: Character, height: float) -> np.ndarray:
    """(N, 2) for each way to stoop: how far from the middle of the body, m, a hand reaches at a height, m; and how
    far the body itself sticks out in front below that height, m."""
    arm, girth, ahead = me.arms["right"], me.trunk, me.forward()
    beside, longest, out = abs(float(arm.grip[1])) + 0.1 * me.size, 0.98 * sum(arm.lengths), [(0.0, 0.0)]
    palm = abs(float(arm.grip[2]))  # of a hand that points ahead
    for stoop in stoops(me, FINELY):
        root, turns = stooped_gait(me, stoop)
        places = placed(me.body.offsets, root, turns)
        at = places[number("right_upper_arm")]
        square = longest ** 2 - (at[2] - height) ** 2 - beside ** 2
        if square > 0:
            balls = girth.placed(places, turns) - me.root
            front = (balls[:, 2] + me.root[2] - girth.radii < height) & (balls @ ahead > 0)
            round_about = np.linalg.norm(balls[front, :2], axis=1) + girth.radii[front]
            out.append((float((at - me.root) @ ahead + np.sqrt(square)) + palm, float(round_about.max(initial=me.body.ball[0]))))
    return np.array(out)
