"""A hand that closes round a thing: each finger bends, joint after joint from the palm outwards, until its skin touches."""

from collections.abc import Callable

import numpy as np

from sim.character.body.bones import FINGER_JOINTS
from sim.character.body.hand_skin import HandSkin
from sim.math.conventions import Array

SignedDistance = Callable[[Array], Array]
"""From points (N, 3) of the hand's frame to how far they are outside of a thing (N,), m."""
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


def grasp(hand: HandSkin, distance: SignedDistance) -> Array:
    """(5, 3) degrees by which the joints of a hand are bent that closes round a thing. Where a bone touches, the joints before it stay as
    they are, and those beyond it go on."""
    return np.stack([_closed(hand, finger, distance) for finger in range(5)])


def touching(hand: HandSkin, bends: Array, distance: SignedDistance) -> Array:
    """(5,) how far each finger's skin is from a thing, m; negative where it is in it."""
    return np.array([_gaps(hand, finger, bends[finger][None], distance).min() for finger in range(5)])


def _closed(hand: HandSkin, finger: int, distance: SignedDistance) -> Array:
    """(3,) degrees: the best of WAYS."""
    most, reach = MOST[finger] * WAYS, _reach(hand, finger)
    bends, going = np.zeros(WAYS.shape), np.ones(WAYS.shape, bool)
    gaps = _gaps(hand, finger, bends, distance)
    while going.any():
        fast = (np.radians(most * going) * reach).sum(axis=1)
        step = np.clip(_ahead(gaps, going) / np.maximum(fast, 1e-9), STEP, 1.0)
        tried = np.minimum(bends + step[:, None] * most * going, MOST[finger])
        found = _gaps(hand, finger, tried, distance)
        touched = np.asarray(found < np.where(going, 0.0, np.minimum(gaps, -SOFT)), bool)
        free = np.asarray(~touched.any(axis=1), bool)
        bends, gaps = np.where(free[:, None], tried, bends), np.where(free[:, None], found, gaps)
        last = np.where(touched, np.arange(FINGER_JOINTS), -1).max(axis=1)
        stopped = ~free & ~np.take_along_axis(going, np.maximum(last, 0)[:, None], axis=1)[:, 0]  # what moves no more is pressed in
        going &= (np.arange(FINGER_JOINTS) > last[:, None]) & ~stopped[:, None] & (bends < MOST[finger] - 1e-9)
    return bends[max(range(len(WAYS)), key=lambda i: ((gaps[i] < CLOSE).sum(), -gaps[i].min()))]


def _ahead(gaps: Array, going: Array) -> Array:
    """(K,) m free before the bones that move."""
    return np.where(going, gaps, np.inf).min(axis=1)


def _reach(hand: HandSkin, finger: int) -> Array:
    """(3,) m from each joint of a finger to the farthest of its skin."""
    return np.linalg.norm(hand.fingers[finger][:, None] - hand.bones.places[finger], axis=-1).max(axis=0)


def _gaps(hand: HandSkin, finger: int, bends: Array, distance: SignedDistance) -> Array:
    """(K, 3) m from the skin of each of a finger's bones to a thing, at bends (K, 3)."""
    skin, owners = hand.posed(finger, bends), hand.owners(finger)
    away = distance(skin.reshape(-1, 3)).reshape(skin.shape[:2])
    return np.stack([away[:, owners == bone].min(axis=1) for bone in range(FINGER_JOINTS)], axis=1)
