"""A hand that closes round a thing: each finger bends, joint after joint from the palm outwards, until its skin touches."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

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
MOVING = 0.8
"""Of the skin looked at, the share below which what moves no more is left out."""


def grasp(hand: HandSkin, distance: SignedDistance) -> Array:
    """(5, 3) degrees by which the joints of a hand are bent that closes round a thing. Where a bone touches, the joints before it stay as
    they are, and those beyond it go on. Of WAYS, each finger takes the best."""
    skin = _Skins(hand, distance)
    most, bends = MOST[skin.fingers], np.zeros((len(skin.fingers), FINGER_JOINTS))
    pace, going = most * np.tile(WAYS, (len(MOST), 1)), np.ones(bends.shape, bool)
    gaps = skin.gaps(bends, going)
    while going.any():
        fast = (np.radians(pace * going)[:, None] * skin.reach).sum(axis=2)
        step = np.clip(np.where(going, gaps / np.maximum(fast, 1e-9), np.inf).min(axis=1), STEP, 1.0)
        tried = np.minimum(bends + step[:, None] * pace * going, most)
        found = skin.gaps(tried, going)
        touched = np.asarray(found < np.where(going, 0.0, np.minimum(gaps, -SOFT)), bool)
        free = np.asarray(going.any(axis=1) & ~touched.any(axis=1), bool)
        bends, gaps = np.where(free[:, None], tried, bends), np.where(free[:, None], found, gaps)
        last = np.where(touched, np.arange(FINGER_JOINTS), -1).max(axis=1)
        stopped = ~free & ~np.take_along_axis(going, np.maximum(last, 0)[:, None], axis=1)[:, 0]  # what moves no more is pressed in
        going &= (np.arange(FINGER_JOINTS) > last[:, None]) & ~stopped[:, None] & (bends < most - 1e-9)
    ranks = np.lexsort([-gaps.min(axis=1), (gaps < CLOSE).sum(axis=1), skin.fingers])
    return np.asarray(bends[ranks[len(WAYS) - 1::len(WAYS)]])


def touching(hand: HandSkin, bends: Array, distance: SignedDistance) -> Array:
    """(5,) how far each finger's skin is from a thing, m; negative where it is in it."""
    starts = np.searchsorted(hand.owners, FINGER_JOINTS * np.arange(len(MOST)))
    return np.asarray(np.minimum.reduceat(distance(hand.posed(bends)), starts))


class _Skins:
    """The skins of all fingers that close in all of WAYS at once, and how far they are from a thing. Only skin that may be nearest to it is
    looked at anew: the rest has not come farther than joints have turned since. fingers: (K,) of each way. reach: (K, 3, 3) m that the skin
    of each of a finger's bones is moved at most for each rad by which its joints bend."""

    def __init__(self, hand: HandSkin, distance: SignedDistance) -> None:
        self._hand, self._distance = hand, distance
        self.fingers = np.repeat(np.arange(len(MOST)), len(WAYS))
        firsts = np.searchsorted(hand.owners, np.arange(len(MOST) * FINGER_JOINTS))
        self.reach = np.maximum.reduceat(hand.reach, firsts).reshape(len(MOST), FINGER_JOINTS, FINGER_JOINTS)[self.fingers]
        each = [np.flatnonzero(hand.owners // FINGER_JOINTS == finger) for finger in self.fingers]
        self._which, self._rows = np.concatenate(each), np.repeat(np.arange(len(each)), [len(mine) for mine in each])
        self._before, self._turned, self._gaps = np.zeros((3, len(each), FINGER_JOINTS))
        self._least = self._most = distance(hand.vertices)[self._which]
        self._keep(np.ones(len(self._which), bool))

    def gaps(self, bends: Array, going: NDArray[np.bool_]) -> Array:
        """(K, 3) m from the skin of each bone to the thing, at bends (K, 3), degrees, of those ways of which any joint is going (K, 3)."""
        self._turned += np.abs(np.radians(bends - self._before))
        self._before = bends
        moving = np.asarray(going.any(axis=1), bool)[self._rows]
        if moving.mean() < MOVING:
            self._keep(moving)
        way = np.einsum("pj,pj->p", self._reach, self._turned[self._rows])
        new = np.flatnonzero(self._least - way < np.repeat(np.minimum.reduceat(self._most + way, self._starts), self._sizes))
        moves = self._hand.moves(self.fingers, bends)[self._rows[new]]
        away = self._distance(self._hand.moved(self._which[new], moves))
        self._least[new], self._most[new] = away + way[new], away - way[new]
        self._gaps.flat[self._groups] = np.minimum.reduceat(self._least - way, self._starts)
        return self._gaps.copy()

    def _keep(self, which: NDArray[np.bool_]) -> None:
        """Look only at some of the skins from now on."""
        self._which, self._rows = self._which[which], self._rows[which]
        self._least, self._most = self._least[which], self._most[which]
        self._reach = self._hand.reach[self._which]
        bones = FINGER_JOINTS * self._rows + self._hand.owners[self._which] % FINGER_JOINTS
        self._groups, self._starts, self._sizes = np.unique(bones, return_index=True, return_counts=True)
