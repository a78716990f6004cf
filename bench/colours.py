"""Whether a painted object is what it was: its colour before it went out of sight and after, and where its colours are found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, binary_erosion
from scipy.spatial import KDTree
from skimage.color import deltaE_ciede2000, rgb2lab

from bench.zbuffer import box
from render.colour import srgb_from_linear
from render.surface import BRIGHTEST
from sim.conventions import Array
from studio.measures.control import APART, NEIGHBOURS
from studio.measures.shown import Shown

ERODED = 2
"""px from the rim of a mask to where colours are compared: a painter's edge never lies exactly on it."""
LEAST = 12
"""Pixels; fewer say nothing."""
LEVELS = np.linspace(0.0, BRIGHTEST, 26)
"""Of light. A painter may answer light as it likes, so only pixels in like light are compared (as studio.measures.identity does)."""


@dataclass(frozen=True, kw_only=True)
class Colours:
    """colour: CIEDE2000 between the mean colours before and after, over pixels in like light; whole: over the whole mask, in mean light.
    found: IoU of where the object's colours of before are found after, and its mask, round about it; None where what else is there is
    painted like it. Each is None where there are too few pixels."""

    colour: float | None = None
    whole: float | None = None
    found: float | None = None


def compared(before: Shown, after: Shown, wanted: int) -> Colours:
    """Of the object with this id."""
    masks = [binary_erosion(one.frame.object == wanted, iterations=ERODED) for one in (before, after)]
    if min(mask.sum() for mask in masks) < LEAST:
        return Colours()
    pairs = [(one.linear[mask], np.maximum(one.light[mask].astype(float), 1e-3)) for one, mask in zip((before, after), masks)]
    (a, light_a), (b, light_b) = pairs
    return Colours(colour=in_like_light(a, light_a, b, light_b), found=_found(before, after, masks[0], wanted),
                   whole=_apart(a.mean(axis=0), b.mean(axis=0) * light_a.mean() / light_b.mean()))


def in_like_light(a: NDArray[np.float64], light_a: NDArray, b: NDArray[np.float64], light_b: NDArray) -> float | None:
    """CIEDE2000 between the mean linear colours of pixels (N, 3) and (M, 3), whose light is (N,) and (M,), level by level of light, what
    is left of its ratio divided out. None if they share too few."""
    of_a, of_b = np.digitize(light_a, LEVELS), np.digitize(light_b, LEVELS)
    sums, count = np.zeros((2, 3)), 0
    for level in np.intersect1d(of_a, of_b):
        one, two = of_a == level, of_b == level
        share = int(min(one.sum(), two.sum()))
        sums[0] += share * a[one].mean(axis=0)
        sums[1] += share * b[two].mean(axis=0) * light_a[one].mean() / light_b[two].mean()
        count += share
    return _apart(sums[0] / count, sums[1] / count) if count >= LEAST else None


def _apart(a: Array, b: Array) -> float:
    return float(deltaE_ciede2000(*(rgb2lab(srgb_from_linear(colour).astype(np.float64)) for colour in (a, b))))


def _found(before: Shown, after: Shown, learnt: NDArray[np.bool_], wanted: int) -> float | None:
    """Each pixel round the mask goes to the object or to the rest, as most of the nearest colours do that are known of them."""
    mask, rest = after.frame.object == wanted, ~binary_dilation(after.frame.object == wanted, iterations=ERODED)
    edges = box(mask)
    assert edges is not None
    left, top, right, bottom = edges
    wide, high = right - left, bottom - top
    window = (slice(max(top - high, 0), bottom + high), slice(max(left - wide, 0), right + wide))
    clear = _unlike(after, mask, window)
    rest = rest[window] & clear
    if rest.sum() < LEAST or clear.mean() < 0.5:
        return None
    lab, mine = rgb2lab(after.picture[window]), rgb2lab(before.picture)[learnt]
    known = np.concatenate([mine, lab[rest]])
    # as many votes for the object as for the rest, however many pixels each has
    owner = np.arange(len(known)) < len(mine)
    near = [KDTree(known[owner == side]).query(lab, k=min(NEIGHBOURS, int((owner == side).sum())))[0] for side in (True, False)]
    closer = np.mean(np.atleast_3d(near[0]), axis=2) < np.mean(np.atleast_3d(near[1]), axis=2)
    inside = mask[window] & clear
    return float((closer & inside).sum() / max(((closer | inside) & clear).sum(), 1))


def _unlike(one: Shown, mask: NDArray[np.bool_], window: tuple[slice, slice]) -> NDArray[np.bool_]:
    """Of a window, the object itself and all whose mean albedo is APART from its own."""
    def colour(chosen: NDArray[np.bool_]) -> Array:
        return rgb2lab(srgb_from_linear(one.frame.albedo[chosen].mean(axis=0)).astype(np.float64))
    mine, objects = colour(mask), one.frame.object
    alike = [i for i in np.unique(objects[window]) if deltaE_ciede2000(mine, colour(objects == i)) < APART]
    return np.asarray(mask[window] | ~np.isin(objects[window], alike))
