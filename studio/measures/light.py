"""Light fidelity: whether painted light follows the light pass, on surfaces that it changes on."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from render.colour import LUMINANCE
from studio.measures.shown import FrameAsSeen, sampled

CHANGED, SAME = np.log(1.05), np.log(1.01)
"""Log ratios: light changed by more than the first, or by less than the second."""
LEAST = 200
"""Points whose light changed; on fewer nothing is said."""
DARKEST = 1e-3
"""Linear luminance below which a ratio would be one of rounding errors."""
FACTS = tuple[NDArray[np.float64], NDArray[np.float64]]


def log_ratios(a: FrameAsSeen, b: FrameAsSeen, at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> FACTS:
    """(N,) log ratios, second frame to first, of the light and of the painted linear luminance at the chosen (H, W) pixels of `a`,
    at `at` (H, W, 2) x, y px in `b`. The background, which has no light, is left out."""
    chosen = chosen & (a.frame.part > 0)
    places = at[chosen]
    return (_log(sampled(b.light, places)) - _log(a.light[chosen]),
            _log(sampled(b.linear, places) @ LUMINANCE) - _log(a.linear[chosen] @ LUMINANCE))


def light_fidelity(light: NDArray[np.float64], painted: NDArray[np.float64]) -> float | None:
    """Spearman's rank correlation of log ratios (N,), over points whose light changed and as many, at most, whose light did not, which
    are ties: near 1 for albedo x light, as far as resampled texture lets the painted ratio be known, and near 0 for frozen light. None
    if the light of fewer than LEAST points changed."""
    changed, same = np.flatnonzero(np.abs(light) > CHANGED), np.flatnonzero(np.abs(light) < SAME)
    if len(changed) < LEAST:
        return None
    some = same[np.linspace(0, len(same) - 1, min(len(same), len(changed))).astype(int)]
    both = np.concatenate([changed, some])
    if np.ptp(painted[both]) == 0:
        return 0.0
    return float(spearmanr(np.where(np.abs(light[both]) < SAME, 0, light[both]), painted[both]).statistic)


def _log(luminance: NDArray) -> NDArray[np.float64]:
    return np.log(np.maximum(luminance.astype(np.float64), DARKEST))
