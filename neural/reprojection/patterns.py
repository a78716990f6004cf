"""How a painter shows the pattern of a surface: learnt where it paints cleanly, to be drawn on where it does not.

A part's colour is taken to stray from what light makes of it as its albedo strays from the part's mean, by a matrix of its own; by less
in the dark. A painter who leaves the pattern out teaches a matrix of nought.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neural.reprojection.anchor import Anchor
from neural.reprojection.tables import Array

DIM, GAMMA = 0.05, 2.2
"""Light that painters do not go below; and of sRGB, about."""
FAINT = 1e-4
"""Square of sRGB by which albedo has to vary, for what a painter makes of it to be told."""


def patterns(sources: Sequence[Anchor], lit: Sequence[Array], parts: int, weights: Sequence[NDArray[np.float64]]) -> list[Array]:
    """For each source (H, W, 3), by how much its surface's pattern makes a pixel differ from what light makes of its part. lit: (H, W, 3)
    the latter. weights: (H, W) of the pixels that are learnt from."""
    chosen = [(s.part >= 0) & (weight > 0) for s, weight in zip(sources, weights)]
    layers: tuple[Sequence[NDArray], ...] = ([s.part for s in sources], [s.surface for s in sources], [s.light for s in sources],
                                             [s.painted - own for s, own in zip(sources, lit)], weights)
    part, surface, light, away, weight = (np.concatenate([each[some] for each, some in zip(layer, chosen)]) for layer in layers)
    count = np.maximum(np.bincount(part, weight, parts), 1e-9)
    mean = (_sums(part, weight, surface, parts) / count[:, None]).astype(np.float32)
    strayed = (surface - mean[part]) * _dimmed(light)
    squares = np.stack([_sums(part, weight * strayed[:, c], strayed, parts) for c in range(3)], axis=1) / count[:, None, None]
    right = np.stack([_sums(part, weight * strayed[:, c], away, parts) for c in range(3)], axis=1) / count[:, None, None]
    matrix = np.linalg.solve(squares + FAINT * np.eye(3), right).astype(np.float32)
    return [np.einsum("hwc,hwcd->hwd", (s.surface - mean[s.part]) * _dimmed(s.light), matrix[s.part]) for s in sources]


def _dimmed(light: Array) -> Array:
    return (np.maximum(light, np.float32(DIM)) ** np.float32(1 / GAMMA))[..., None]


def _sums(part: NDArray[np.int32], weight: NDArray[np.float64], values: Array, parts: int) -> NDArray[np.float64]:
    """(parts, C) weighted sums of values (N, C) by part."""
    return np.stack([np.bincount(part, weight * values[:, c], parts) for c in range(values.shape[1])], axis=1)
