"""What of the anchors' paint does not stick to their surfaces, learnt from them so that each frame can have it laid on anew.

The painted picture is taken apart: `inner` is its colour without outlines, up to the exact edges; how the picture departs from that
near edges is the part's profile, a function of the distance; how the inner colour answers light is the part's curve. Each part teaches
for itself alone, so that another look for one leaves the others as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.optimize import isotonic_regression

from neural.lookup import LEVELS, STEP, Tables
from neural.sources import CELL, SHADE, Array, Source, parts_of
from render.surface import BRIGHTEST, clearance

OUTLINE = 3.0
"""px from an edge to which outlines are laid on; they pale over the last of them. Beyond is what a painter's latent cells bleed."""

BESIDE = 1.0
"""px from the border of a shadow, up to which painted and true light may differ by where it runs."""


def learn(sources: Sequence[Source], parts: int) -> tuple[list[Source], Tables]:
    """The sources with their inner colours, and what they teach together of parts 0 ... parts - 1."""
    thick = [_thick(source) for source in sources]
    curve = _curve(sources, parts, CELL)
    lit = [_at(curve, s.part, s.light * ((LEVELS - 1) / BRIGHTEST)) for s in sources]
    sources = [replace(s, inner=_filled(s, inside, own)) for s, inside, own in zip(sources, thick, lit)]
    profile = _profile(sources, thick, parts)
    sources = [replace(s, inner=np.where(inside[..., None], s.inner, s.painted - _at(profile, s.part, s.clear / STEP)))
               for s, inside in zip(sources, thick)]
    return sources, Tables(curve=_curve(sources, parts, 0), profile=profile)


def _thick(source: Source) -> NDArray[np.bool_]:
    """(H, W) where the same part has an inside, CELL from all edges, within two CELLs."""
    out = np.zeros(source.part.shape, bool)
    for rows, columns, own in parts_of(source.part):
        sure = own & (source.clear[rows, columns] >= CELL)
        if sure.any():
            out[rows, columns] |= own & (distance_transform_edt(~sure) <= 2 * CELL)
    return out


def _filled(source: Source, thick: NDArray[np.bool_], lit: Array) -> Array:
    """The painted picture with the edges of thick places, and all that is BESIDE a shadow's border, replaced by the mean of what is sure
    of their part near by, in their own light. lit: (H, W, 3) what the light at each pixel makes of its part."""
    out, shaded = source.painted.copy(), clearance(np.hypot(*np.gradient(source.light)) > SHADE)
    for rows, columns, own in parts_of(source.part):
        clear, near = source.clear[rows, columns], shaded[rows, columns] <= BESIDE
        wanted, sure = own & (thick[rows, columns] & (clear < CELL) | near), own & (clear >= CELL) & ~near
        if wanted.any() and sure.any():  # without, the nearest would be another part's
            other = _spread((source.painted - lit)[rows, columns], sure)
            out[rows, columns][wanted] = (other + lit[rows, columns])[wanted]
    return out


def _spread(painted: Array, sure: NDArray[np.bool_]) -> Array:
    """(H, W, 3) the mean of the sure pixels near each pixel, or the nearest if none is near."""
    nearest = painted[tuple(distance_transform_edt(~sure, return_distances=False, return_indices=True))]
    weight = gaussian_filter(sure.astype(np.float32), 2.0)[..., None]
    mean = gaussian_filter(painted * sure[..., None], (2.0, 2.0, 0)) / np.maximum(weight, 1e-6)
    return np.where(weight > 1e-3, mean, nearest)


def _profile(sources: Sequence[Source], thick: Sequence[NDArray[np.bool_]], parts: int) -> Array:
    near = [inside & (s.clear < OUTLINE) & (s.part >= 0) for s, inside in zip(sources, thick)]
    part, clear = _joined([s.part for s in sources], near), _joined([s.clear for s in sources], near)
    away = _joined([s.painted - s.inner for s in sources], near)
    out = _table(part, np.rint(clear / STEP).astype(int), away, parts, int(OUTLINE / STEP) + 1)
    return out * (OUTLINE - np.arange(out.shape[1], dtype=np.float32) * STEP)[None, :, None].clip(0, 1)


def _curve(sources: Sequence[Source], parts: int, clear: float) -> Array:
    """From pixels at least `clear` px from edges. What is painted differs from anchor to anchor, and so do the places that are lit: only
    what rises (or, in a negative, falls) with the light throughout is the light's doing."""
    whole = [(s.clear >= clear) & (s.part >= 0) for s in sources]
    level = np.rint(_joined([s.light for s in sources], whole) * ((LEVELS - 1) / BRIGHTEST)).astype(int)
    part, inner = _joined([s.part for s in sources], whole), _joined([s.inner for s in sources], whole)
    return _table(part, level, inner, parts, LEVELS, _monotone)


def _monotone(means: NDArray, counts: NDArray) -> NDArray:
    """(N, 3) means over so many (N,), made to rise, or all to fall, whichever is nearer."""
    both = [np.stack([isotonic_regression(row, weights=counts, increasing=rising).x for row in means.T], axis=1)
            for rising in (True, False)]
    return min(both, key=lambda fit: (counts[:, None] * (fit - means) ** 2).sum())


def _joined(layers: Sequence[NDArray], chosen: Sequence[NDArray[np.bool_]]) -> NDArray:
    return np.concatenate([layer[some] for layer, some in zip(layers, chosen)])


def _at(table: Array, part: NDArray, column: NDArray) -> Array:
    """(H, W, 3) rows `part` of a table (P, M, 3), between columns as `column` (H, W) says."""
    low = column.astype(int).clip(0, table.shape[1] - 2)
    share = np.clip(column - low, 0, 1)[..., None].astype(np.float32)
    return table[part, low] * (1 - share) + table[part, low + 1] * share


def _table(part: NDArray, column: NDArray, values: NDArray, parts: int, columns: int,
           fit: Callable[[NDArray, NDArray], NDArray] = lambda means, counts: means) -> Array:
    """(parts, columns, 3) means of values (N, 3), as `fit` leaves them, by their counts; gaps along the columns filled from the nearest
    that have any; 0 for parts without."""
    cell = part.astype(np.int64) * columns + column
    count = np.bincount(cell, minlength=parts * columns).reshape(parts, columns)
    total = np.stack([np.bincount(cell, values[:, c], parts * columns) for c in range(3)], axis=-1).reshape(parts, columns, 3)
    out = np.zeros((parts, columns, 3), np.float32)
    for row in np.flatnonzero(count.any(axis=1)):
        known = np.flatnonzero(count[row])
        means = fit(total[row, known] / count[row, known, None], count[row, known])
        out[row] = np.stack([np.interp(np.arange(columns), known, channel) for channel in means.T], axis=1)
    return out
