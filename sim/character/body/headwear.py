"""What hats are made of: a crown and a brim. Lengths and points are as in sim.character.body.head."""

import numpy as np

from sim.character.body.cutting import BodyMesh
from sim.character.body.hair import smooth_union
from sim.character.body.head import HeadField, modelled
from sim.character.body.physique import Physique
from sim.math.conventions import Array

TILT = 0.18
"""By which a hat is higher in front, m a m."""
BRIM = 0.009
"""How thick a brim is."""
BAND = 0.048
"""How high above the eyes, over the middle of the head, a hat sits."""
TIGHT, ROOMY = 0.003, 0.018
"""m between a head and the inside of a hat, at its band and on top."""


def above_band(points: Array) -> Array:
    """(P,) m above where a hat sits."""
    return points[:, 2] - BAND - TILT * (points[:, 0] + 0.09)


def lining(points: Array) -> Array:
    """(P,) m between a head and a hat: it sits tight at the band and has room for hair above it."""
    share = np.clip(above_band(points) / 0.04, 0.0, 1.0)
    return TIGHT + (ROOMY - TIGHT) * share * share * (3 - 2 * share)


def hollow(outside: HeadField) -> HeadField:
    """A hat of that outer shape."""
    return lambda points, off: np.maximum(outside(points, off), lining(points) - off)


def crown(high: float = 0.03, thick: float = 0.03) -> HeadField:
    """What covers the top of the head."""
    def distance(points: Array, off: Array) -> Array:
        flat = above_band(points) - (0.085 + high)
        return np.maximum.reduce([off - thick, -above_band(points), flat])
    return distance


def brim(wide: float, thick: float = BRIM, front_only: bool = False) -> HeadField:
    """A flat ring round the head, so much wider than it; or only in front."""
    def distance(points: Array, off: Array) -> Array:
        x, y = (points[:, :2] + [0.085, 0.0]).T
        radius = np.hypot(x / (0.118 + wide), y / (0.093 if front_only else 0.1 + wide))
        ring = np.hypot(np.maximum((radius - 1) * 0.12, 0), above_band(points) - thick / 2) - thick / 2  # round at its edge
        return np.maximum(ring, 0.07 - x) if front_only else ring
    return distance


def hat_of(who: Physique, top: HeadField, edge: HeadField) -> BodyMesh:
    """A crown and a brim on somebody's head, in one, hollow inside."""
    return modelled(who, hollow(smooth_union(top, edge)), 0.004, low=(-0.3, -0.18, 0.0), high=(0.16, 0.18, 0.19))
