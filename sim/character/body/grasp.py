"""A hand that closes round a thing: each finger bends, joint after joint from the palm outwards, until it touches."""

from collections.abc import Callable

import numpy as np

from sim.character.body.anatomy import FINGER_RADII
from sim.character.body.bones import FINGER_JOINTS
from sim.character.body.hands import Fingers
from sim.math.conventions import Array

SignedDistance = Callable[[Array], Array]
"""From points (N, 3) of the hand's frame to how far they are outside of a thing (N,), m."""
MOST = np.array([[95.0, 60.0, 70.0], *[[85.0, 100.0, 65.0]] * 4])
"""Degrees that joints bend at most, the thumb's first."""
STEP = 1.0 / 120
"""Share of that by which they are bent at once."""
WAYS = ((1.0, 1.0, 1.0), (1.0, 0.6, 0.6), (1.0, 0.3, 0.3), (0.6, 1.0, 1.0), (0.3, 1.0, 1.0))
"""How fast a finger's joints bend against one another; that by which most of its bones come to touch is taken."""
TAPER = np.array([1.3, 1.1, 1.0])
"""How thick the bones of a finger are, against its tip."""
BEADS = 5
"""Places along each bone of a finger at which it is looked whether it touches."""
CLOSE = 0.004
"""m from a thing at which a finger is taken to touch it."""


def grasp(hand: Fingers, distance: SignedDistance, size: float = 1.0) -> Array:
    """(5, 3) degrees by which the joints of a hand are bent that closes round a thing. size: of the hand, against that of a person of
    1.7 m. Where a bone touches, the joints before it stay as they are, and those beyond it go on."""
    return np.stack([_best(hand, finger, distance, FINGER_RADII[finger] * size * TAPER) for finger in range(5)])


def _best(hand: Fingers, finger: int, distance: SignedDistance, radius: Array) -> Array:
    found = [_closed(hand, finger, distance, radius, np.array(way)) for way in WAYS]
    gaps = [_gaps(hand, finger, _only(finger, bends), distance) - radius for bends in found]
    return found[max(range(len(WAYS)), key=lambda i: ((gaps[i] < CLOSE).sum(), -gaps[i].min()))]


def _closed(hand: Fingers, finger: int, distance: SignedDistance, radius: Array, way: Array) -> Array:
    """(3,) degrees at which a finger is that closes in one way."""
    bends, going = np.zeros(FINGER_JOINTS), np.ones(FINGER_JOINTS, bool)
    while going.any():
        tried = np.minimum(bends + STEP * MOST[finger] * way * going, MOST[finger])
        touched = np.flatnonzero(_gaps(hand, finger, _only(finger, tried), distance) < radius)
        if len(touched) and touched[-1] < going.argmax():
            break  # a bone that moves no more is in it from the start
        if len(touched):
            going[:touched[-1] + 1] = False
        else:
            bends = tried
            going &= bends < MOST[finger]
    return bends


def _only(finger: int, bends: Array) -> Array:
    out = np.zeros((5, FINGER_JOINTS))
    out[finger] = bends
    return out


def touching(hand: Fingers, bends: Array, distance: SignedDistance, size: float = 1.0) -> Array:
    """(5,) how far each finger's skin is from a thing, m; negative where it is in it."""
    return np.array([(_gaps(hand, finger, bends, distance) - FINGER_RADII[finger] * size * TAPER).min() for finger in range(5)])


def _gaps(hand: Fingers, finger: int, bends: Array, distance: SignedDistance) -> Array:
    """(3,) m from the middle line of each of a finger's bones to a thing."""
    places, turns = hand.bent(bends)
    tip = places[finger, 2] + turns[finger, 2] @ (0.8 * (hand.places[finger, 2] - hand.places[finger, 1]))
    line = np.array([*places[finger], tip])
    shares = np.linspace(0.0, 1.0, BEADS + 1)[1:, None]
    beads = np.concatenate([a + shares * (b - a) for a, b in zip(line, line[1:])])
    return distance(beads).reshape(FINGER_JOINTS, BEADS).min(axis=1)
