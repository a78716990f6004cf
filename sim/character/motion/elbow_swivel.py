"""How far an elbow is turned about the line from shoulder to wrist, for it to keep off things."""

import numpy as np
from numpy.typing import NDArray

SWIVELS, STEP = np.radians(np.arange(-105, 106, 15)), np.radians(3.0)
"""rad by which an elbow may turn, of which it is known how deep it would be in things; and the steps in which one between is chosen."""
DEAR, OFF, THROUGH = 40.0, 0.016, 6.0
"""rad that an elbow turns to be nearer to a thing by a m less, where it is within OFF, m, of it, and once more where it is in it; and
1/rad, how much it counts to be deeper in one than now on the way there."""


def clearest(deep: NDArray[np.float64], now: float) -> float:
    """The smallest angle, rad, to turn an elbow by so that the arm keeps off things, without going through any on the
    way from its angle now, rad. deep: (N,) how deep the arm is in things, m, for each angle of SWIVELS; negative if
    it keeps off."""
    swivels = np.arange(SWIVELS[0], SWIVELS[-1] + STEP / 2, STEP)
    deep = np.interp(swivels, SWIVELS, deep)
    deeper = np.maximum(deep - max(float(np.interp(now, swivels, deep)), 0.0), 0.0)
    way = np.cumsum(deeper) * STEP
    through = np.abs(way - np.interp(now, swivels, way))
    near = np.maximum(deep + OFF, 0.0) + np.maximum(deep, 0.0)
    return float(swivels[(DEAR * (near + THROUGH * through) + np.abs(swivels)).argmin()])
