"""Identity: whether a surface has the same colour later on, light divided out. Colour differences are CIEDE2000.

Only points in nearly the same light are compared (studio.measures.warp.inside), and what is left of its ratio is divided out. A
painter may answer light as it likes, in steps for instance, so that dividing a large ratio out would measure its style; and where
the light is the same, neither light that follows nor light that stands still is rewarded.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from render.colour import srgb_from_linear
from studio.measures.shown import FrameAsSeen, sampled

LEAST = 12
"""Points; fewer say nothing of an object."""


def point_difference(a: FrameAsSeen, b: FrameAsSeen, at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    """Mean CIEDE2000 over the chosen (H, W) pixels of `a` and the same points at `at` (H, W, 2) x, y px in `b`. None below LEAST."""
    if chosen.sum() < LEAST:
        return None
    return float(deltaE_ciede2000(*(_lab(colours) for colours in _in_light_of_a(a, b, at, chosen))).mean())


def mean_difference(a: FrameAsSeen, b: FrameAsSeen, at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float | None:
    """CIEDE2000 between the mean colours of the same points in two frames. Arguments as point_difference's."""
    if chosen.sum() < LEAST:
        return None
    return float(deltaE_ciede2000(*(_lab(colours.mean(axis=0)) for colours in _in_light_of_a(a, b, at, chosen))))


def well_seen(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """(objects,) index of the first frame in which each shows at least half of the most that it shows in any; counts: (frames,
    objects) pixels. Of an object that none shows, 0."""
    return (2 * counts >= counts.max(axis=0)).argmax(axis=0)


def pixels(ids: Sequence[NDArray], most: int) -> NDArray[np.int64]:
    """(frames, most + 1) pixels of each id in passes of ids (H, W)."""
    return np.array([np.bincount(one.ravel(), minlength=most + 1) for one in ids])


def _in_light_of_a(a: FrameAsSeen, b: FrameAsSeen, at: NDArray[np.float64], chosen: NDArray[np.bool_]) -> tuple[NDArray, NDArray]:
    """(N, 3) linear colours of the points in both frames, the second's scaled to the light that the first has."""
    places = at[chosen]
    ratio = a.light[chosen] / np.maximum(sampled(b.light, places), 1e-6)
    return a.linear[chosen], sampled(b.linear, places) * ratio[:, None]


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    return rgb2lab(srgb_from_linear(linear).astype(np.float64))
