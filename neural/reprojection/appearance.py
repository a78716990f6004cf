"""What of the anchors' paint does not stick to their surfaces, learnt from them so that each frame can have it laid on anew.

The painted picture is taken apart: `inner` is its colour without outlines, up to the exact edges; near edges, at each distance, some of
it fades and ink is added, so that a black line is black on what is bright and on what is dark; how the inner colour answers light is the
part's curve. Of a place too thin to be painted cleanly only that curve is kept, if the part has thicker ones. Each part teaches for
itself alone, so that another look for one leaves the others as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from neural.reprojection.anchor import Anchor, shaded
from neural.reprojection.kernels import LEVELS, looked_up
from neural.reprojection.outlines import OUTLINE, edge_profiles
from neural.reprojection.part_filters import parts_of, spread
from neural.reprojection.patterns import DIM, GAMMA, patterns
from neural.reprojection.tables import Array, Tables
from render.surfels import BRIGHTEST, clearance

UNSURE = 1e-6
"""Weight, for the part's curve, of what is not inside but out of the way of outlines: it speaks where nothing else does."""

NEAR_BY = 2.0
"""px; standard deviation of the Gaussian over which what replaces an edge is the mean."""
BESIDE = 1.0
"""px from the border of a shadow, up to which painted and true light may differ by where it runs."""


def learn(sources: Sequence[Anchor], parts: int) -> tuple[list[Anchor], Tables]:
    """The sources with their inner and lit colours, and what they teach together of parts 0 ... parts - 1."""
    sure = [np.where(s.inside, s.trust, UNSURE * (s.clear >= OUTLINE)) for s in sources]
    lit = _bare(sources, parts, sure)
    sources = [replace(s, inner=_filled(s, own), lit=own) for s, own in zip(sources, lit)]
    fade, ink = edge_profiles(sources, parts)
    known = np.unique(_joined([s.part for s in sources], [s.thick for s in sources]))
    sources = [replace(s, inner=np.where((s.thick | ~np.isin(s.part, known))[..., None], s.inner, s.lit)) for s in sources]
    every = [np.ones(s.part.shape) for s in sources]
    return sources, Tables(curve=_curve(sources, [s.inner for s in sources], parts, every), fade=fade, ink=ink)


def _bare(sources: Sequence[Anchor], parts: int, sure: Sequence[NDArray[np.float64]]) -> list[Array]:
    """For each source (H, W, 3), what the light at each pixel makes of its part, and of the pattern there."""
    drawn: list[Array] = [np.zeros_like(s.painted) for s in sources]
    for _ in range(2):  # light is told the better, the better the pattern is known
        curve = _curve(sources, [s.painted - own for s, own in zip(sources, drawn)], parts, sure)
        lit = [looked_up(curve, s.part, s.light) for s in sources]
        drawn = patterns(sources, lit, parts, sure)
    return [one + own for one, own in zip(lit, drawn)]


def _filled(source: Anchor, lit: Array) -> Array:
    """The painted picture with the edges of thick places, and all that is BESIDE a shadow's border, replaced by the mean of what is sure
    of their part near by, in their own light. lit: (H, W, 3) what the light at each pixel makes of its part."""
    out, border = source.painted.copy(), clearance(shaded(source.light, source.gain))
    for rows, columns, own in parts_of(source.part):
        inside, near = own & source.inside[rows, columns], border[rows, columns] <= BESIDE
        wanted = own & (source.thick[rows, columns] & ~source.inside[rows, columns] | near)
        if wanted.any() and (inside & ~near).any():  # without, the nearest would be another part's
            other = spread((source.painted - lit)[rows, columns], inside & ~near, wanted, NEAR_BY)
            out[rows, columns][wanted] = (other + lit[rows, columns])[wanted]
    return out


def _curve(sources: Sequence[Anchor], colours: Sequence[Array], parts: int, weights: Sequence[NDArray[np.float64]]) -> Array:
    """(parts, LEVELS, 3) from pixels of such colours (H, W, 3) and weights (H, W). What is painted differs from anchor to
    anchor, and so do the places that are lit: only what rises (or, in a negative, falls) with the light throughout is the light's doing."""
    chosen = [(s.part >= 0) & (weight > 0) for s, weight in zip(sources, weights)]
    part, light = (_joined([getattr(s, name) for s in sources], chosen) for name in ("part", "light"))
    inner = _joined(colours, chosen)
    cell, weight = part.astype(np.int64) * LEVELS + np.rint(light * ((LEVELS - 1) / BRIGHTEST)).astype(int), _joined(weights, chosen)
    count = np.bincount(cell, weight, parts * LEVELS).reshape(parts, LEVELS)
    total = np.stack([np.bincount(cell, weight * inner[:, c], parts * LEVELS) for c in range(3)], axis=-1).reshape(parts, LEVELS, 3)
    out = np.zeros((parts, LEVELS, 3), np.float32)
    for row in np.flatnonzero(count.any(axis=1)):
        known = np.flatnonzero(count[row])
        out[row] = _continued(known, _monotone(total[row, known] / count[row, known, None], count[row, known]))
    return out


def _continued(known: NDArray, colours: NDArray) -> NDArray:
    """(LEVELS, 3) between the known levels (N,) straight; beyond them as a matt surface of the last known colour (N, 3) answers light."""
    levels = np.arange(LEVELS)
    out = np.stack([np.interp(levels, known, channel) for channel in colours.T], axis=1)
    light = np.maximum(levels * (BRIGHTEST / (LEVELS - 1)), DIM)
    if colours[-1].sum() >= colours[0].sum():  # in a negative, nothing can be said
        out *= np.minimum((light / light[levels.clip(known[0], known[-1])]) ** (1 / GAMMA), 1 / np.maximum(out.max(axis=1), 1e-3))[:, None]
    return out


def _monotone(means: NDArray, counts: NDArray) -> NDArray:
    """(N, 3) means over so many (N,), made to rise, or all to fall, whichever is nearer."""
    both = [np.stack([isotonic_regression(row, weights=counts, increasing=rising).x for row in means.T], axis=1)
            for rising in (True, False)]
    return min(both, key=lambda fit: (counts[:, None] * (fit - means) ** 2).sum())


def _joined(layers: Sequence[NDArray], chosen: Sequence[NDArray[np.bool_]]) -> NDArray:
    return np.concatenate([layer[some] for layer, some in zip(layers, chosen)])
