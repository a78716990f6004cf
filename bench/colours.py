"""Whether a painted object is what it was: its colour before it went out of sight and after, and where its colours are found."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation
from scipy.spatial import KDTree
from skimage.color import deltaE_ciede2000, rgb2lab

from bench.zbuffer import box
from render.colour import srgb_from_linear
from render.surfels import BRIGHTEST, clearance
from sim.math.conventions import Array
from studio.measures.control import APART, NEIGHBOURS
from studio.measures.shown import FrameAsSeen

CLEAR = 2
"""px from all edges, those within an object too, from where on colours are compared: nearer there may be an outline, and a painter's edge
never lies exactly where it should."""
LEAST = 12
"""Pixels; fewer say nothing."""
LEVELS = np.linspace(0.0, BRIGHTEST, 26)
"""Of light. A painter may answer light as it likes, so only pixels in like light are compared (as studio.measures.identity does)."""


@dataclass(frozen=True, kw_only=True)
class Colours:
    """colour: CIEDE2000 between the mean colours before and after, over pixels of the same parts in like light, since more hair is seen of
    someone who has turned; whole: over the whole mask, in mean light. found: IoU of where the object's colours of before are found after,
    and its mask, round about it; None where what else is there is painted like it. Each is None where there are too few pixels."""

    colour: float | None = None
    whole: float | None = None
    found: float | None = None


class Pixels(NamedTuple):
    """linear: (N, 3) colours. light, part: (N,) what falls on each, and the id of what it is of."""

    linear: NDArray[np.float64]
    light: NDArray[np.float64]
    part: NDArray


def compared(before: FrameAsSeen, after: FrameAsSeen, wanted: int) -> Colours:
    """Of the object with this id."""
    masks = [(one.frame.object == wanted) & (clearance(one.frame.edges) >= CLEAR) for one in (before, after)]
    if min(mask.sum() for mask in masks) < LEAST:
        return Colours()
    a, b = (Pixels(one.linear[mask], np.maximum(one.light[mask].astype(float), 1e-3), one.frame.part[mask])
            for one, mask in zip((before, after), masks))
    return Colours(colour=in_like_light(a, b), found=_found(before, after, masks[0], wanted),
                   whole=_apart(a.linear.mean(axis=0), b.linear.mean(axis=0) * a.light.mean() / b.light.mean()))


def in_like_light(a: Pixels, b: Pixels) -> float | None:
    """CIEDE2000 between their mean colours, part by part and level by level of light, what is left of its ratio divided out. None if
    they share too few."""
    of_a, of_b = (np.digitize(one.light, LEVELS) + (len(LEVELS) + 1) * one.part.astype(int) for one in (a, b))
    sums, count = np.zeros((2, 3)), 0
    for level in np.intersect1d(of_a, of_b):
        one, two = of_a == level, of_b == level
        share = int(min(one.sum(), two.sum()))
        sums[0] += share * a.linear[one].mean(axis=0)
        sums[1] += share * b.linear[two].mean(axis=0) * a.light[one].mean() / b.light[two].mean()
        count += share
    return _apart(sums[0] / count, sums[1] / count) if count >= LEAST else None


def _apart(a: Array, b: Array) -> float:
    return float(deltaE_ciede2000(*(rgb2lab(srgb_from_linear(colour).astype(np.float64)) for colour in (a, b))))


def _found(before: FrameAsSeen, after: FrameAsSeen, learnt: NDArray[np.bool_], wanted: int) -> float | None:
    """Each pixel round the mask goes to the object or to the rest, as most of the nearest colours do that are known of them."""
    mask, rest = after.frame.object == wanted, ~binary_dilation(after.frame.object == wanted, iterations=CLEAR)
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


def _unlike(one: FrameAsSeen, mask: NDArray[np.bool_], window: tuple[slice, slice]) -> NDArray[np.bool_]:
    """Of a window, the object itself and all whose mean albedo is APART from its own."""
    def colour(chosen: NDArray[np.bool_]) -> Array:
        return rgb2lab(srgb_from_linear(one.frame.albedo[chosen].mean(axis=0)).astype(np.float64))
    mine, objects = colour(mask), one.frame.object
    alike = [i for i in np.unique(objects[window]) if deltaE_ciede2000(mine, colour(objects == i)) < APART]
    return np.asarray(mask[window] | ~np.isin(objects[window], alike))
