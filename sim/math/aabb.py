"""Boxes along the world's axes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array


class Boxes(NamedTuple):
    """N boxes: their lowest and highest corners (N, 3), m, world."""

    low: Array
    high: Array

    def grown(self, by: float | NDArray[np.float64]) -> "Boxes":
        """Larger on every side by so much, m, () or (N, 1)."""
        return Boxes(self.low - by, self.high + by)

    def meet(self, others: "Boxes") -> NDArray[np.bool_]:
        """(N, M) which of these overlap which of others."""
        from sim.math.kernels import boxes_meet  # here: declaring a scene needs no compiler
        return np.asarray(boxes_meet(*self, *others))


def concatenated(*each: Boxes) -> Boxes:
    """All boxes, one group after the other."""
    return Boxes(np.concatenate([boxes.low for boxes in each]), np.concatenate([boxes.high for boxes in each]))
