"""A hand that closes round a thing: each finger bends, joint after joint from the palm outwards, until its skin touches."""

import numpy as np

from sim.character.body.bones import FINGER_JOINTS
from sim.character.body.hand_skin import HandSkin
from sim.geometry.solids import Away
from sim.math.conventions import Array

MOST = np.array([[95.0, 60.0, 70.0], *[[85.0, 100.0, 65.0]] * 4])
"""Degrees that joints bend at most, the thumb's first."""
STEP = 1.0 / 300
"""Share of that by which they are bent at once, at least."""
WAYS = np.array([(1.0, 1.0, 1.0), (1.0, 0.6, 0.6), (1.0, 0.3, 0.3), (0.6, 1.0, 1.0), (0.3, 1.0, 1.0)])
"""How fast a finger's joints bend against one another; that by which most of its bones come to touch is taken."""
CLOSE = 0.002
"""m from a thing at which a finger is taken to touch it."""
SOFT = 0.0015
"""m that flesh beside a joint is pressed in."""


def grasp(hand: HandSkin, thing: Away) -> Array:
    """(5, 3) degrees by which the joints of a hand are bent that closes round a thing. Where a bone touches, the joints before it stay as
    they are, and those beyond it go on. Of WAYS, each finger takes the best."""
    from sim.character.body.grasp_kernels import closed  # here: declaring a scene needs no compiler
    bends, gaps = closed(hand.vertices, hand.weights, hand.reach, hand.firsts, hand.bones.places, hand.bones.axes, thing, MOST, WAYS, STEP,
                         SOFT)
    best = [np.lexsort([-each.min(axis=1), (each < CLOSE).sum(axis=1)])[-1] for each in gaps]
    return np.asarray(bends[np.arange(len(MOST)), best])


def touching(hand: HandSkin, bends: Array, thing: Away) -> Array:
    """(5,) how far each finger's skin is from a thing, m; negative where it is in it."""
    return np.asarray(np.minimum.reduceat(thing.of(hand.posed(bends)), hand.firsts[:-1:FINGER_JOINTS]))
