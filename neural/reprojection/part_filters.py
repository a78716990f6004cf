"""Filters that never reach across a silhouette: each part of a picture for itself."""

from collections.abc import Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, find_objects

from neural.reprojection.tables import Array

_CUT = 4.0
"""Standard deviations at which a Gaussian is cut off."""
_LEAST = np.float32(1e-3)
"""Share of a Gaussian that has to lie on pixels to take their mean; any pixel of a part has more of itself."""


def parts_of(part: NDArray[np.int32]) -> Iterator[tuple[slice, slice, NDArray[np.bool_]]]:
    """For each part in the picture: slices round it, and within them where it is."""
    for each, box in enumerate(find_objects(part + 1)):
        if box is not None:
            yield *box, part[box] == each


def blurred(layers: Array, part: NDArray[np.int32], wide: float) -> Array:
    """Layers (H, W, C) under a Gaussian of this standard deviation, px, each part for itself."""
    out, kernel = layers.copy(), _gaussian(wide)
    for rows, columns, own in parts_of(part):
        _blur(layers[rows, columns], own, own, kernel, out[rows, columns])
    return out


def spread(layers: Array, sure: NDArray[np.bool_], wanted: NDArray[np.bool_], wide: float) -> Array:
    """Layers (H, W, C) with, at the wanted pixels (H, W), the Gaussian mean of the sure ones (H, W) near by; where none is, the nearest."""
    out = layers.copy()
    if _blur(layers, sure, wanted, _gaussian(wide), out):
        far = np.nonzero(np.isnan(out[..., 0]))
        nearest = distance_transform_edt(~sure, return_distances=False, return_indices=True)
        out[far] = layers[tuple(index[far] for index in nearest)]
    return out


def _gaussian(wide: float) -> Array:
    reach = int(_CUT * wide + 0.5)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / wide) ** 2)
    return (kernel / kernel.sum()).astype(np.float32)


@njit(cache=True, error_model="numpy")
def _blur(layers, own, wanted, kernel, out):
    """Along rows, then along columns: layers (H, W, C) where they are `own`, and the mask of that as one more channel; the one over the
    other where it is wanted. Where hardly any is near, nan; how often is returned."""
    rows, columns, channels = layers.shape
    each, reach = channels + 1, len(kernel) // 2
    line, across = np.zeros((columns + 2 * reach) * each, np.float32), np.zeros((rows, columns * each), np.float32)
    total, far = np.empty(columns * each, np.float32), 0
    for row in range(rows):
        for column in range(columns):
            at = (column + reach) * each
            for c in range(channels):
                line[at + c] = layers[row, column, c] if own[row, column] else np.float32(0)
            line[at + channels] = own[row, column]
        for k in range(len(kernel)):
            _add(across[row], line[k * each:k * each + columns * each], kernel[k])
    for row in range(rows):
        total[:] = 0
        for k in range(max(reach - row, 0), min(reach - row + rows, len(kernel))):
            _add(total, across[row + k - reach], kernel[k])
        for column in range(columns):
            if wanted[row, column]:
                weight = total[column * each + channels]
                far += weight <= _LEAST
                for c in range(channels):
                    out[row, column, c] = total[column * each + c] / weight if weight > _LEAST else np.float32(np.nan)
    return far


@njit(cache=True, error_model="numpy")
def _add(total, line, weight):
    for i in range(len(total)):
        total[i] += weight * line[i]
