"""Normal numbers from hashes, and the four children of each cell of a tree, compiled by Numba."""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

_STEP, _MIX, _MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@njit(cache=True, parallel=True)
def normals(codes: NDArray[np.uint64], count: int) -> NDArray[np.float32]:
    """(N, count) independent N(0, 1) from seeds (N,), each seed's own whatever stands beside it."""
    out = np.empty((len(codes), count), np.float32)
    for i in prange(len(codes)):
        _fill(out[i], codes[i])
    return out


@njit(cache=True, parallel=True)
def children(up: NDArray[np.float32], codes: NDArray[np.uint64], parent: NDArray[np.int64], right: NDArray[np.int64],
             above: NDArray[np.int64]) -> NDArray[np.float32]:
    """(N, C) what cells have whose parents (P) have `up` (P, C) and the seeds `codes` (P,): half of it and half of each of three N(0, 1)
    of the parent's, with the signs of the Haar wavelets. So siblings are independent N(0, 1), and their sum is twice the parent's.
    parent: (N,) whose child it is. right, above: (N,) 0 or 1, which."""
    own = normals(codes, 3 * up.shape[1])
    out = np.empty((len(parent), up.shape[1]), np.float32)
    for i in prange(len(parent)):
        across, along = np.float32(1 - 2 * right[i]), np.float32(1 - 2 * above[i])
        for c in range(out.shape[1]):
            x, y, z = own[parent[i], 3 * c], own[parent[i], 3 * c + 1], own[parent[i], 3 * c + 2]
            out[i, c] = (up[parent[i], c] + across * x + along * y + across * along * z) * np.float32(0.5)
    return out


@njit(cache=True)
def _fill(out: NDArray[np.float32], code: np.uint64) -> None:
    """Two at a time (Box and Muller, 1958), in single precision, from 32 bits each."""
    for k in range(0, len(out), 2):
        code += _STEP
        bits = _mixed(code)
        near = np.float32((np.float64(bits >> np.uint64(32)) + 0.5) * 2.0**-32)
        radius = np.sqrt(np.float32(-2.0) * np.log(near))
        angle = np.float32(2.0 * np.pi * 2.0**-32 * np.float64(bits & np.uint64(0xFFFFFFFF)))
        out[k] = radius * np.cos(angle)
        if k + 1 < len(out):
            out[k + 1] = radius * np.sin(angle)


@njit(cache=True)
def _mixed(x: np.uint64) -> np.uint64:
    """SplitMix64's finaliser (Steele et al., 2014)."""
    x = (x ^ (x >> np.uint64(30))) * _MIX
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))
