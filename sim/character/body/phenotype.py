"""Who somebody is, in the words of a script, and what that is on the dials of the body model (MakeHuman's macro targets)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.math.conventions import Array

AGES = ((0.0, -1 / 3), (1.0, 0.0), (11.0, 1 / 3), (25.0, 2 / 3), (90.0, 1.0))
"""Years, and the dial `age`: newborn, baby, child, young, old."""
STOPS: dict[str, tuple[float, ...]] = {
    "gender": (0, 1), "age": tuple(dial for _, dial in AGES), "muscle": (0, 0.5, 1), "weight": (0, 0.5, 1), "height": (0, 1),
    "proportions": (0, 1), "cupsize": (0, 0.5, 1), "firmness": (0, 0.5, 1)}
"""Where on each dial there is a shape of its own; between two it is mixed. gender: 0 male, 1 female."""
DIALS = ("gender", "age", "muscle", "weight", "height", "proportions")
HERITAGES = ("african", "asian", "caucasian")
"""MakeHuman's names of the three sets of faces that it mixes."""


def age_dial(years: float) -> float:
    """Where an age is on its dial."""
    years_at, dials = zip(*AGES)
    return float(np.interp(years, years_at, dials))


def dial_shares(dials: Mapping[str, NDArray], heritage: NDArray) -> Array:
    """(N, 26) how much each stop of each dial counts, of dials (N,) each and heritages (N, 3), which need not sum to 1. A body's
    blend shapes are weighted by products of these."""
    return np.concatenate([heritage / heritage.sum(axis=1, keepdims=True),
                           *(_between(np.asarray(dials[name], np.float64), np.array(stops)) for name, stops in STOPS.items())], axis=1)


def _between(values: Array, stops: Array) -> Array:
    """(N, S) linear shares of the stops; beyond the last they go on."""
    low = np.clip(np.searchsorted(stops, values, side="right") - 1, 0, len(stops) - 2)
    share = (values - stops[low]) / (stops[low + 1] - stops[low])
    out, rows = np.zeros((len(values), len(stops))), np.arange(len(values))
    out[rows, low], out[rows, low + 1] = 1 - share, share
    return out
