"""A full beard. Lengths and points are as in sim.character.body.head."""

import numpy as np

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.head import modelled
from sim.math.conventions import Array

THICK = 0.011
"""m, where it is thickest."""


def beard_distance(points: Array, off: Array) -> Array:
    """(P,) m outside of it: it is on cheeks, lip and chin, up to the hair beside the ears, round a mouth that stays free."""
    x, y, z = points.T
    upper = z + 0.056 - 0.6 * np.maximum(np.abs(y) - 0.028, 0) - np.maximum(-0.045 - x, 0)
    lips = 0.02 * (1 - np.hypot(y / 0.029, (z + 0.073) / 0.0125))
    under = -0.132 - 0.2 * np.minimum(x, 0) - z
    edge = np.maximum.reduce([lips, upper, -0.087 - x, under, z - 0.02])
    full = THICK * np.clip((x + 0.09) / 0.05, 0.3, 1.0) * np.sqrt(np.clip(-edge / 0.025, 0.0, 1.0))
    return np.maximum(edge, off - 0.0015 - full)


GARMENT = GarmentSpec(name="beard", places=("chin",), material="hair", noun="hair", label="person",
                      shape=lambda who: modelled(who, beard_distance, 0.004, low=(-0.1, -0.1, -0.16), high=(0.08, 0.1, 0.04)))
