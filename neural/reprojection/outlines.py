"""Outlines, learnt apart from bleeding: near an edge, some of a part's colour fades and ink is added, at each distance so much.

A painter's colours also run into one another across edges. That is no style: it is fitted along, so that it is not taken for ink, and
then left out. Ink is the same whatever is beyond the edge, and is there where the part itself goes on beyond it; what has bled is not.
"""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from scipy.optimize import lsq_linear

from neural.reprojection.anchor import CELL, Anchor
from neural.reprojection.kernels import STEP
from neural.reprojection.part_filters import parts_of
from neural.reprojection.tables import Array

OUTLINE = 3.0
"""px from an edge to which outlines are laid on; they pale over the last of them. Beyond is what a painter's latent cells bleed."""
COLUMNS = int(OUTLINE / STEP) + 1
SMOOTH = 0.02
"""Of what a pixel says, how firmly neighbouring distances are held to each other."""
COSTS, MOST = np.array([1e-3, 1e-4, 3e-3, 3e-3, 3e-3]), np.array([1.0, 0.5, 1.0, 1.0, 1.0])
"""Of fading, bleeding, and ink in each channel, as much as so many of the pixels say: where these cannot tell, it was not ink. And the most
of each that there can be: what bleeds is half and half at the edge."""


def edge_profiles(sources: Sequence[Anchor], parts: int) -> tuple[Array, Array]:
    """fade and ink (both 0 to 1, sRGB), (parts, COLUMNS, 3) by px / STEP from an edge: what is drawn there is colour (1 - fade) + ink.
    By least squares, from pixels all of whose places show one part: what they differ by is the mean over these."""
    chosen = [s.thick & (s.near.max(axis=2) < OUTLINE) & (s.part >= 0) for s in sources]
    part, near, inner, beyond, away = (np.concatenate([layer[some] for layer, some in zip(layers, chosen)]) for layers in (
        [s.part for s in sources], [s.near for s in sources], [s.inner for s in sources], [_beyond(s) for s in sources],
        [s.painted - s.inner for s in sources]))
    out = np.zeros((2, parts, COLUMNS, 3), np.float32)
    for each in np.unique(part):
        own = part == each
        fade, _, *ink = _fitted(near[own], inner[own], beyond[own], away[own])
        out[0, each], out[1, each] = fade[:, None], np.stack(ink, axis=1)
    return out[0] * _pale(), out[1] * _pale()


def magnified(profile: Array, scale: float) -> Array:
    """fade or ink (parts, COLUMNS, 3) for frames so many times larger than the anchors: what the fit leaves to swing from one entry to the
    next, which is finer than the painter's pixels and there lost in their means, is smoothed away, or it would show as lines."""
    beside = np.float32(min(0.25, 0.5 * (1 - 1 / scale)))
    around = np.pad(profile, [(0, 0), (1, 1), (0, 0)], mode="edge")
    return profile + beside * (around[:, :-2] - 2 * profile + around[:, 2:])


def _pale() -> Array:
    return (OUTLINE - np.arange(COLUMNS, dtype=np.float32) * STEP).clip(0, 1)[:, None]


def _fitted(near: Array, inner: Array, beyond: Array, away: Array) -> NDArray[np.float64]:
    """(5, COLUMNS) fading, bleeding and ink in each channel, of one part's pixels, near (N, 4) px to edges."""
    bent = np.diff(np.eye(COLUMNS), axis=0)
    matrix = np.kron(np.eye(5), SMOOTH * bent.T @ bent) + np.kron(np.diag(COSTS * len(near)), np.eye(COLUMNS))
    squares, right = _normal_equations(near, inner, beyond, away)
    root = np.linalg.cholesky(matrix + squares.reshape(5 * COLUMNS, -1))
    found = lsq_linear(root.T, np.linalg.solve(root, right.ravel()), bounds=(0, MOST.repeat(COLUMNS)), method="bvls")
    return np.asarray(found.x).reshape(5, COLUMNS)


@njit(cache=True, error_model="numpy")
def _normal_equations(near, inner, beyond, away):
    """(5, COLUMNS, 5, COLUMNS) and (5, COLUMNS): of what pixels (N,) differ by, `away` (N, 3), when a share of them is at each distance."""
    matrix, right, hats, value = np.zeros((5, COLUMNS, 5, COLUMNS)), np.zeros((5, COLUMNS)), np.empty(COLUMNS), np.empty(3)
    for i in range(len(near)):
        for column in range(COLUMNS):
            hats[column] = 0
            for place in range(near.shape[1]):
                hats[column] += max(1 - abs(near[i, place] / STEP - column), 0) / near.shape[1]
        there = np.flatnonzero(hats)
        for c in range(3):  # a channel has fading, bleeding and its own ink
            value[0], value[1], value[2] = -inner[i, c], beyond[i, c] - inner[i, c], 1
            for a in range(3):
                row = a + c * (a == 2)
                for m in there:
                    right[row, m] += value[a] * hats[m] * away[i, c]
                    for b in range(3):
                        for n in there:
                            matrix[row, m, b + c * (b == 2), n] += value[a] * hats[m] * value[b] * hats[n]
    return matrix, right


def _beyond(source: Anchor) -> Array:
    """(H, W, 3) the colour inside what is on the other side of the edge next to each pixel; its own where that is the same part."""
    out, wide = source.inner.copy(), int(3 * CELL)
    for rows, columns, mask in parts_of(source.part):
        around = slice(max(rows.start - wide, 0), rows.stop + wide), slice(max(columns.start - wide, 0), columns.stop + wide)
        own = source.part[around] == source.part[rows, columns][mask][0]
        other = ~own & source.inside[around]
        if other.any():
            nearest = source.painted[around][tuple(distance_transform_edt(~other, return_distances=False, return_indices=True))]
            border = own & (distance_transform_edt(own) <= OUTLINE + 1)
            out[around][border] = nearest[border]
    return out
